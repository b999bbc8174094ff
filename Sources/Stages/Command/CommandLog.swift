internal import Platform

/// What a program prints: kept in a file up to a bound, its end in any case.
struct CommandLog {
  private static let headBound = 4 << 20
  private static let tailBound = 64 << 10
  private static let lineCount = 10
  private static let lineBound = 300

  private let path: String
  private let attempt: Int
  private var pending: [UInt8] = []
  private var tail: [UInt8] = []
  private var kept = 0
  private var skipped = 0
  private var failure: FileError?

  /// A log that is written to `path`, after what stands there; a program that prints nothing leaves none.
  init(_ path: String, attempt: Int) {
    self.path = path
    self.attempt = attempt
  }

  /// Adds what was printed.
  mutating func add(_ bytes: UnsafeRawBufferPointer) {
    tail.append(contentsOf: bytes)
    if tail.count > 2 * Self.tailBound { tail.removeFirst(tail.count - Self.tailBound) }
    let room = max(0, Self.headBound - kept)
    pending.append(contentsOf: bytes.prefix(room))
    kept += min(room, bytes.count)
    skipped += max(0, bytes.count - room)
    // Written as it comes, so that a long program can be watched; a full disk must not stop it half way.
    flush()
  }

  private mutating func flush() {
    guard failure == nil, !pending.isEmpty else { return }
    do {
      if kept == pending.count {
        try Files.makeFolder(Files.folderOf(path))
        if attempt > 1 { try Files.append("--- attempt \(attempt)\n", to: path) }
      }
      try Files.append(pending, to: path)
      pending = []
    } catch {
      failure = error
    }
  }

  /// Adds the end of what went past the bound.
  /// - Throws: `FileError` where any of it could not be written.
  mutating func end() throws(FileError) {
    if skipped > 0 {
      let end = tail.suffix(min(skipped, Self.tailBound))
      let left = skipped - end.count
      if left > 0 { pending += Array("\n… \(left) bytes left out …\n".utf8) }
      pending += end
      flush()
    }
    if let failure { throw failure }
  }

  /// The last lines, fit for a terminal.
  var lastLines: [String] {
    let text = String(decoding: tail.suffix(16 << 10), as: UTF8.self)
    let lines = text.split(whereSeparator: \.isNewline).suffix(Self.lineCount)
    return lines.map { line in
      let safe = String(
        line.map { $0 == "\t" || $0.unicodeScalars.allSatisfy { $0.value >= 32 && $0.value != 127 } ? $0 : "·" })
      return safe.count > Self.lineBound ? safe.prefix(Self.lineBound) + "…" : safe
    }
  }
}
