internal import ArtifactStore
internal import JSON
internal import PipelineModel
internal import Runner

/// `palier status`.
enum StatusCommand: Command {
  static let name = "status"
  static let summary = "the freshness of each stage"
  static let options =
    [Option("exit-code", "exit with 5 where a stage is stale")] + Option.overrides

  static func run(_ arguments: Arguments, _ console: Console) throws -> Int32 {
    _ = try arguments.operands()
    let project = try project(arguments)
    let decisions = try project.planner().plan(project.store)
    let ages = project.sourceAges().filter { $0.freshness != nil }
    let refit = RefitAdvice(project)
    let stale = decisions.filter { $0.verdict != .fresh }
    if console.isJSON {
      console.data([
        "run": project.store.pointer.map { .string($0.run) } ?? nil,
        "current": .members(
          (project.store.pointer?.versions ?? [:]).sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) }),
        "stale": .int(stale.count),
        "stages": .array(decisions.map(\.json)), "sources": .array(ages.map(\.json)),
        "refit_due": refit?.isDue.map { .bool($0) } ?? nil,
      ])
    } else {
      DecisionTable.show(decisions, console)
      DecisionTable.show(ages, console)
      if let refit, refit.isDue == true { RunSummary.due(refit).forEach { console.print($0) } }
      let run = project.store.pointer.map { "current: run \($0.run)" } ?? "nothing was published yet"
      console.print(stale.isEmpty ? "every stage is fresh; \(run)" : "\(stale.count) stages are stale; \(run)")
    }
    return arguments.has("exit-code") && !stale.isEmpty ? ExitCode.stale : ExitCode.success
  }
}
