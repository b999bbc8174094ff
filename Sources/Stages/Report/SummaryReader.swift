internal import Report

/// The summary page: figures, months, and the customers at risk who spent most (the actions page lists them too).
enum SummaryReader {
  /// How many customers at risk the dashboard lists; the whole list is the output `at_risk`.
  private static let atRiskCount = 500

  /// The page, or nil where the pipeline has no figures.
  static func read(_ inputs: ReportInputs) throws -> ReportModel.Summary? {
    guard let figures = try inputs.json("figures", having: "average_order_value") else { return nil }
    return ReportModel.Summary(
      figures: try ReportModel.Figures(json: figures), months: try months(inputs), atRisk: try atRisk(inputs))
  }

  /// Revenue of identified customers, as in the figures above it.
  private static func months(_ inputs: ReportInputs) throws -> [ReportModel.Month] {
    guard let view = try inputs.view("monthly", having: "is_partial") else { return [] }
    let sql = "SELECT * REPLACE (strftime(month, '%Y-%m') AS month) FROM \(view) ORDER BY month"
    return try inputs.rows(sql) { row in
      ReportModel.Month(
        month: try row.text("month"), revenue: try row.number("revenue"), orders: try row.integer("orders"),
        customers: try row.integer("customers"), isPartial: try row.flag("is_partial"))
    }
  }

  private static func atRisk(_ inputs: ReportInputs) throws -> [ReportModel.AtRiskCustomer] {
    guard let view = try inputs.view("at_risk", having: "recency_days") else { return [] }
    let sql = "SELECT * FROM \(view) ORDER BY monetary DESC, customer_id LIMIT \(atRiskCount)"
    return try inputs.rows(sql) { row in
      ReportModel.AtRiskCustomer(
        customerID: try row.text("customer_id"), segment: try row.text("segment"),
        recencyDays: try row.integer("recency_days"), frequency: try row.integer("frequency"),
        monetary: try row.number("monetary"))
    }
  }
}
