internal import Engines
internal import PipelineModel
internal import Platform
internal import Runner

/// What became of a run, for people.
struct RunSummary {
  private let console: Console
  /// The output folder.
  private let root: String

  init(_ console: Console, root: String) {
    self.console = console
    self.root = root
  }

  func show(_ outcome: RunOutcome, _ refit: RefitAdvice? = nil) {
    if !console.isQuiet {
      showTable(outcome)
      showWarnings(outcome)
    }
    for stage in outcome.stages {
      guard let failure = stage.failure, failure.cause != .cancelled else { continue }
      console.error("\(stage.stage) failed: \(failure)")
      if console.isVerbose, let detail = failure.detail { console.error(detail) }
      for check in stage.brokenChecks where check.isFatal { showRows(of: check) }
    }
    if let fault = outcome.fault { console.error(fault) }
    switch outcome.status {
    case .succeeded: break
    case .cancelled: console.error("stopped; \(outcome.standing)")
    case .failed, .checkFailed: console.error("the run failed; \(outcome.standing)")
    }
    if let refit, refit.isDue == true, outcome.status == .succeeded { Self.due(refit).forEach(say) }
    if let report = outcome.report, outcome.status == .succeeded { say("report: \(Paths.shown(report))") }
  }

  /// What to say where a refit is due.
  static func due(_ refit: RefitAdvice) -> [String] {
    ["refit due: " + refit.causes.joined(separator: "; "), "  next: palier run --force with the stage of the clusters"]
  }

  private func showTable(_ outcome: RunOutcome) {
    var table = TextTable(["stage", "verdict", "time", "rows", "why"], numeric: [2, 3])
    for stage in outcome.stages {
      let rows = stage.manifest?.outputs.values.compactMap(\.rows).max().map(Amounts.count) ?? ""
      table.add([
        stage.stage, stage.verdict.rawValue.replacing("_", with: " "),
        stage.verdict == .ran || stage.verdict == .failed ? Amounts.seconds(stage.seconds) : "", rows,
        why(stage),
      ])
    }
    for (index, line) in table.lines(limit: 72).enumerated() {
      say(index == 0 ? console.styled(line, .bold, on: console.isJSON ? .error : .output) : line)
    }
    let ran = outcome.stages.filter { $0.verdict == .ran }.count
    let fresh = outcome.stages.filter { [.fresh, .restored, .cutOff].contains($0.verdict) }.count
    let what =
      ran == 0 && fresh == outcome.stages.count
      ? "every stage is fresh: nothing ran" : "\(ran) ran, \(fresh) of \(outcome.stages.count) needed no run"
    say("\(what) (\(Amounts.seconds(outcome.seconds)), run \(outcome.run))")
  }

  private func showWarnings(_ outcome: RunOutcome) {
    for check in outcome.stages.flatMap(\.brokenChecks) where !check.isFatal {
      console.log(console.styled("warning:", .yellow, on: .error) + " \(check.text)")
      showRows(of: check)
    }
  }

  /// A few of the rows that break a rule, for whoever watches; the file has more.
  private func showRows(of check: CheckResult) {
    guard let sample = check.sample else { return }
    var table = TextTable(sample.columns)
    for row in sample.rows { table.add(row) }
    for line in table.lines(limit: 24) { console.error("    " + line) }
    let more = check.failures - sample.rows.count
    let all = check.file.map { "all in \(Paths.shown("\(root)/\($0)"))" } ?? ""
    let end = [more > 0 ? "and \(Amounts.count(more)) more" : "", all].filter { !$0.isEmpty }
    if !end.isEmpty { console.error("    " + end.joined(separator: "; ")) }
  }

  private func why(_ stage: StageOutcome) -> String {
    let reason = stage.reasons.first?.text ?? ""
    guard stage.verdict == .ran, let increment = stage.manifest?.increment else { return reason }
    return "\(reason) (\(increment.text))"
  }

  /// With `--json`, standard output is for data.
  private func say(_ text: String) {
    if console.isQuiet { return }
    if console.isJSON { console.log(text) } else { console.print(text) }
  }
}
