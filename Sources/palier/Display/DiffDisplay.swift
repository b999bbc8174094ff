internal import Comparison
internal import JSON
internal import PipelineModel
internal import Platform

/// What differs between two runs, for people.
struct DiffDisplay {
  /// Lines of a list before the rest is counted.
  private static let listed = 8
  private let console: Console

  init(_ console: Console) { self.console = console }

  func show(_ difference: RunDifference, _ from: ComparedRun, _ to: ComparedRun) {
    showHead(from, to)
    let isMadeAlike = difference.stages.allSatisfy(\.reasons.isEmpty)
    if difference.isEqual, difference.parameters.isEmpty, difference.sources.isEmpty, isMadeAlike {
      console.print(
        difference.isSameVersions
          ? "\nequal: the same version of every stage" : "\nequal: every stage made the same content")
      return
    }
    show("parameters", difference.parameters)
    show("sources", difference.sources)
    showStages(difference.stages)
    showOtherwise(difference.stages)
    show(difference.figures)
    for migration in difference.migrations { MigrationDisplay(console).show(migration) }
    if !difference.notes.isEmpty {
      title("not compared")
      for note in difference.notes { console.print("  \(note)") }
    }
    if difference.isEqual { console.print("\nevery stage made the same content") }
  }

  private func title(_ text: String) { console.print("\n" + console.styled(text, .bold, on: .output)) }

  private func showHead(_ from: ComparedRun, _ to: ComparedRun) {
    var table = TextTable(["", "run", "started", "status"])
    for (word, run) in [("from", from), ("to", to)] {
      table.add([
        word, run.id, RunTime.shown(run.record?["started_at"]?.string, id: run.id),
        run.record?["status"]?.string ?? "its record is lost",
      ])
    }
    for line in table.lines(header: false) { console.print(line) }
  }

  private func show(_ name: String, _ reasons: [Reason]) {
    guard !reasons.isEmpty else { return }
    title(name)
    let shown = reasons.count <= Self.listed + 1 ? reasons.count : Self.listed
    for reason in reasons.prefix(shown).map(\.json) {
      // The title above says that it is a parameter.
      console.print("  " + ReasonText.headline(reason).replacing("parameter ", with: "", maxReplacements: 1))
      for line in ReasonText.details(reason) { console.print("    \(line)") }
    }
    if shown < reasons.count { console.print("  … and \(Amounts.count(reasons.count - shown)) more") }
  }

  // MARK: - Stages

  private func showStages(_ stages: [StageDifference]) {
    title("stages")
    let changed = stages.filter { $0.change != .same && $0.change != .sameContent }
    list("the same version", stages.filter { $0.change == .same })
    list("another version, the same content", stages.filter { $0.change == .sameContent })
    guard !changed.isEmpty else { return }
    var table = TextTable(["stage", "", "output", "rows", "columns"])
    for stage in changed {
      let outputs = stage.outputs.filter { !$0.isEqual }
      if outputs.isEmpty { table.add(["  " + stage.stage, stage.change.rawValue]) }
      for (index, output) in outputs.enumerated() {
        table.add([
          index == 0 ? "  " + stage.stage : "", index == 0 ? stage.change.rawValue : "", output.name,
          Self.rows(output), Self.columns(output),
        ])
      }
    }
    for line in table.lines(header: false) { console.print(line) }
  }

  /// What differs of the stages themselves; parameters and sources stand above, and inputs are stages' outputs.
  private func showOtherwise(_ stages: [StageDifference]) {
    let told = ["parameter", "input", "file_added", "file_removed", "file_changed", "file_renamed", "source_kind"]
    var lines: [String] = []
    for stage in stages {
      for reason in stage.reasons.map(\.json) where !told.contains(reason["cause"]?.string ?? "") {
        lines.append("  \(stage.stage): \(ReasonText.headline(reason))")
        lines += ReasonText.details(reason).map { "    \($0)" }
      }
    }
    guard !lines.isEmpty else { return }
    title("made otherwise")
    for line in lines { console.print(line) }
  }

  private func list(_ what: String, _ stages: [StageDifference]) {
    if !stages.isEmpty { console.print("  \(what): " + stages.map(\.stage).joined(separator: ", ")) }
  }

  private static func rows(_ output: OutputDifference) -> String {
    switch output.rows {
    case (nil, nil): "other content"
    case (let before?, let after?) where before == after: "\(Amounts.count(before)) rows, other content"
    case (let before, let after):
      "\(before.map(Amounts.count) ?? "none") → \(after.map { Amounts.count($0) + " rows" } ?? "none")"
    }
  }

  private static func columns(_ output: OutputDifference) -> String {
    let parts =
      output.addedColumns.map { "+ \($0)" } + output.removedColumns.map { "- \($0)" } + output.retypedColumns
    return parts.joined(separator: ", ")
  }

  // MARK: - Figures

  private func show(_ figures: [FigureDifference]) {
    let changed = figures.filter { !$0.isEqual }
    guard !figures.isEmpty else { return }
    title("figures")
    var table = TextTable(["figure", "from", "to", "difference", "%"], numeric: [1, 2, 3, 4])
    var output = ""
    for figure in changed {
      if figure.output != output { table.add(["  " + figure.output]) }
      output = figure.output
      let (before, after) = Self.pair(figure)
      table.add([
        "    " + figure.name, before, after,
        figure.difference.map { Amounts.signed($0, like: (figure.from?.double ?? 0, figure.to?.double ?? 0)) } ?? "",
        figure.percent.map { Amounts.signed(percent: $0) } ?? "",
      ])
    }
    for line in table.lines(limit: 28, header: false) where !changed.isEmpty { console.print(line) }
    let equal = figures.count - changed.count
    if equal > 0 { console.print("  \(equal) \(changed.isEmpty ? "" : "more ")are the same") }
  }

  private static func pair(_ figure: FigureDifference) -> (String, String) {
    if let before = figure.from?.double, let after = figure.to?.double {
      return (Amounts.number(before, beside: after), Amounts.number(after, beside: before))
    }
    func text(_ value: JSON?) -> String {
      guard let value, !value.isNull else { return "·" }
      return value.string ?? value.double.map { Amounts.number($0, beside: $0) } ?? value.text()
    }
    return (text(figure.from), text(figure.to))
  }
}
