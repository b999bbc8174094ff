internal import Glibc

/// Writes a file piece by piece.
public final class FileWriter {
  private let path: String
  private var descriptor: Int32

  /// Opens a file, and empties it.
  /// - Throws: `FileError`.
  public init(_ path: String) throws(FileError) {
    self.path = path
    descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    if descriptor < 0 { throw FileError("write", path) }
  }

  deinit { if descriptor >= 0 { Glibc.close(descriptor) } }

  /// Writes bytes.
  /// - Throws: `FileError`.
  public func write(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
    var position = 0
    while position < bytes.count {
      let count = Glibc.write(descriptor, bytes.baseAddress?.advanced(by: position), bytes.count - position)
      if count < 0 {
        if errno == EINTR { continue }
        throw FileError("write", path)
      }
      position += count
    }
  }

  /// Writes bytes.
  /// - Throws: `FileError`.
  public func write(_ bytes: [UInt8]) throws(FileError) {
    let result = bytes.withUnsafeBytes { bytes in Result { () throws(FileError) in try write(bytes) } }
    try result.get()
  }

  /// Closes the file.
  /// - Throws: `FileError` where not all of it was written.
  public func close() throws(FileError) {
    let result = Glibc.close(descriptor)
    descriptor = -1
    if result != 0 { throw FileError("write", path) }
  }
}
