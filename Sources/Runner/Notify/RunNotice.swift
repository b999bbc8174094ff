internal import Engines
internal import JSON
internal import PipelineModel
internal import Platform

/// What is told of a run: to hooks, metrics and the history.
struct RunNotice {
  /// The run's id.
  let run: String
  /// How it ended.
  let status: RunOutcome.Status
  /// Seconds it took.
  let seconds: Double
  /// The stages, where any was looked at.
  let stages: [StageOutcome]
  /// What is odd but not wrong.
  let warnings: [String]
  /// Why it could not begin or publish.
  let error: String?

  init(_ outcome: RunOutcome) {
    run = outcome.run
    status = outcome.status
    seconds = outcome.seconds
    stages = outcome.stages
    warnings = outcome.warnings
    error = outcome.fault
  }

  init(run: String, seconds: Double, error: any Error) {
    self.run = run
    self.seconds = seconds
    status = (error as? RunError)?.cause == .cancelled ? .cancelled : .failed
    stages = []
    warnings = []
    self.error = "\(error)"
  }

  /// Whether somebody is to be told that it failed. Whoever pressed Ctrl-C knows; what a service manager ends, nobody
  /// watches.
  var isFailure: Bool { status != .succeeded && !(status == .cancelled && Interruption.isFromKeyboard) }

  /// Checks that were broken.
  var brokenChecks: [CheckResult] { stages.flatMap(\.brokenChecks) }

  /// What a hook reads. Unless it asks for them, no values of rows are in it.
  func json(_ event: NotifyDeclaration.Event, _ config: PipelineConfig, includesRows: Bool) -> JSON {
    var members: [(String, JSON)] = [
      ("event", .string(event.rawValue)), ("pipeline", .string(config.name)), ("run_id", .string(run)),
      ("status", .string(status.rawValue)), ("seconds", .double(rounded(seconds))), ("text", .string(text(config))),
    ]
    if let error { members.append(("error", .string(error))) }
    members.append(("warnings", .array(warnings.map { .string($0) })))
    members.append(("stages", .array(stages.map { Self.json($0, includesRows: includesRows) })))
    return .members(members)
  }

  /// The run in a line or a few, for a chat.
  private func text(_ config: PipelineConfig) -> String {
    let failures = stages.compactMap { stage in stage.failure.map { "\(stage.stage): \($0.message)" } }
    let lines = error.map { [$0] } ?? failures
    return (["\(config.name): \(status.rawValue.replacing("_", with: " ")) (run \(run))"] + lines)
      .joined(separator: "\n")
  }

  private static func json(_ stage: StageOutcome, includesRows: Bool) -> JSON {
    var members: [(String, JSON)] = [
      ("id", .string(stage.stage)), ("verdict", .string(stage.verdict.rawValue)),
      ("seconds", .double(rounded(stage.seconds))),
    ]
    if let failure = stage.failure {
      members.append(
        (
          "error",
          [
            "message": .string(failure.message), "file": failure.file.map { .string($0) } ?? nil,
            "line": failure.position.map { .int($0.line) } ?? nil, "mend": failure.mend.map { .string($0) } ?? nil,
          ]
        ))
    }
    if !stage.brokenChecks.isEmpty {
      members.append(("checks", .array(stage.brokenChecks.map { json($0, includesRows: includesRows) })))
    }
    return .members(members)
  }

  private static func json(_ check: CheckResult, includesRows: Bool) -> JSON {
    guard includesRows, let sample = check.sample, case .object(var members) = check.json else { return check.json }
    let rows = sample.rows.map { row in
      JSON.members(zip(sample.columns, row).map { ($0, JSON.string($1)) })
    }
    members.append(.init("sample", .array(rows)))
    return .object(members)
  }
}
