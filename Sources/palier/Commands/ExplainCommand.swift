internal import ArtifactStore
internal import Comparison
internal import JSON
internal import PipelineModel
internal import Platform
internal import Runner

/// `palier explain`.
enum ExplainCommand: Command {
  static let name = "explain"
  static let summary = "why a stage is stale, fresh, or did what it did in a run, down to the root"
  static let operands = "[STAGE]"
  static let options =
    [Option("run", value: "RUN", "why it did what it did in that run: an id, latest or previous")] + Option.overrides

  static func run(_ arguments: Arguments, _ console: Console) throws -> Int32 {
    if arguments.operands.count > 1 { throw UsageError("\"\(arguments.operands[1])\" is one too many") }
    let project = try project(arguments)
    let archive = RunArchive(project.store.layout)
    if let reference = arguments.value("run") {
      let run = try RunHistory(project.store.layout).resolve(reference)
      guard archive.record(run) != nil else {
        throw ConfigError("--run \(reference)", nil, "the record of run \(run) cannot be understood")
      }
      try explain(arguments.operands.first, run, archive, console)
      return ExitCode.success
    }
    let decisions = try project.planner().plan(project.store)
    let stories = StageStory.all(.array(decisions.map(\.json)))
    guard let stage = arguments.operands.first else {
      showAll(project.graph.order, stories, archive, before: nil, console)
      return ExitCode.success
    }
    try refuseUnknown(stage, project.graph.order)
    let chain = CausalChain(to: stage, stories) { archive.lastChange(of: $0) }
    let fresh = decisions.first { $0.stage == stage && $0.verdict == .fresh }?.manifest
    let last = fresh.flatMap { _ in archive.lastChange(of: stage) }
    let lastChain = last.map { last in
      CausalChain(to: stage, last.stories) { archive.lastChange(of: $0, before: last.run) }
    }
    let since = fresh.flatMap { archive.since($0.version, of: stage) }
    if console.isJSON {
      console.data([
        "stage": .string(stage), "now": chain.json, "fresh_since": since.map { .string($0) } ?? nil,
        "built_in": fresh.map { .string($0.run) } ?? nil, "built_from": fresh?.key?.json ?? nil,
        "last_change": last.map { ["run_id": .string($0.run), "chain": lastChain?.json ?? nil] } ?? nil,
      ])
      return ExitCode.success
    }
    if let fresh {
      FreshDisplay(console).show(fresh, since: since, project)
      if let last, let lastChain {
        console.print(
          "\nit last changed in run \(last.run): \(ChainDisplay.verdict(lastChain.links.last?.story.verdict ?? ""))")
        ChainDisplay(console).show(lastChain, indent: "  ")
      }
    } else {
      console.print(
        console.styled("\(stage): \(ChainDisplay.verdict(stories[stage]?.verdict ?? ""))", .bold, on: .output))
      ChainDisplay(console).show(chain)
    }
    return ExitCode.success
  }

  private static func refuseUnknown(_ stage: String, _ known: [String]) throws(ConfigError) {
    guard !known.contains(stage) else { return }
    throw ConfigError(
      "explain \(stage)", nil, "\"\(stage)\" is no stage of this pipeline", mend: Suggestion.mend(stage, known: known))
  }

  // MARK: - A past run

  private static func explain(
    _ stage: String?, _ run: String, _ archive: RunArchive, _ console: Console
  ) throws(ConfigError) {
    let stories = archive.stories(run)
    let order = (archive.record(run)?["stages"]?.array ?? []).compactMap { $0["id"]?.string }
    guard let stage else {
      if !console.isJSON { console.print("run \(run): \(archive.record(run)?["status"]?.string ?? "")\n") }
      return showAll(order, stories, archive, before: run, console)
    }
    guard let story = stories[stage] else {
      throw ConfigError(
        "explain \(stage)", nil, "run \(run) had no stage \"\(stage)\"", mend: Suggestion.mend(stage, known: order))
    }
    let chain = CausalChain(to: stage, stories) { archive.lastChange(of: $0, before: run) }
    if console.isJSON {
      console.data(["stage": .string(stage), "run_id": .string(run), "then": chain.json])
      return
    }
    console.print(
      console.styled("\(stage): \(ChainDisplay.verdict(story.verdict)) in run \(run)", .bold, on: .output))
    ChainDisplay(console).show(chain)
  }

  // MARK: - All stages

  private static func showAll(
    _ order: [String], _ stories: [String: StageStory], _ archive: RunArchive, before run: String?, _ console: Console
  ) {
    let chains = order.map { stage in CausalChain(to: stage, stories) { archive.lastChange(of: $0, before: run) } }
    if console.isJSON {
      console.data(["run_id": run.map { .string($0) } ?? nil, "stages": .array(chains.map(\.json))])
      return
    }
    var table = TextTable(["stage", "verdict", "because"])
    for chain in chains {
      guard let story = chain.links.last?.story else { continue }
      let roots = chain.roots.map { root in
        (root.stages.contains(story.stage) ? "" : "\(root.stages.joined(separator: ", ")): ")
          + ReasonText.headline(root.reason)
      }
      let idle = story.reasons.compactMap { $0["text"]?.string }
      let texts = roots.isEmpty ? Array(idle.prefix(1)) : roots
      table.add([
        story.stage, ChainDisplay.verdict(story.verdict),
        texts.prefix(2).joined(separator: "; ") + (texts.count > 2 ? "; and \(texts.count - 2) more" : ""),
      ])
    }
    for (index, line) in table.lines(limit: 80).enumerated() {
      console.print(index == 0 ? console.styled(line, .bold, on: .output) : line)
    }
  }
}
