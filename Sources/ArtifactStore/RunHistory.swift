public import JSON
public import Platform

/// The records of past runs.
public struct RunHistory: Sendable {
  private let layout: StoreLayout

  /// The history of an output folder.
  public init(_ layout: StoreLayout) { self.layout = layout }

  // MARK: - Ids

  /// An id for a run that starts now: the UTC time, and a suffix that tells apart and orders runs of one second: the
  /// part of the second, in units of 1/65536.
  ///
  /// Ids sort in the order of the runs, whatever the clock does: where it has not gone past the run before, the id
  /// counts on from that one's.
  ///
  /// - Parameters:
  ///   - newest: the id of the run before.
  public static func newID(at instant: Instant = .now, after newest: String? = nil) -> String {
    let part = ((instant.microseconds % 1_000_000) + 1_000_000) % 1_000_000
    let id = "\(instant.compact)-\(suffix(part * 65_536 / 1_000_000))"
    guard let newest, newest >= id, let last = Instant(stamp: newest) else { return id }
    let number = newest.split(separator: "-").last.flatMap { Int($0, radix: 16) } ?? 0xffff
    if number < 0xffff { return "\(last.compact)-\(suffix(number + 1))" }
    return "\(Instant(microseconds: last.microseconds + 1_000_000).compact)-\(suffix(0))"
  }

  private static func suffix(_ number: Int) -> String {
    let digits = String(number, radix: 16)
    return String(repeating: "0", count: 4 - digits.count) + digits
  }

  /// An id for a run that starts now, which sorts after those of all runs before. Call with the lock held.
  public func newID(at instant: Instant = .now) -> String {
    let folders = ((try? Files.list(layout.runs)) ?? []).filter(Self.isID)
    return Self.newID(at: instant, after: [folders.last, Journal(layout).lastRun].compactMap { $0 }.max())
  }

  /// Whether a name is a run's id: all else below `runs/` is somebody's own.
  static func isID(_ name: String) -> Bool {
    let parts = name.split(separator: "-", omittingEmptySubsequences: false)
    return parts.count == 2 && parts[0].utf8.count == 16 && Instant(stamp: parts[0]) != nil && parts[1].utf8.count == 4
      && parts[1].allSatisfy(\.isHexDigit)
  }

  // MARK: - Reading

  /// The ids of all runs, oldest first.
  public var ids: [String] {
    ((try? Files.list(layout.runs)) ?? []).filter { !$0.hasPrefix(".") && Files.exists(layout.run($0) + "/run.json") }
  }

  /// The run whose results are current, or nil.
  var currentRun: String? { (try? Files.read(layout.current)).flatMap { CurrentPointer(bytes: $0) }?.run }

  /// The record of a run as it is written, or nil where there is none that can be understood.
  public func record(_ id: String) -> JSON? {
    guard !id.contains("/"), let bytes = try? Files.read(layout.run(id) + "/run.json") else { return nil }
    return try? JSON.parse(bytes)
  }

  /// The record of a run, or nil where there is none that can be understood.
  public func run(_ id: String) -> PastRun? { record(id).flatMap(PastRun.init(json:)) }

  // MARK: - Writing

  /// Writes a run's record.
  /// - Throws: `FileError`.
  public func write(_ record: JSON, run: String) throws(FileError) {
    try Files.makeFolder(layout.run(run))
    let path = layout.run(run) + "/run.json"
    do {
      try Files.replace(path, with: record.bytes(.pretty) + [UInt8(ascii: "\n")], durable: false) {
        () throws(FileError) in
        try StoreStep.recordWritten.reach(path)
      }
    } catch {
      if let names = try? Files.list(layout.run(run)), names.isEmpty { try? Files.remove(layout.run(run)) }
      throw error
    }
    try StoreStep.recordReplaced.reach(path)
  }
}
