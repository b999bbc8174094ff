internal import JSON
internal import Report

/// The pages of baskets, lifetime value, scenarios, and how segments changed.
enum MarketingReader {
  /// How many rules the page lists; the whole list is the output `rules`.
  private static let ruleCount = 5000

  /// The baskets page, or nil where the pipeline has no rules.
  static func baskets(_ inputs: ReportInputs) throws -> ReportModel.Baskets? {
    guard let view = try inputs.view("rules", having: "antecedent_names"),
      let figures = try inputs.json("figures", having: "rules")
    else { return nil }
    // A product without a name goes by its id.
    let names = "list_transform(%1, lambda name, place: coalesce(name, %2[place]))"
    func texts(_ list: String, _ ids: String) -> String {
      "CAST(to_json(\(names.replacing("%1", with: list).replacing("%2", with: ids))) AS VARCHAR)"
    }
    let sql = """
      SELECT \(texts("antecedent_names", "antecedent")) AS left_names,
        \(texts("consequent_names", "consequent")) AS right_names, support, confidence, lift, orders
      FROM \(view) ORDER BY position LIMIT \(ruleCount)
      """
    let rules = try inputs.rows(sql) { row in
      ReportModel.BasketRule(
        antecedent: try JSON.parse(row.text("left_names")).array?.compactMap(\.string) ?? [],
        consequent: try JSON.parse(row.text("right_names")).array?.compactMap(\.string) ?? [],
        support: try row.number("support"), confidence: try row.number("confidence"),
        lift: try row.number("lift"), orders: try row.integer("orders"))
    }
    return ReportModel.Baskets(
      orders: figures["orders"]?.int ?? 0, products: figures["products"]?.int ?? 0,
      ruleCount: figures["rules"]?.int ?? rules.count, rules: rules)
  }

  /// The page of lifetime value, or nil where the pipeline has no model of it.
  static func lifetime(_ inputs: ReportInputs) throws -> ReportModel.Lifetime? {
    guard let model = try inputs.json("model", having: "totals"), let totals = model["totals"],
      let total = totals["clv"]?.double
    else { return nil }
    var rows: [ReportModel.CalibrationRow] = []
    if let view = try inputs.view("calibration", having: "predicted_mean") {
      rows = try inputs.rows("SELECT * FROM \(view) ORDER BY repeats") { row in
        ReportModel.CalibrationRow(
          repeats: try row.integer("repeats"), orMore: try row.flag("or_more"),
          customers: try row.integer("customers"), predicted: try row.number("predicted_mean"),
          actual: try row.number("actual_mean"))
      }
    }
    func words(_ reason: JSON?) -> LocalizedText? {
      reason?["en"]?.string.map { LocalizedText(en: $0, fr: reason?["fr"]?.string ?? $0) }
    }
    return ReportModel.Lifetime(
      method: model["method"]?.string ?? "", reason: words(model["reason"]),
      spendReason: words(model["spend"]?["reason"]),
      horizonMonths: model["terms"]?["horizon_months"]?.int ?? 0, customers: model["customers"]?.int ?? 0,
      total: total, low: totals["clv_low"]?.double, high: totals["clv_high"]?.double,
      active: totals["expected_active_customers"]?.double, orders: totals["expected_purchases_365d"]?.double,
      calibration: rows, error: model["calibration"]?["mean_absolute_error"]?.double,
      holdoutDays: model["calibration"]?["days"]?.int)
  }

