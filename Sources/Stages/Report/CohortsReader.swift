internal import JSON
internal import Report

/// The cohorts page.
enum CohortsReader {
  /// The page, or nil where the pipeline has no cohorts.
  static func read(_ inputs: ReportInputs) throws -> ReportModel.Cohorts? {
    guard let retention = try inputs.view("retention", having: "age_months"),
      let curve = try inputs.view("curve", having: "age_months"),
      let kpis = try inputs.json("kpis", having: "revenue_90d_per_customer")
    else { return nil }
    return ReportModel.Cohorts(
      cells: try cells(inputs, retention), curve: try ages(inputs, curve),
      figures: ReportModel.CohortFigures(
        cohorts: kpis["cohorts"]?.int ?? 0, retentionM1: kpis["m1_retention"]?.double,
        retentionM3: kpis["m3_retention"]?.double, sizeM3: kpis["m3_size"]?.int,
        revenue90d: kpis["revenue_90d_per_customer"]?.double, value: kpis["empirical_clv"]?.double,
        valueMonths: kpis["empirical_clv_months"]?.int))
  }

  private static func cells(_ inputs: ReportInputs, _ view: String) throws -> [ReportModel.CohortCell] {
    let sql = "SELECT * REPLACE (strftime(cohort, '%Y-%m') AS cohort) FROM \(view) ORDER BY cohort, age_months"
    return try inputs.rows(sql) { row in
      ReportModel.CohortCell(
        cohort: try row.text("cohort"), ageMonths: try row.integer("age_months"), size: try row.integer("size"),
        active: try row.integerIfAny("active"), retention: try row.numberIfAny("retention"),
        revenue: try row.numberIfAny("revenue"),
        valuePerCustomer: try row.numberIfAny("cumulative_revenue_per_customer"))
    }
  }

  private static func ages(_ inputs: ReportInputs, _ view: String) throws -> [ReportModel.CohortAge] {
    try inputs.rows("SELECT * FROM \(view) ORDER BY age_months") { row in
      ReportModel.CohortAge(
        ageMonths: try row.integer("age_months"), cohorts: try row.integer("cohorts"), size: try row.integer("size"),
        retention: try row.number("retention"), revenue: try row.number("revenue"),
        valuePerCustomer: try row.number("cumulative_revenue_per_customer"))
    }
  }
}
