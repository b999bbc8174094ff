internal import Platform

/// The log of one run: plain lines, each with its time, in `runs/<id>/log.txt`.
///
/// Lines from before the run has a folder are kept until it has one. A log that cannot be written must not stop the run
/// that it tells of: the first failure is kept for a warning.
final class RunLog {
  private var path: String?
  private var waiting = ""
  /// Why it could not be written, where it could not.
  private(set) var fault: FileError?

  /// Begins to write, making the file's folder.
  func open(_ path: String) {
    self.path = path
    do {
      try Files.makeFolder(Files.folderOf(path))
    } catch {
      fault = error
    }
    write("")
  }

  /// Adds a message; its further lines are set in.
  ///
  /// - Parameter canWait: whether nothing happened that a killed run would have to tell of: such messages are written
  ///   together, and before any other.
  func add(_ message: String, canWait: Bool = false) {
    let time = Instant.now.description
    let lines = message.split(separator: "\n", omittingEmptySubsequences: true)
    let text = lines.enumerated().map { "\(time) \($0 > 0 && !$1.hasPrefix(" ") ? "  " : "")\($1)\n" }.joined()
    if canWait, waiting.utf8.count + text.utf8.count < Self.lot {
      waiting += text
    } else {
      write(text)
    }
  }

  private static let lot = 1 << 14

  private func write(_ text: String) {
    waiting += text
    guard fault == nil, let path, !waiting.isEmpty else { return }
    do {
      try Files.append(waiting, to: path)
      waiting = ""
    } catch {
      fault = error
    }
  }
}
