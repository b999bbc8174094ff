internal import Foundation

/// A finished run of any program.
public struct Command: Sendable {
  /// The exit code; 128 + the signal's number where a signal ended it.
  public let code: Int32
  /// Standard output.
  public let output: String
  /// Standard error.
  public let errors: String

  /// Runs a program to its end.
  ///
  /// - Parameters:
  ///   - path: the program.
  ///   - arguments: what stands after its name.
  ///   - folder: the folder it runs in.
  ///   - signal: a signal to send, and after how many seconds.
  ///   - environment: variables on top of this process's own.
  public static func run(
    _ path: String, _ arguments: [String], in folder: String = "/", signal: (number: Int32, after: Double)? = nil,
    environment: [String: String] = [:]
  ) throws -> Command {
    let process = Process()
    if !environment.isEmpty {
      process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    }
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    let (output, errors) = (Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = errors
    process.standardInput = FileHandle.nullDevice
    // Drained from another thread: a full pipe would stop the program.
    let collector = Collector(errors.fileHandleForReading)
    try process.run()
    collector.start()
    if let signal {
      Thread.sleep(forTimeInterval: signal.after)
      kill(process.processIdentifier, signal.number)
    }
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    let code =
      process.terminationReason == .uncaughtSignal ? 128 + process.terminationStatus : process.terminationStatus
    return Command(code: code, output: text, errors: collector.wait())
  }

  /// Reads a pipe to its end on a thread of its own.
  private final class Collector: @unchecked Sendable {
    private let handle: FileHandle
    private let done = DispatchSemaphore(value: 0)
    private var data = Data()

    init(_ handle: FileHandle) { self.handle = handle }

    func start() {
      Thread.detachNewThread {
        self.data = self.handle.readDataToEndOfFile()
        self.done.signal()
      }
    }

    func wait() -> String {
      done.wait()
      return String(decoding: data, as: UTF8.self)
    }
  }
}
