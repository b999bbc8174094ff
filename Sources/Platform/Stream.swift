internal import Glibc

/// Standard output and standard error, written at once and without buffering surprises.
public enum Stream: Int32, Sendable {
  case output = 1
  case error = 2

  /// Writes text; a closed reader is not an error.
  public func write(_ text: String) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { Glibc.write(rawValue, $0.baseAddress, $0.count) }
      if count < 0 {
        if errno == EINTR || errno == EAGAIN { continue }
        return
      }
      bytes = bytes.dropFirst(count)
    }
  }

  /// Whether a person watches this stream.
  public var isTerminal: Bool { isatty(rawValue) == 1 }

  /// Columns of the terminal, or 80 where unknown.
  public var columns: Int {
    var size = winsize()
    guard ioctl(rawValue, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }
}
