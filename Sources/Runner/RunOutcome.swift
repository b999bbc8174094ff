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

  /// What stays of a run that did not succeed, in words.
  public var remains: String {
    let wrote = stages.filter(\.wroteElsewhere).map(\.stage)
    return wrote.isEmpty
      ? "nothing was published" : "\(wrote.joined(separator: ", ")) wrote elsewhere, nothing else was published"
  }

  /// The outcome for programs.
  public var json: JSON {
    [
      "run_id": .string(run), "status": .string(status.rawValue), "seconds": .double(rounded(seconds)),
      "report": report.map { .string($0) } ?? nil, "warnings": .array(warnings.map { .string($0) }),
      "stages": .array(stages.map(\.json)),
    ]
  }
}
