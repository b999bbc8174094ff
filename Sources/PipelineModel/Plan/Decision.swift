public import JSON

/// What is to become of a stage.
public enum Verdict: String, Sendable, Hashable {
  /// Its current version is what a run would make.
  case fresh
  /// An older version is what a run would make: it becomes current again.
  case restored
  /// It runs.
  case willRun = "will_run"
  /// It runs if what comes out upstream differs from what it was built with.
  case mayRun = "may_run"
  /// The selection leaves it out.
  case skipped
}

/// A stage's verdict with its reasons: a value, made in one place, printed everywhere.
public struct Decision: Sendable {
  /// The stage.
  public var stage: String
  /// The verdict.
  public var verdict: Verdict
  /// Why.
  public var reasons: [Reason]
  /// The key, where every input is known.
  public var key: StageKey?
  /// The version that serves, where one does.
  public var manifest: Manifest?
  /// Whether that version must be checked before it serves: it has not passed the checks as they are now.
  public var isToBeChecked = false

  /// The decision for programs.
  public var json: JSON {
    [
      "id": .string(stage), "verdict": .string(verdict.rawValue),
      "version": manifest.map { .string($0.version) } ?? nil,
      "fingerprint": key.map { .string($0.fingerprint) } ?? nil, "to_be_checked": .bool(isToBeChecked),
      "reasons": .array(reasons.map(\.json)),
    ]
  }
}
