internal import JSON
internal import Report

/// The stability page and the maintenance contract.
enum StabilityReader {
  /// The page, or nil where the pipeline has no study.
  static func read(_ inputs: ReportInputs) throws -> ReportModel.Stability? {
    let path = try inputs.view("path", having: "horizon_steps")
    let strategies = try inputs.view("strategies", having: "share_under_threshold")
    let recommendation = try inputs.json("recommendation", having: "verdict").map {
      try ReportModel.Recommendation(json: $0)
    }
    guard path != nil || strategies != nil || recommendation != nil else { return nil }
    return ReportModel.Stability(
      threshold: try recommendation?.threshold ?? inputs.context.number("stability.threshold"),
      path: try rows(inputs, path), strategies: try compared(inputs, strategies), recommendation: recommendation,
      drift: try drift(inputs))
  }

  private static func rows(_ inputs: ReportInputs, _ view: String?) throws -> [ReportModel.PathRow] {
    guard let view else { return [] }
    let sql = """
      SELECT * REPLACE (strftime(origin, '%Y-%m-%d') AS origin, strftime("at", '%Y-%m-%d') AS "at")
      FROM \(view) WHERE ari IS NOT NULL ORDER BY \(strategyOrder), "window", origin, horizon_steps
      """
    return try inputs.rows(sql) { row in
      ReportModel.PathRow(
        strategy: try row.text("strategy"), window: try row.text("window"), origin: try row.text("origin"),
        at: try row.text("at"), horizonSteps: try row.integer("horizon_steps"), ari: try row.number("ari"),
        ami: try row.numberIfAny("ami"), noiseARI: try row.numberIfAny("noise_ari"),
        movedShare: try row.numberIfAny("moved_share"))
    }
  }

  private static func compared(_ inputs: ReportInputs, _ view: String?) throws -> [ReportModel.StrategyRow] {
    guard let view else { return [] }
    let sql = """
      SELECT * FROM \(view)
      WHERE mean_ari IS NOT NULL AND minimum_ari IS NOT NULL AND share_under_threshold IS NOT NULL
      ORDER BY \(strategyOrder), "window"
      """
    return try inputs.rows(sql) { row in
      ReportModel.StrategyRow(
        strategy: try row.text("strategy"), window: try row.text("window"), meanARI: try row.number("mean_ari"),
        minimumARI: try row.number("minimum_ari"), shareUnderThreshold: try row.number("share_under_threshold"),
        refits: try row.number("refits"), cost: try row.numberIfAny("cost"))
    }
  }

  /// Never, then by rising interval, then refits on demand.
  private static let strategyOrder = """
    CASE strategy WHEN 'never' THEN 0 WHEN 'below_threshold' THEN 2 ELSE 1 END,
      TRY_CAST(regexp_extract(strategy, '[0-9]+$') AS INTEGER), strategy
    """

  /// PSI over the longest span studied: from the first origin to its last horizon. Most moved first.
  private static func drift(_ inputs: ReportInputs) throws -> [ReportModel.DriftRow] {
    guard let view = try inputs.view("drift", having: "psi") else { return [] }
    let sql = """
      SELECT feature, psi
      FROM (SELECT feature, psi, rank() OVER (ORDER BY origin, horizon_steps DESC) AS place FROM \(view))
      WHERE place = 1 AND psi IS NOT NULL ORDER BY psi DESC, feature
      """
    return try inputs.rows(sql) { row in
      ReportModel.DriftRow(feature: try row.text("feature"), psi: try row.number("psi"))
    }
  }
}
