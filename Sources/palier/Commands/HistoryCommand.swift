internal import ArtifactStore
internal import Comparison
internal import JSON
internal import PipelineModel
internal import Platform
internal import Runner

/// `palier history`.
enum HistoryCommand: Command {
  static let name = "history"
  static let summary = "past runs, newest first; or the versions of a stage, and why each was made"
  static let operands = "[STAGE]"
  static let options = [Option("limit", short: "n", value: "N", "how many (default: 20; 0 for all)")]

  static func run(_ arguments: Arguments, _ console: Console) throws -> Int32 {
    if arguments.operands.count > 1 { throw UsageError("\"\(arguments.operands[1])\" is one too many") }
    let wanted = try arguments.integer("limit", minimum: 0) ?? 20
    let limit = wanted == 0 ? Int.max : wanted
    let project = try project(arguments)
    let archive = RunArchive(project.store.layout)
    if let stage = arguments.operands.first {
      try show(stage, archive, limit: limit, project, console)
    } else {
      showRuns(archive, limit: limit, current: project.store.pointer?.run, console)
    }
    return ExitCode.success
  }

  // MARK: - Runs

  private static func showRuns(_ archive: RunArchive, limit: Int, current: String?, _ console: Console) {
    let runs = archive.ids.reversed().lazy.compactMap { id in archive.record(id).map { RunOverview(id, $0) } }
      .prefix(limit)
    if console.isJSON {
      console.data(
        .array(
          runs.map { run in
            .members((run.json.object ?? []).map { ($0.key, $0.value) } + [("current", .bool(run.id == current))])
          }))
      return
    }
    var table = TextTable(
      ["run", "when", "status", "time", "ran", "restored", "fresh", "rows", "cause"], numeric: [3, 4, 5, 6, 7])
    for run in runs {
      let fresh = (run.counts["fresh"] ?? 0) + (run.counts["cut_off"] ?? 0)
      let cause = run.causes.isEmpty ? "nothing changed" : run.causes.joined(separator: "; ")
      table.add([
        run.id, RunTime.ago(run.startedAt), run.id == current ? "current" : run.status.replacing("_", with: " "),
        Amounts.seconds(run.seconds), "\(run.counts["ran"] ?? 0)", "\(run.counts["restored"] ?? 0)", "\(fresh)",
        run.rows.map(Amounts.count) ?? "", cause,
      ])
    }
    show(table, console)
  }

  /// A table whose last column is cut to the terminal's width; off a terminal it is left whole.
  private static func show(_ table: TextTable, _ console: Console) {
    let width = Stream.output.isTerminal ? Stream.output.columns : Int.max
    for (index, line) in table.lines(limit: 200).enumerated() {
      let cut = line.count > width ? line.prefix(max(1, width - 1)) + "…" : line
      console.print(index == 0 ? console.styled(cut, .bold, on: .output) : cut)
    }
  }

  // MARK: - A stage

  private static func show(
    _ stage: String, _ archive: RunArchive, limit: Int, _ project: Project, _ console: Console
  ) throws(ConfigError) {
    let versions = StageVersion.all(of: stage, archive, limit: limit)
    // A stage that the pipeline no longer has may still have a past.
    guard project.config.stage(stage) != nil || !versions.isEmpty else {
      throw ConfigError(
        "history \(stage)", nil, "\"\(stage)\" is no stage of this pipeline, and no run had one called so",
        mend: Suggestion.mend(stage, known: project.graph.order))
    }
    let current = project.store.pointer?.versions[stage]
    if console.isJSON {
      console.data(
        .array(
          versions.map { version in
            .members(
              (version.json.object ?? []).map { ($0.key, $0.value) } + [
                ("current", .bool(version.version != nil && version.version == current))
              ])
          }))
      return
    }
    var table = TextTable(["run", "when", "verdict", "version", "time", "rows", "because"], numeric: [4, 5])
    var isMarked = false
    for version in versions {
      let isCurrent = version.version != nil && version.version == current && !isMarked
      if isCurrent { isMarked = true }
      table.add([
        version.run, RunTime.ago(version.startedAt), version.verdict,
        (version.version.map { String($0.prefix(8)) } ?? "") + (isCurrent ? " (current)" : ""),
        version.verdict == "ran" ? Amounts.seconds(version.seconds) : "", version.rows.map(Amounts.count) ?? "",
        version.causes.joined(separator: "; "),
      ])
    }
    show(table, console)
  }
}
