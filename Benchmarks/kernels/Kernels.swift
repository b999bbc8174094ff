internal import Analytics
internal import Glibc

/// Times single numeric kernels in a process that stays warm, for `Benchmarks/kernels.py`.
///
/// Reads one command a line from standard input and answers each with one line of JSON. Matrices are files of raw
/// doubles, row after row; labels files of raw 32-bit integers.
@main
struct Kernels {
  static func main() {
    var files = NumberFiles()
    while let line = readLine() {
      let words = line.split(separator: " ").map(String.init)
      do {
        print(try Task(words).run(&files))
      } catch let error as AnalyticsError {
        print("{\"error\": \"\(error.message)\"}")
      } catch {
        print("{\"error\": \"\(error)\"}")
      }
      fflush(nil)
    }
  }
}
