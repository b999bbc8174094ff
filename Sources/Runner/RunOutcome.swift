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

  /// Which versions a run makes current.
  public enum Publication: String, Sendable, Hashable {
    case all
    /// Those of stages that are good, where none of the others ever had a current version.
    case part
    case nothing = "none"
  }

  /// The run's id.
  public var run: String
  /// How it ended.
  public var status: Status
  /// Which of its versions are current now.
  public var publication = Publication.nothing
  /// Seconds it took.
  public var seconds: Double
  /// The stages, in graph order.
  public var stages: [StageOutcome]
  /// The dashboard's first page, where there is one.
  public var report: String?
  /// What is odd but not wrong.
  public var warnings: [String]

  /// The outcome for programs.
  public var json: JSON {
    [
      "run_id": .string(run), "status": .string(status.rawValue), "published": .string(publication.rawValue),
      "seconds": .double(rounded(seconds)),
      "report": report.map { .string($0) } ?? nil, "warnings": .array(warnings.map { .string($0) }),
      "stages": .array(stages.map(\.json)),
    ]
  }
}