  /// The scenarios page, or nil where the pipeline has none.
  static func scenarios(_ inputs: ReportInputs) throws -> ReportModel.Scenarios? {
    guard let results = try inputs.view("results", having: "scenario"),
      let baselines = try inputs.view("baselines", having: "target_kind"),
      let curves = try inputs.view("curves", having: "target_kind")
    else { return nil }
    let ages = try inputs.rows(
      """
      SELECT c.target_kind, c.target, CAST(c.active AS DOUBLE) / c.size AS retention,
        CASE WHEN c.active > 0 THEN CAST(c.revenue AS DOUBLE) / c.active ELSE 0 END AS revenue_per_active
      FROM \(curves) AS c
      JOIN \(baselines) AS b ON b.target_kind = c.target_kind AND b.target = c.target
      WHERE c.age_months < b.months
      ORDER BY c.target_kind, c.target, c.age_months
      """
    ) { row in
      (
        key: try row.text("target_kind") + "\t" + row.text("target"), retention: try row.number("retention"),
        value: try row.number("revenue_per_active")
      )
    }
    let curve = Dictionary(grouping: ages, by: \.key)
    let sql = "SELECT * FROM \(baselines) WHERE customers > 0 ORDER BY target_kind, target"
    let targets = try inputs.rows(sql) { row in
      let (kind, target) = (try row.text("target_kind"), try row.text("target"))
      return ReportModel.ScenarioTarget(
        kind: kind, target: target, customers: try row.integer("customers"), revenue: try row.number("revenue"),
        ages: (curve["\(kind)\t\(target)"] ?? []).map { ($0.retention, $0.value) })
    }
    return ReportModel.Scenarios(
      results: try inputs.rows("SELECT row_number() OVER () AS position, * FROM \(results)") { row in
        ReportModel.ScenarioResult(
          scenario: try row.text("scenario"), kind: try row.text("target_kind"), target: try row.text("target"),
          retention: try row.number("retention_pct"), margin: try row.number("margin_pct"),
          discount: try row.number("discount_pct"), measure: try row.text("measure"),
          baseline: try row.numberIfAny("baseline"), value: try row.numberIfAny("value"))
      }, targets: targets)
  }

  /// The page of how segments changed, or nil where the pipeline does not look back.
  static func evolution(_ inputs: ReportInputs) throws -> ReportModel.Evolution? {
    guard let sizes = try inputs.view("segments", having: "period_revenue"),
      let moves = try inputs.view("migrations", having: "from_segment")
    else { return nil }
    // The data may end a few days into a quarter, too few to show moves: the quarter before is looked at then.
    let shown = """
      SELECT from_time, to_time FROM \(moves)
      ORDER BY to_time - from_time < INTERVAL 28 DAY, to_time DESC LIMIT 1
      """
    let last = try inputs.rows(
      """
      SELECT strftime(from_time, '%Y-%m-%d') AS from_day, strftime(to_time, '%Y-%m-%d') AS to_day FROM (\(shown))
      """
    ) { row in (try row.textIfAny("from_day") ?? "", try row.textIfAny("to_day") ?? "") }
    var concentration: [(percent: Int, share: Double)] = []
    if let view = try inputs.view("concentration", having: "customer_percent") {
      // A total of 0 or less has no shares.
      concentration = try inputs.rows(
        "SELECT * FROM \(view) WHERE revenue_share IS NOT NULL ORDER BY customer_percent"
      ) { row in
        (try row.integer("customer_percent"), try row.number("revenue_share"))
      }
    }
    return ReportModel.Evolution(
      sizes: try inputs.rows(
        """
        SELECT strftime(at_time, '%Y-%m-%d') AS day, segment, customers, period_revenue
        FROM \(sizes) ORDER BY at_time, segment
        """
      ) { row in
        ReportModel.SegmentSize(
          at: try row.text("day"), segment: try row.text("segment"), customers: try row.integer("customers"),
          revenue: try row.number("period_revenue"))
      },
      moves: try inputs.rows(
        """
        SELECT from_segment, to_segment, customers FROM \(moves)
        WHERE to_time = (SELECT to_time FROM (\(shown))) AND customers > 0
        ORDER BY from_segment NULLS LAST, to_segment NULLS LAST
        """
      ) { row in
        ReportModel.SegmentMove(
          from: try row.textIfAny("from_segment"), to: try row.textIfAny("to_segment"),
          customers: try row.integer("customers"))
      }, from: last.first?.0 ?? "", to: last.first?.1 ?? "", concentration: concentration)
  }
}
