public import JSON
public import Platform

/// The record of one past run: what its `run.json` says.
public struct PastRun: Sendable {
  /// The whole record.
  public let json: JSON
  /// The run's id.
  public let id: String
  /// How it ended: `succeeded`, `failed`, `check_failed`, `cancelled` or `killed`.
  public let status: String
  /// The version of each stage that served in the run.
  public let versions: [String: String]

  /// Reads a record; nil where the JSON is none.
  public init?(json: JSON) {
    guard let id = json["run_id"]?.string, let status = json["status"]?.string else { return nil }
    self.json = json
    self.id = id
    self.status = status
    var versions: [String: String] = [:]
    for stage in json["stages"]?.array ?? [] {
      if let name = stage["id"]?.string, let version = stage["version"]?.string { versions[name] = version }
    }
    self.versions = versions
  }

  /// What the run was: `run`, or `rollback`.
  public var kind: String { json["kind"]?.string ?? "run" }

  /// The run that a rollback went back to.
  public var rollbackOf: String? { json["rollback_of"]?.string }

  /// Whether its versions became current, all of them.
  public var wasCurrent: Bool { status == "succeeded" || json["published"]?.bool == true }

  /// When it began, by the clock of that time.
  public var startedAt: Instant? { json["started_at"]?.string.flatMap { Instant(stamp: $0) } ?? Instant(stamp: id) }

  /// When it ended, by the clock of that time.
  public var endedAt: Instant? { json["ended_at"]?.string.flatMap { Instant(stamp: $0) } ?? startedAt }
}
