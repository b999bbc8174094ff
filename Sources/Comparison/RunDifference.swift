public import JSON
public import PipelineModel

/// What differs between two runs.
public struct RunDifference: Sendable {
  /// The ids of the two runs.
  public var runs: (from: String, to: String)
  /// Parameters with another value.
  public var parameters: [Reason]
  /// Files of sources that were added, removed, changed or renamed.
  public var sources: [Reason]
  /// The stages of either run.
  public var stages: [StageDifference]
  /// The figures of either run, in the order of the stages.
  public var figures: [FigureDifference]
  /// How customers moved between segments, then between clusters.
  public var migrations: [Migration]
  /// What could not be compared, and why.
  public var notes: [String]

  /// Whether every stage made the same: where the data came from may still differ.
  public var isEqual: Bool { notes.isEmpty && stages.allSatisfy { $0.change == .same || $0.change == .sameContent } }

  /// Whether both runs stood for the very same versions.
  public var isSameVersions: Bool { stages.allSatisfy { $0.change == .same } }

  /// The difference for programs.
  public var json: JSON {
    [
      "from": .string(runs.from), "to": .string(runs.to), "equal": .bool(isEqual),
      "parameters": .array(parameters.map(\.json)), "sources": .array(sources.map(\.json)),
      "stages": .array(stages.map(\.json)), "figures": .array(figures.map(\.json)),
      "migrations": .array(migrations.map(\.json)), "notes": .array(notes.map { .string($0) }),
    ]
  }
}
