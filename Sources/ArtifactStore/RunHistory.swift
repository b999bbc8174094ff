public import JSON
public import Platform

/// The records of past runs.
public struct RunHistory: Sendable {
  private let layout: StoreLayout

  /// The history of an output folder.
  public init(_ layout: StoreLayout) { self.layout = layout }

  /// An id for a run that starts now: the UTC time, and a suffix that tells apart and orders runs of one
  /// second: the part of the second, in units of 1/65536.
  public static func newID(at instant: Instant = .now) -> String {
    let part = ((instant.microseconds % 1_000_000) + 1_000_000) % 1_000_000
    let digits = String(part * 65_536 / 1_000_000, radix: 16)
    return instant.compact + "-" + String(repeating: "0", count: 4 - digits.count) + digits
  }

  /// The ids of all runs, oldest first.
  public var ids: [String] {
    ((try? Files.list(layout.runs)) ?? []).filter { Files.exists(layout.run($0) + "/run.json") }
  }

  /// The record of a run, or nil where there is none that can be understood.
  public func record(_ id: String) -> JSON? {
    guard !id.contains("/"), let bytes = try? Files.read(layout.run(id) + "/run.json") else { return nil }
    return try? JSON.parse(bytes)
  }

  /// Writes a run's record.
  /// - Throws: `FileError`.
  public func write(_ record: JSON, run: String) throws(FileError) {
    try Files.makeFolder(layout.run(run))
    try Files.replace(
      layout.run(run) + "/run.json", with: Array((record.text(.pretty) + "\n").utf8), durable: false)
  }
}
