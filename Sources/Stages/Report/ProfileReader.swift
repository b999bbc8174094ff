internal import Report

/// What the data look like, for the page on data and run.
enum ProfileReader {
  /// Columns whose least and greatest values are numbers, which a text order would confuse.
  private static let numeric = "('quantity', 'unit_price', 'amount', 'freight', 'review_score', 'delivery_days')"

  /// The profile, or nil where the pipeline hands out neither the columns nor the lines.
  static func read(_ inputs: ReportInputs) throws -> ReportModel.Profile? {
    let columns = try inputs.view("profile", having: "null_count")
    let lines = try inputs.view("lines", having: "net_quantity")
    guard columns != nil || lines != nil else { return nil }
    return ReportModel.Profile(
      columns: try read(inputs, columns: columns), measures: try read(inputs, measuresOf: lines),
      hours: try hours(inputs, lines), files: try files(inputs, columns))
  }

  private static func files(_ inputs: ReportInputs, _ view: String?) throws -> Int {
    guard let view else { return 0 }
    return try inputs.rows("SELECT count(DISTINCT source_file) AS files FROM \(view)") { try $0.integer("files") }
      .first ?? 0
  }

  /// The columns over all files. Numbers of distinct values cannot be added up: that of the file with most is told.
  private static func read(_ inputs: ReportInputs, columns view: String?) throws -> [ReportModel.ColumnProfile] {
    guard let view else { return [] }
    let sql = """
      SELECT column_name, sum(line_count) AS line_count, sum(null_count) AS null_count,
        max(distinct_count) AS distinct_count,
        CASE WHEN column_name IN \(numeric) THEN arg_min(min_value, TRY_CAST(min_value AS DOUBLE)) ELSE min(min_value) END
          AS min_value,
        CASE WHEN column_name IN \(numeric) THEN arg_max(max_value, TRY_CAST(max_value AS DOUBLE)) ELSE max(max_value) END
          AS max_value
      FROM \(view) GROUP BY column_name, position ORDER BY position
      """
    return try inputs.rows(sql) { row in
      ReportModel.ColumnProfile(
        column: try row.text("column_name"), lines: try row.integer("line_count"),
        nulls: try row.integer("null_count"), distinct: try row.integerIfAny("distinct_count"),
        minimum: try row.textIfAny("min_value"), maximum: try row.textIfAny("max_value"))
    }
  }

  /// Over the distinct values with their counts: few, whatever the number of lines.
  private static func read(_ inputs: ReportInputs, measuresOf view: String?) throws -> [ReportModel.MeasureProfile] {
    guard let view else { return [] }
    return try ["quantity", "unit_price", "amount"].flatMap { measure in
      let sql = """
        WITH counted AS (
          SELECT CAST(\(measure) AS DOUBLE) AS value, count(*) AS weight FROM \(view)
          WHERE NOT is_return AND \(measure) IS NOT NULL GROUP BY \(measure)),
        placed AS (
          SELECT value, weight, sum(weight) OVER (ORDER BY value) AS reached, sum(weight) OVER () AS total FROM counted),
        marks AS (
          SELECT min(value) AS q0, \(quantile(1)) AS q1, \(quantile(2)) AS q2, \(quantile(3)) AS q3, max(value) AS q4,
            any_value(total) AS total
          FROM placed),
        fenced AS (SELECT *, q1 - 1.5 * (q3 - q1) AS low, q3 + 1.5 * (q3 - q1) AS high FROM marks)
        SELECT f.*,
          (SELECT coalesce(sum(weight), 0) FROM counted WHERE value < f.low) AS below,
          (SELECT coalesce(sum(weight), 0) FROM counted WHERE value > f.high) AS above
        FROM fenced AS f WHERE total > 0
        """
      return try inputs.rows(sql) { row in
        ReportModel.MeasureProfile(
          measure: measure, quantiles: try (0...4).map { try row.number("q\($0)") },
          fences: (try row.number("low"), try row.number("high")),
          outside: (try row.integer("below"), try row.integer("above")), lines: try row.integer("total"))
      }
    }
  }

  /// A quartile between the two values next to its place, as `quantile_cont` has it: (total − 1) · n / 4 values lie below.
  private static func quantile(_ quarter: Int) -> String {
    let place = "((total - 1) * \(quarter))"
    let (low, high) = (
      "min(value) FILTER (reached > \(place) // 4)", "min(value) FILTER (reached > (\(place) + 3) // 4)"
    )
    return "\(low) + (\(high) - \(low)) * any_value(\(place) % 4) / 4.0"
  }

  /// Orders by weekday and hour; nothing where the data know the day alone.
  private static func hours(_ inputs: ReportInputs, _ view: String?) throws -> [ReportModel.HourCount] {
    guard let view else { return [] }
    let sql = """
      SELECT isodow(at_time) AS weekday, hour(at_time) AS hour_of_day, count(*) AS orders
      FROM (SELECT order_id, min(occurred_at) AS at_time FROM \(view) WHERE NOT is_return GROUP BY order_id) AS o
      GROUP BY ALL ORDER BY ALL
      """
    return try inputs.rows(sql) { row in
      ReportModel.HourCount(
        weekday: try row.integer("weekday"), hour: try row.integer("hour_of_day"), orders: try row.integer("orders"))
    }
  }
}
