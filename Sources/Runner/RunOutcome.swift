public import JSON

/// What became of a run.
public struct RunOutcome: Sendable {
  /// How a run ends.
  public enum Status: String, Sendable, Hashable {
    case succeeded
    case failed
    case checkFailed = "check_failed"
    case cancelled
  }

  /// The run's id.
  public var run: String
  /// How it ended.
  public var status: Status
  /// Seconds it took.
  public var seconds: Double
  /// The stages, in graph order.
  public var stages: [StageOutcome]
  /// The dashboard's first page, where there is one.
  public var report: String?
  /// What is odd but not wrong.
  public var warnings: [String]
  /// What went wrong once all stages were done: its results could not become current, or links and dashboard not follow.
  public var fault: String?
  /// Whether its results are current though it did not succeed.
  public var isPublished = false

  /// Where a run that did not succeed leaves things, in words.
  public var standing: String {
    if isPublished { return "its results are current" }
    let wrote = stages.filter(\.wroteElsewhere).map(\.stage)
    let what =
      wrote.isEmpty
      ? "nothing was published" : "\(wrote.joined(separator: ", ")) wrote elsewhere, nothing else was published"
    return what + ", earlier results are still current"
  }

  /// The outcome for programs.
  public var json: JSON {
    var members: [(String, JSON)] = [
      ("run_id", .string(run)), ("status", .string(status.rawValue)), ("seconds", .double(rounded(seconds))),
      ("report", report.map { .string($0) } ?? nil), ("warnings", .array(warnings.map { .string($0) })),
      ("stages", .array(stages.map(\.json))),
    ]
    if let fault { members += [("error", .string(fault)), ("published", .bool(isPublished))] }
    return .members(members)
  }
}
