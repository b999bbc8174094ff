public import JSON
public import Platform

/// What runs did, one JSON object a line, in order: `begin`, `stage` (published), `swap` (made current), `end`.
///
/// Lines are only added, by the holder of the lock. Every run that a process was killed in the middle of has its end
/// added by the next one before that begins, so what follows the last `begin` or `end` tells what is unfinished.
public struct Journal: Sendable {
  /// What a line tells.
  public enum Event: String, Sendable {
    case begin, stage, swap, end, gc, forget
  }

  /// A run that began and did not end.
  public struct Unfinished: Sendable {
    /// The run's id.
    public var run: String
    /// Its `begin` line.
    public var begin: JSON
    /// The versions that it published, in order.
    public var published: [(stage: String, version: String)]
    /// When its last line was written.
    public var lastSeen: String
  }

  private let path: String
  private static let tailSize = 1 << 15

  /// The journal of an output folder.
  public init(_ layout: StoreLayout) { path = layout.journal }

  // MARK: - Writing

  /// Adds a line.
  ///
  /// - Parameters:
  ///   - durable: whether it is on the disk when this returns.
  /// - Throws: `FileError`.
  public func append(
    _ event: Event, run: String, _ members: [(String, JSON)] = [], durable: Bool = false
  ) throws(FileError) {
    let line = JSON.members(
      [("at", .string(Instant.now.precise)), ("run", .string(run)), ("event", .string(event.rawValue))] + members)
    try Files.append(line.text() + "\n", to: path, durable: durable)
  }

  /// Takes out what is no whole line of JSON: a torn last line, or damage.
  /// - Returns: what was taken out, in words; nil where nothing was.
  /// - Throws: `FileError`.
  public func mend() throws(FileError) -> String? {
    let (tail, isWhole) = try tail()
    if tail.isEmpty { return nil }
    let lines = Self.lines(tail, dropsFirst: !isWhole)
    if tail.last == UInt8(ascii: "\n"), lines.allSatisfy(Self.looksWhole) { return nil }
    let all = try Files.read(path)
    let kept = Self.lines(all, dropsFirst: false).filter { (try? JSON.parse(Array($0)))?["event"] != nil }
    let text = kept.flatMap { $0 + [UInt8(ascii: "\n")] }
    try Files.replace(path, with: text)
    let dropped = Self.lines(all, dropsFirst: false).count - kept.count
    if dropped == 0 { return nil }
    return "\(path): \(dropped == 1 ? "a line" : "\(dropped) lines") could not be understood and was taken out"
  }

  /// Leaves only the lines of some runs, and of the last swap.
  /// - Throws: `FileError`.
  func rewrite(keeping runs: Set<String>) throws(FileError) {
    let entries = self.entries
    let lastSwap = entries.lastIndex { $0["event"] == "swap" }
    let kept = entries.enumerated().filter { index, entry in
      index == lastSwap || entry["run"]?.string.map(runs.contains) == true
    }
    try Files.replace(path, with: Array(kept.map { $0.element.text() + "\n" }.joined().utf8))
  }

  // MARK: - Reading

  /// All lines that can be understood, oldest first.
  public var entries: [JSON] {
    let bytes = (try? Files.read(path)) ?? []
    return Self.lines(bytes, dropsFirst: false).compactMap { try? JSON.parse(Array($0)) }
  }

  /// The numbers of the lines that cannot be understood, from 1.
  public var brokenLines: [Int] {
    let bytes = (try? Files.read(path)) ?? []
    return Self.lines(bytes, dropsFirst: false).enumerated().compactMap { index, line in
      (try? JSON.parse(Array(line)))?["event"]?.string == nil ? index + 1 : nil
    }
  }

  /// The run that began last, where it has no end. With the lock held, such a run was killed.
  public func unfinished() -> Unfinished? {
    guard let (bytes, isWhole) = try? tail() else { return nil }
    if let found = Self.unfinished(in: Self.lines(bytes, dropsFirst: !isWhole)) { return found.run }
    guard !isWhole, let all = try? Files.read(path) else { return nil }
    return Self.unfinished(in: Self.lines(all, dropsFirst: false))?.run
  }

  /// What was last made current, as the journal tells it.
  var lastSwap: CurrentPointer? {
    guard let bytes = try? Files.read(path) else { return nil }
    for line in Self.lines(bytes, dropsFirst: false).reversed() {
      guard let entry = try? JSON.parse(Array(line)), entry["event"] == "swap", let run = entry["run"]?.string,
        let pointer = CurrentPointer(run: run, stages: entry["stages"])
      else { continue }
      return pointer
    }
    return nil
  }

  /// The run of the last line, whose id the next one's must follow.
  var lastRun: String? {
    guard let (bytes, isWhole) = try? tail() else { return nil }
    for line in Self.lines(bytes, dropsFirst: !isWhole).reversed() {
      if let run = (try? JSON.parse(Array(line)))?["run"]?.string { return run }
    }
    return nil
  }

  /// What the lines say, from the back to the first `begin` or `end`; nil where they hold neither.
  private static func unfinished(in lines: [ArraySlice<UInt8>]) -> (run: Unfinished?, Void)? {
    var published: [(stage: String, version: String)] = []
    var lastSeen: String?
    for line in lines.reversed() {
      guard let entry = try? JSON.parse(Array(line)) else { continue }
      switch entry["event"]?.string.flatMap(Event.init(rawValue:)) {
      case .end: return (nil, ())
      case .begin:
        guard let run = entry["run"]?.string else { continue }
        let at = entry["at"]?.string ?? ""
        return (
          Unfinished(run: run, begin: entry, published: published.reversed(), lastSeen: lastSeen ?? at), ()
        )
      case .stage:
        if let stage = entry["stage"]?.string, let version = entry["version"]?.string {
          published.append((stage, version))
        }
        lastSeen = lastSeen ?? entry["at"]?.string
      default: lastSeen = lastSeen ?? entry["at"]?.string
      }
    }
    return nil
  }

  /// The file's end, and whether that is the whole file.
  private func tail() throws(FileError) -> (bytes: [UInt8], isWhole: Bool) {
    guard Files.exists(path) else { return ([], true) }
    let bytes = try Files.readTail(path, limit: Self.tailSize)
    return (bytes, bytes.count < Self.tailSize)
  }

  private static func lines(_ bytes: [UInt8], dropsFirst: Bool) -> [ArraySlice<UInt8>] {
    let lines = bytes.split(separator: UInt8(ascii: "\n"))
    return dropsFirst ? Array(lines.dropFirst()) : lines
  }

  /// Whether a line looks like one of ours: cheap, for the way that nothing is wrong.
  private static func looksWhole(_ line: ArraySlice<UInt8>) -> Bool {
    line.first == UInt8(ascii: "{") && line.last == UInt8(ascii: "}") && !line.contains(0)
  }
}
