internal import CProcess
internal import Glibc
internal import Synchronization

/// A pipe to another program: no program but the one that is given the reading end inherits it.
public final class InputPipe: Sendable {
  /// The reading end.
  public let reader: Int32
  private let writer: Mutex<Int32>

  /// Makes a pipe.
  /// - Throws: `FileError` where the system has no descriptor left.
  public init() throws(FileError) {
    var ends: [Int32] = [-1, -1]
    let failure = palier_pipe(&ends)
    guard failure == 0 else { throw FileError("open", "a pipe", code: -failure) }
    reader = ends[0]
    writer = Mutex(ends[1])
  }

  deinit {
    close()
    Glibc.close(reader)
  }

  /// Writes a text whole.
  /// - Returns: whether somebody can still read it.
  public func write(_ text: String) -> Bool {
    writer.withLock { writer in
      guard writer >= 0 else { return false }
      return Array(text.utf8).withUnsafeBytes { bytes in
        var done = 0
        while done < bytes.count {
          let count = Glibc.write(writer, bytes.baseAddress?.advanced(by: done), bytes.count - done)
          if count < 0, errno == EINTR { continue }
          if count <= 0 { return false }
          done += count
        }
        return true
      }
    }
  }

  /// Closes the writing end: whoever reads sees the end.
  public func close() {
    writer.withLock { writer in
      if writer >= 0 { Glibc.close(writer) }
      writer = -1
    }
  }
}
