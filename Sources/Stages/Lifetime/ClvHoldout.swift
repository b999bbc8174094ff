internal import DuckDB
internal import Engines

/// The same customers as they were before the last part of the history, and what they bought in it.
struct ClvHoldout {
  /// The first day of the part that is held out, as ISO text.
  let from: String
  let days: Int
  let repeats: [Int64]
  let lastDays: [Int64]
  let ageDays: [Int64]
  let actual: [Int64]

  /// Reads the purchase days, or gives nil where nothing is to be held out.
  static func read(
    _ settings: ClvSettings, _ context: StageContext, _ session: DuckDBSession
  ) throws -> ClvHoldout? {
    guard settings.holdout > 0, let lines = try context.table("lines", having: "net_quantity", session),
      let window = try context.table("window", having: "as_of", session)
    else { return nil }
    try session.execute(
      """
      CREATE TEMP TABLE purchase_days AS
      SELECT DISTINCT customer_id, day
      FROM (
        -- An order that goes past midnight is one purchase, on the day on which it began: as in the features.
        SELECT customer_id, CAST(min(occurred_at) AS DATE) AS day FROM \(SQL.quoteIdentifier(lines.view))
        WHERE customer_id IS NOT NULL AND net_quantity > 0 AND unit_price > 0
          AND occurred_at < (SELECT as_of FROM \(SQL.quoteIdentifier(window.view)))
        GROUP BY customer_id, order_id
      );
      CREATE TEMP TABLE split AS
      SELECT first + CAST(floor((1 - \(settings.holdout)) * (last - first)) AS INTEGER) AS day, last
      FROM (
        SELECT min(d.day) AS first, any_value(CAST(w.as_of AS DATE)) AS last
        FROM purchase_days AS d, \(SQL.quoteIdentifier(window.view)) AS w
      )
      """)
    let spans = try session.execute("SELECT strftime(day, '%Y-%m-%d'), CAST(last - day AS BIGINT) FROM split")
      .columns(String?.self, Int64?.self)
    guard let from = spans.0.first ?? nil, let days = spans.1.first ?? nil, days > 0 else { return nil }
    let (repeats, lastDays, ageDays, actual) = try session.execute(
      """
      SELECT before - 1, CAST(last - first AS BIGINT), CAST((SELECT day FROM split) - first AS BIGINT), after
      FROM (
        SELECT customer_id, min(d.day) AS first, max(d.day) FILTER (d.day < s.day) AS last,
          count(*) FILTER (d.day < s.day) AS before, count(*) FILTER (d.day >= s.day) AS after
        FROM purchase_days AS d, split AS s
        GROUP BY customer_id
      )
      WHERE before > 0
      ORDER BY customer_id
      """
    ).columns(Int64.self, Int64.self, Int64.self, Int64.self)
    return ClvHoldout(
      from: from, days: Int(days), repeats: repeats, lastDays: lastDays, ageDays: ageDays, actual: actual)
  }
}
