internal import JSON
internal import PipelineModel
internal import Platform
internal import Runner

/// `palier accept`.
enum AcceptCommand: Command {
  static let name = "accept"
  static let summary = "take a stage's current version for what its changed declaration would give, without running it"
  static let operands = "STAGE"
  static let options =
    [Option("lock-timeout", value: "SECONDS", "how long to wait for another run (default: 60)")] + Option.overrides

  static func run(_ arguments: Arguments, _ console: Console) throws -> Int32 {
    let stage = try arguments.operands("STAGE")[0]
    var options = RunOptions()
    options.select = [stage]
    options.acceptAsEqual = stage
    options.lockTimeout = try arguments.seconds("lock-timeout") ?? options.lockTimeout
    let project = try project(arguments)
    guard project.config.stage(stage) != nil else {
      throw ConfigError(
        "accept \(stage)", nil, "\"\(stage)\" is no stage of this pipeline",
        mend: Suggestion.mend(stage, known: project.graph.order))
    }
    Interruption.install()
    let outcome = try PipelineRunner(project, options, observer: ProgressDisplay(console, kind: "none")).execute()
    for warning in outcome.warnings { console.log("warning: \(warning)") }
    if console.isJSON { console.data(outcome.json) }
    let settled = outcome.stages.first { $0.stage == stage }
    if let failure = settled?.failure { console.error("\(stage) failed: \(failure)") }
    guard outcome.status == .succeeded else {
      return outcome.status == .cancelled ? Interruption.exitCode ?? 130 : ExitCode.stageFailed
    }
    if !console.isJSON, !console.isQuiet { say(settled, console) }
    return ExitCode.success
  }

  private static func say(_ outcome: StageOutcome?, _ console: Console) {
    guard let outcome, let manifest = outcome.manifest else { return }
    guard outcome.verdict == .accepted else {
      console.print("\(outcome.stage) is fresh: there is nothing to accept")
      return
    }
    for reason in outcome.reasons { console.print("\(outcome.stage): \(reason.text)") }
    console.print(
      "\(outcome.stage): \(manifest.acceptedFrom ?? "") is accepted as equal and is now \(manifest.version); "
        + "palier run -f \(outcome.stage) runs it after all")
  }
}
