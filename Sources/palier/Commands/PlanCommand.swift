internal import JSON
internal import PipelineModel
internal import Runner

/// `palier plan`.
enum PlanCommand: Command {
  static let name = "plan"
  static let summary = "say what would run and why; touch nothing"
  static let options =
    [
      Option(
        "select", short: "s", value: "STAGES", "rfm: that stage; rfm+: and what reads it; +rfm: and what it reads"),
      Option("until", value: "STAGE", "that stage and what it reads, however far; may be repeated"),
      Option("force", short: "f", value: "STAGE", "as if the stage were to run even where it is fresh"),
    ] + Option.overrides

  static func run(_ arguments: Arguments, _ console: Console) throws -> Int32 {
    _ = try arguments.operands()
    let project = try project(arguments)
    let decisions = try project.planner(select: arguments.selectors, force: arguments.all("force"))
      .plan(project.store)
    let ages = project.sourceAges().filter { $0.freshness != nil }
    if console.isJSON {
      console.data(["stages": .array(decisions.map(\.json)), "sources": .array(ages.map(\.json))])
    } else {
      DecisionTable.show(decisions, console)
      DecisionTable.show(ages, console)
    }
    return ExitCode.success
  }
}
