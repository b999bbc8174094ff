internal import PipelineModel
internal import Platform
internal import Report

extension ReportModel.Run {
  /// What a run did, as the dashboard shows it.
  ///
  /// - Parameters:
  ///   - id: the run's id, which begins with the UTC time at which it started.
  ///   - seconds: how long it has taken.
  ///   - stages: what became of each stage, in graph order.
  ///   - config: the pipeline, for the stages' kinds, what they read, and what the command line set.
  ///   - previous: the figures that were current before.
  init(
    id: String, seconds: Double, stages: [StageOutcome], config: PipelineConfig,
    previous: ReportModel.PreviousFigures?
  ) {
    var engines: [String] = []
    for case let engine? in stages.map(\.manifest?.engine) where !engine.isEmpty && !engines.contains(engine) {
      engines.append(engine)
    }
    self.init(
      id: id, startedAt: Self.instant(id), seconds: rounded(seconds),
      versions: [ReportModel.Parameter("palier", PalierVersion.text)] + engines.map(Self.version),
      stages: stages.map { ReportModel.StageRow($0, config.stage($0.stage)) },
      checks: stages.flatMap(Self.checks), previous: previous,
      // Where a source lies is nobody's business who is shown the dashboard: its name says that it was another.
      overrides: config.overrides.map { ReportModel.Parameter($0.name, $0.option == "--set" ? $0.value : "") })
  }

  /// The broken checks first, then those that its version passed.
  private static func checks(_ stage: StageOutcome) -> [ReportModel.CheckRow] {
    let passed = (stage.manifest?.checks ?? []).filter { !$0.isBroken && !stage.brokenChecks.contains($0) }
    return stage.brokenChecks.map {
      ReportModel.CheckRow(subject: $0.subject, name: $0.name, finding: .init($0), isBroken: true)
    } + passed.map { ReportModel.CheckRow(subject: $0.subject, name: $0.name, finding: .init($0), isBroken: false) }
  }

  /// `20260131T030000Z-…` as `2026-01-31T03:00:00Z`; anything else as it stands.
  static func instant(_ id: String) -> String { Instant(stamp: id)?.description ?? id }

  /// `duckdb 1.5.5` as name and version.
  private static func version(_ engine: String) -> ReportModel.Parameter {
    let words = engine.split(separator: " ", maxSplits: 1)
    return ReportModel.Parameter(String(words[0]), words.count > 1 ? String(words[1]) : "")
  }
}

extension ReportModel.StageRow {
  /// Reasons shown; the run's record has them all.
  private static let reasonCount = 3

  init(_ outcome: StageOutcome, _ stage: StageDeclaration?) {
    let outputs = outcome.manifest.map { Array($0.outputs.values) } ?? []
    let rows = outputs.compactMap(\.rows)
    let hasWorked = outcome.verdict == .ran || outcome.verdict == .failed
    self.init(
      id: outcome.stage, kind: stage?.kind.name ?? "", verdict: outcome.verdict.rawValue,
      reasons: Self.reasons(outcome.reasons),
      seconds: hasWorked ? rounded(outcome.seconds) : nil,
      version: outcome.manifest?.version, rows: rows.isEmpty ? nil : rows.reduce(0, +),
      fingerprint: outcome.manifest?.fingerprint, contentDigest: outcome.manifest?.contentDigest,
      reads: Self.reads(stage),
      madeAt: (outcome.manifest?.run).map(ReportModel.Run.instant))
  }

  private static func reasons(_ all: [Reason]) -> [ReportModel.Phrase] {
    let shown = all.prefix(reasonCount).map { ReportModel.Phrase($0) }
    return all.count > reasonCount
      ? shown + [.init("reason.others", ["count": .count(all.count - reasonCount)])] : shown
  }

  /// The stages that a stage reads, each once, in its order.
  private static func reads(_ stage: StageDeclaration?) -> [String] {
    (stage?.inputs ?? []).reduce(into: []) { known, input in
      if case .output(stage: let producer, output: _) = input, !known.contains(producer) { known.append(producer) }
    }
  }
}
