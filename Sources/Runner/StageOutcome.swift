public import Engines
public import JSON
public import PipelineModel
public import Platform

/// What became of a stage in a run.
public struct StageOutcome: Sendable {
  /// What became of it.
  public enum Verdict: String, Sendable, Hashable {
    /// It ran.
    case ran
    /// Its current version was what a run would have made.
    case fresh
    /// An older version became current again.
    case restored
    /// It would have run, but what came out upstream was as before.
    case cutOff = "cut_off"
    /// Its current version was taken for what a run would give, since a person said so.
    case accepted
    /// It failed, or a check of its outputs did.
    case failed
    /// It was not reached or not selected.
    case skipped
  }

  /// One try that failed.
  public struct Attempt: Sendable, Hashable {
    /// Seconds it took.
    public var seconds: Double
    /// What went wrong.
    public var message: String
  }

  /// The stage.
  public var stage: String
  /// What became of it.
  public var verdict: Verdict
  /// Seconds it took.
  public var seconds = 0.0
  /// Whether it wrote to a place outside the output folder, which no failure of the run takes back.
  public var wroteElsewhere = false
  /// Why.
  public var reasons: [Reason]
  /// The version that serves.
  public var manifest: Manifest?
  /// When it began to run; nil where it did not.
  public var began: Instant?
  /// What it was, or was to be, made from, where it ran; else its version's manifest says so.
  public var key: StageKey?
  /// What went wrong.
  public var failure: StageFailure?
  /// Earlier tries in this run, each of which failed.
  public var attempts: [Attempt] = []
  /// What came of the checks, as this run judges them.
  public var checks: [CheckResult] = []

  /// Checks that were broken.
  public var brokenChecks: [CheckResult] { checks.filter(\.isBroken) }

  /// The outcome for programs.
  public var json: JSON {
    var members: [(String, JSON)] = [
      ("id", .string(stage)), ("verdict", .string(verdict.rawValue)), ("seconds", .double(rounded(seconds))),
      ("version", manifest.map { .string($0.version) } ?? nil), ("reasons", .array(reasons.map(\.json))),
      (
        "outputs",
        .members(
          (manifest?.outputs ?? [:]).sorted { $0.key < $1.key }.map { name, output in
            (
              name,
              [
                "rows": output.rows.map { .int($0) } ?? nil, "bytes": .int(output.bytes),
                "digest": .string(output.digest),
              ]
            )
          })
      ),
    ]
    if let manifest { members.append(("content_digest", .string(manifest.contentDigest))) }
    if verdict == .ran, let increment = manifest?.increment { members.append(("increment", increment.json)) }
    if !brokenChecks.isEmpty { members.append(("checks", .array(brokenChecks.map(\.json)))) }
    if !attempts.isEmpty {
      let list = attempts.map {
        JSON.members([("seconds", .double(rounded($0.seconds))), ("error", .string($0.message))])
      }
      members.append(("attempts", .array(list)))
    }
    if let failure {
      members.append(
        (
          "error",
          [
            "message": .string(failure.message), "file": failure.file.map { .string($0) } ?? nil,
            "line": failure.position.map { .int($0.line) } ?? nil,
            "column": failure.position.map { .int($0.column) } ?? nil, "mend": failure.mend.map { .string($0) } ?? nil,
            "detail": failure.detail.map { .string($0) } ?? nil,
          ]
        ))
    }
    return .members(members)
  }
}

/// Seconds to the millisecond.
func rounded(_ seconds: Double) -> Double { (seconds * 1000).rounded() / 1000 }
