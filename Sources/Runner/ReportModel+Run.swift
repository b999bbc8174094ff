internal import PipelineModel
internal import Report

extension ReportModel.Run {
  /// What a run did, as the dashboard shows it.
  ///
  /// - Parameters:
  ///   - id: the run's id, which begins with the UTC time at which it started.
  ///   - seconds: how long it has taken.
  ///   - stages: what became of each stage, in graph order.
  ///   - config: the pipeline, for the stages' kinds.
  init(id: String, seconds: Double, stages: [StageOutcome], config: PipelineConfig) {
    var engines: [String] = []
    for case let engine? in stages.map(\.manifest?.engine) where !engine.isEmpty && !engines.contains(engine) {
      engines.append(engine)
    }
    self.init(
      id: id, startedAt: Self.instant(id), seconds: rounded(seconds),
      versions: [ReportModel.Parameter("palier", PalierVersion.text)] + engines.map(Self.version),
      stages: stages.map { ReportModel.StageRow($0, kind: config.stage($0.stage)?.kind.name ?? "") },
      checks: stages.flatMap(\.brokenChecks).map {
        ReportModel.CheckRow(subject: $0.subject, name: $0.name, finding: $0.found)
      })
  }

  /// `20260131T030000Z-…` as `2026-01-31T03:00:00Z`; anything else as it stands.
  static func instant(_ id: String) -> String {
    guard let match = id.prefixMatch(of: /(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z/)?.output else { return id }
    return "\(match.1)-\(match.2)-\(match.3)T\(match.4):\(match.5):\(match.6)Z"
  }

  /// `duckdb 1.5.5` as name and version.
  private static func version(_ engine: String) -> ReportModel.Parameter {
    let words = engine.split(separator: " ", maxSplits: 1)
    return ReportModel.Parameter(String(words[0]), words.count > 1 ? String(words[1]) : "")
  }
}

extension ReportModel.StageRow {
  /// Reasons shown; the run's record has them all.
  private static let reasonCount = 3

  init(_ outcome: StageOutcome, kind: String) {
    let outputs = outcome.manifest.map { Array($0.outputs.values) } ?? []
    let rows = outputs.compactMap(\.rows)
    let hasWorked = outcome.verdict == .ran || outcome.verdict == .failed
    self.init(
      id: outcome.stage, kind: kind, verdict: outcome.verdict.rawValue,
      reasons: outcome.reasons.prefix(Self.reasonCount).map(\.text),
      seconds: hasWorked ? rounded(outcome.seconds) : nil,
      version: outcome.manifest?.version, rows: rows.isEmpty ? nil : rows.reduce(0, +),
      fingerprint: outcome.manifest?.fingerprint, contentDigest: outcome.manifest?.contentDigest)
  }
}
