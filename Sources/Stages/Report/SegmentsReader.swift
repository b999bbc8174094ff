internal import JSON
internal import PipelineModel
internal import Report

/// The segments page.
enum SegmentsReader {
  /// The page, or nil where the pipeline has no segments.
  static func read(_ inputs: ReportInputs) throws -> ReportModel.Segments? {
    guard let segments = try inputs.view("segments", having: "average_order_value") else { return nil }
    let bins = try inputs.context.integer("rfm.bins")
    let grid = try inputs.context.parameter("rfm.grid")
    let scores = try inputs.view("customers", having: "rfm_code")
    let sizes = try ScoreSizes.read(inputs)
    let method = try inputs.context.text("rfm.method")
    var made = ReportModel.Segments(
      grid: gridName(grid, bins: bins), method: method, bins: bins,
      rows: try rows(inputs, segments), cells: try cells(inputs, scores),
      lint: try GridNotes.read(inputs, rules: grid.array ?? [], bins: sizes.map(\.customers.count), scores: scores),
      notes: sizes.compactMap { $0.note(method: method) })
    made.products = try products(inputs)
    made.months = try months(inputs)
    made.spreads = try spreads(inputs)
    return made
  }

  private static func spreads(_ inputs: ReportInputs) throws -> [ReportModel.SegmentSpread] {
    guard let view = try inputs.view("customers", having: "segment") else { return [] }
    let shares = [0.05, 0.25, 0.5, 0.75, 0.95]
    return try [("recency", "recency_days"), ("frequency", "frequency"), ("monetary", "monetary")].flatMap {
      name, column in
      let marks = shares.enumerated().map { "quantile_cont(CAST(\(column) AS DOUBLE), \($1)) AS q\($0)" }
      let sql = "SELECT segment, \(marks.joined(separator: ", ")) FROM \(view) GROUP BY segment ORDER BY segment"
      return try inputs.rows(sql) { row in
        ReportModel.SegmentSpread(
          segment: try row.text("segment"), measure: name,
          quantiles: try shares.indices.map { try row.number("q\($0)") })
      }
    }
  }

  private static func products(_ inputs: ReportInputs) throws -> [ReportModel.SegmentProduct] {
    guard let view = try inputs.view("segment_products", having: "items") else { return [] }
    let sql = """
      SELECT * REPLACE (coalesce(product_name, product_id) AS product_name) FROM \(view) ORDER BY segment, position
      """
    return try inputs.rows(sql) { row in
      ReportModel.SegmentProduct(
        segment: try row.text("segment"), product: try row.text("product_name"),
        revenue: try row.number("revenue"), items: try row.integer("items"),
        customers: try row.integer("customers"))
    }
  }

  private static func months(_ inputs: ReportInputs) throws -> [ReportModel.SegmentMonth] {
    guard let view = try inputs.view("segment_months", having: "month") else { return [] }
    let sql = "SELECT * REPLACE (strftime(month, '%Y-%m') AS month) FROM \(view) ORDER BY segment, month"
    return try inputs.rows(sql) { row in
      ReportModel.SegmentMonth(
        segment: try row.text("segment"), month: try row.text("month"), revenue: try row.number("revenue"),
        orders: try row.integer("orders"), customers: try row.integer("customers"))
    }
  }

  /// The name of the built-in grid with these rules, else `custom`.
  static func gridName(_ grid: JSON, bins: Int) -> String {
    SegmentGrid.names.first { name in
      let rules = SegmentGrid.rules(name, bins: bins) ?? []
      return grid == .array(rules.enumerated().map { $1.row(position: $0 + 1, bins: bins) })
    } ?? "custom"
  }

  /// Segments with customers, by falling revenue.
  private static func rows(_ inputs: ReportInputs, _ view: String) throws -> [ReportModel.SegmentRow] {
    let sql = "SELECT * FROM \(view) WHERE customers > 0 ORDER BY revenue DESC, position"
    return try inputs.rows(sql) { row in
      ReportModel.SegmentRow(
        segment: try row.text("segment"), customers: try row.integer("customers"),
        customerShare: try row.number("customer_share"), revenue: try row.number("revenue"),
        revenueShare: try row.number("revenue_share"), orders: try row.integer("orders"),
        averageOrderValue: try row.numberIfAny("average_order_value"),
        meanRecencyDays: try row.numberIfAny("mean_recency_days"),
        meanFrequency: try row.numberIfAny("mean_frequency"), meanMonetary: try row.numberIfAny("mean_monetary"))
    }
  }

  private static func cells(_ inputs: ReportInputs, _ view: String?) throws -> [ReportModel.ScoreCell] {
    guard let view else { return [] }
    let sql = """
      SELECT r_score, f_score, count(*) AS customers, sum(monetary) AS revenue
      FROM \(view) GROUP BY r_score, f_score ORDER BY r_score, f_score
      """
    return try inputs.rows(sql) { row in
      ReportModel.ScoreCell(
        rScore: try row.integer("r_score"), fScore: try row.integer("f_score"),
        customers: try row.integer("customers"), revenue: try row.number("revenue"))
    }
  }
}
