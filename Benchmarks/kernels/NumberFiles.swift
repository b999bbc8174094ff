internal import Analytics
internal import Glibc

/// Files of raw numbers, read once.
struct NumberFiles {
  /// What cannot be read or written.
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  private var matrices: [String: Matrix] = [:]

  /// A file of doubles as a matrix of so many columns.
  mutating func matrix(_ path: String, columns: Int) throws -> Matrix {
    if let known = matrices[path] { return known }
    let values: [Double] = try Self.read(path)
    guard columns > 0, values.count % columns == 0 else {
      throw Failure(description: "\(path): \(values.count) values do not fill rows of \(columns)")
    }
    let matrix = Matrix(rows: values.count / columns, columns: columns, storage: values)
    matrices[path] = matrix
    return matrix
  }

  /// All numbers of a file.
  static func read<Number: BitwiseCopyable>(_ path: String) throws -> [Number] {
    guard let file = fopen(path, "rb") else { throw Failure(description: "cannot read \(path)") }
    defer { fclose(file) }
    fseek(file, 0, SEEK_END)
    let count = ftell(file) / MemoryLayout<Number>.stride
    fseek(file, 0, SEEK_SET)
    return try [Number](unsafeUninitializedCapacity: count) { buffer, initialized in
      initialized = fread(buffer.baseAddress, MemoryLayout<Number>.stride, count, file)
      if initialized != count { throw Failure(description: "\(path) ended early") }
    }
  }

  /// Writes numbers.
  static func write(_ numbers: [Int32], to path: String) throws {
    guard let file = fopen(path, "wb") else { throw Failure(description: "cannot write \(path)") }
    defer { fclose(file) }
    if fwrite(numbers, MemoryLayout<Int32>.stride, numbers.count, file) != numbers.count {
      throw Failure(description: "cannot write \(path)")
    }
  }
}
