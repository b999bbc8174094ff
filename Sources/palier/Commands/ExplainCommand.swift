internal import ArtifactStore
internal import JSON
internal import PipelineModel
internal import Runner

/// `palier explain`.
enum ExplainCommand: Command {
  static let name = "explain"
  static let summary = "why a stage is stale, or why it last ran, down to the root"
  static let operands = "STAGE"
  static let options = Option.overrides

  static func run(_ arguments: Arguments, _ console: Console) throws -> Int32 {
    let stage = try arguments.operands("STAGE")[0]
    let project = try project(arguments)
    guard project.config.stage(stage) != nil else {
      throw ConfigError(
        "explain \(stage)", nil, "\"\(stage)\" is no stage of this pipeline",
        mend: Suggestion.mend(stage, known: project.graph.order))
    }
    let decisions = try project.planner().plan(project.store)
    let now = Dictionary(uniqueKeysWithValues: decisions.map { ($0.stage, $0.json) })
    let isFresh = decisions.first { $0.stage == stage }?.verdict == .fresh
    let last = isFresh ? lastChange(of: stage, project.store) : nil
    if console.isJSON {
      console.data([
        "stage": .string(stage), "now": tree(stage, now, project.graph),
        "last_change": last.map { ["run_id": .string($0.run), "chain": tree(stage, $0.stages, project.graph)] } ?? nil,
      ])
      return ExitCode.success
    }
    for line in lines(stage, now, project.graph, depth: 0) { console.print(line) }
    if let last {
      console.print("\nit last changed in run \(last.run):")
      for line in lines(stage, last.stages, project.graph, depth: 0) { console.print(line) }
    }
    return ExitCode.success
  }

  /// The last run in which the stage was anything but fresh, with what that run says of each stage.
  private static func lastChange(of stage: String, _ store: Store) -> (run: String, stages: [String: JSON])? {
    let history = RunHistory(store.layout)
    for id in history.ids.reversed() {
      guard let stages = history.record(id)?["stages"]?.array else { continue }
      let byID = Dictionary(
        stages.compactMap { entry in entry["id"]?.string.map { ($0, entry) } }, uniquingKeysWith: { $1 })
      if let verdict = byID[stage]?["verdict"]?.string, !["fresh", "skipped", "failed"].contains(verdict) {
        return (id, byID)
      }
    }
    return nil
  }

  /// The stages whose own story explains a reason.
  private static func causes(_ reason: JSON, _ graph: PipelineGraph) -> String? {
    if let stage = reason["stage"]?.string { return stage }
    if let input = reason["input"]?.string, case .output(let stage, _)? = StageInput(input) { return stage }
    return nil
  }

  private static func lines(_ stage: String, _ stories: [String: JSON], _ graph: PipelineGraph, depth: Int) -> [String]
  {
    guard depth <= graph.order.count, let story = stories[stage] else { return [] }
    let indent = String(repeating: "  ", count: depth)
    let verdict = story["verdict"]?.string?.replacing("_", with: " ") ?? ""
    var out = ["\(indent)\(stage): \(verdict)"]
    for reason in story["reasons"]?.array ?? [] {
      out.append("\(indent)  because \(reason["text"]?.string ?? "")")
      if reason["cause"] == "sql" {
        for line in reason["removed"]?.array ?? [] { out.append("\(indent)      - \(line.string ?? "")") }
        for line in reason["added"]?.array ?? [] { out.append("\(indent)      + \(line.string ?? "")") }
      }
      if let cause = causes(reason, graph) { out += lines(cause, stories, graph, depth: depth + 2) }
    }
    return out
  }

  private static func tree(_ stage: String, _ stories: [String: JSON], _ graph: PipelineGraph, depth: Int = 0) -> JSON {
    guard depth <= graph.order.count, let story = stories[stage] else { return nil }
    let reasons = (story["reasons"]?.array ?? []).map { reason in
      guard let cause = causes(reason, graph), case .object(var members) = reason else { return reason }
      members.append(.init("because", tree(cause, stories, graph, depth: depth + 1)))
      return JSON.object(members)
    }
    return ["stage": .string(stage), "verdict": story["verdict"] ?? nil, "reasons": .array(reasons)]
  }
}
