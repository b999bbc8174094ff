internal import Glibc
internal import Synchronization

/// Standard output and standard error, written at once and without buffering surprises.
public enum Stream: Int32, Sendable {
  case output = 1
  case error = 2

  /// Writes text; a closed reader is not an error.
  public func write(_ text: String) { write(Array(text.utf8)) }

  /// Writes bytes; a closed reader is not an error.
  public func write(_ bytes: [UInt8]) {
    var bytes = bytes[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { Glibc.write(rawValue, $0.baseAddress, $0.count) }
      if count < 0 {
        if errno == EINTR || errno == EAGAIN { continue }
        // Whoever closed a pipe has seen enough; anything else means that something is missing.
        if errno != EPIPE, self == .output {
          Self.failure.withLock { $0 = $0 ?? FileError("write", "standard output") }
        }
        return
      }
      bytes = bytes.dropFirst(count)
    }
  }

  private static let failure = Mutex<FileError?>(nil)

  /// Why not all that was written reached standard output; nil where it did, or its reader went away.
  public static var fault: FileError? { failure.withLock { $0 } }

  /// Whether a person watches this stream.
  public var isTerminal: Bool { isatty(rawValue) == 1 }

  /// Columns of the terminal, or 80 where unknown.
  public var columns: Int {
    var size = winsize()
    guard ioctl(rawValue, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }
}
