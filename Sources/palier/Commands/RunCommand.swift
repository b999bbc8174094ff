internal import ArtifactStore
internal import Engines
internal import JSON
internal import Platform
internal import Runner

/// `palier run`.
enum RunCommand: Command {
  static let name = "run"
  static let summary = "plan, execute what is stale, publish"
  static let options =
    [
      Option("jobs", short: "j", value: "N", "stages at the same time (default: one a processor)"),
      Option(
        "select", short: "s", value: "STAGES", "rfm: that stage; rfm+: and what reads it; +rfm: and what it reads"),
      Option("until", value: "STAGE", "that stage and what it reads, however far; may be repeated"),
      Option("force", short: "f", value: "STAGE", "run the stage even where it is fresh; may be repeated"),
      Option("accept", value: "STAGE", "take the stage's change from its current version; may be repeated"),
      Option("keep-going", short: "k", "after a failure, still run what does not depend on it"),
      Option("dry-run", short: "n", "say what would run and why; touch nothing"),
      Option("lock-timeout", value: "SECONDS", "how long to wait for another run (default: 60)"),
      Option("log-dir", value: "DIR", "keep the run's log there (default: beside its record in runs/)"),
      Option("metrics", value: "FILE", "write figures for Prometheus' textfile collector"),
      Option("progress", value: "KIND", "auto, plain or none (default: auto)"),
    ] + Option.overrides

  static func run(_ arguments: Arguments, _ console: Console) throws -> Int32 {
    _ = try arguments.operands()
    if arguments.has("dry-run") { return try PlanCommand.run(arguments, console) }
    var options = RunOptions()
    options.jobs = try arguments.integer("jobs", minimum: 1)
    options.select = arguments.selectors
    options.force = arguments.all("force")
    options.accept = arguments.all("accept")
    options.keepGoing = arguments.has("keep-going")
    options.lockTimeout = try arguments.seconds("lock-timeout") ?? options.lockTimeout
    let kind = arguments.value("progress") ?? "auto"
    guard ["auto", "plain", "none"].contains(kind) else {
      throw UsageError("--progress takes auto, plain or none, not \"\(kind)\"")
    }
    let project = try project(arguments)
    Interruption.install()
    let observer = ProgressDisplay(console, kind: kind)
    let outcome = try RecordedRun(
      project, options, observer: observer, logFolder: arguments.value("log-dir").map { Paths.absolute($0) },
      metricsFile: arguments.value("metrics").map { Paths.absolute($0) }
    ).execute()
    observer.end()
    for warning in outcome.warnings where !project.store.warnings.contains(warning) {
      console.log("warning: \(warning)")
    }
    let versions = Dictionary(uniqueKeysWithValues: outcome.stages.map { ($0.stage, $0.manifest) })
    let refit = RefitAdvice(project) { versions[$0] ?? nil }
    RunSummary(console, root: project.store.layout.root).show(outcome, refit)
    if console.isJSON { console.data(outcome.json) }
    return exitCode(outcome)
  }

  /// The exit code that tells what became of a run.
  static func exitCode(_ outcome: RunOutcome) -> Int32 {
    switch outcome.status {
    case .succeeded: return ExitCode.success
    case .checkFailed: return ExitCode.checkFailed
    case .cancelled: return Interruption.exitCode ?? 130
    case .failed:
      let isUsage = outcome.stages.contains { $0.failure?.cause == .usage }
      return isUsage ? ExitCode.usage : ExitCode.stageFailed
    }
  }
}
