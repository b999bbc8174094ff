internal import Analytics
internal import DuckDB
internal import Engines

/// The customers' repeat purchases, in the order of their ids.
struct ClvCustomers {
  let ids: [String]
  let repeats: [Int64]
  let lastDays: [Int64]
  let ageDays: [Int64]
  /// Of purchases after the first day; nil where there is none.
  let meanSpends: [Double?]
  /// Revenue over orders; 0 where returns take back more than was bought.
  let meanOrder: Double
  /// Revenue of the last 365 days, over the customers who brought it; nil where there is none.
  let yearlyValue: Double?

  static func read(_ context: StageContext, _ session: DuckDBSession) throws -> ClvCustomers {
    guard let table = try context.table("customers", having: "repeat_count", session),
      let lines = try context.table("lines", having: "net_quantity", session),
      let window = try context.table("window", having: "as_of", session)
    else {
      throw StageFailure("an input is missing: the stage reads the features, cleaned lines and the features' window")
    }
    let view = SQL.quoteIdentifier(table.view)
    let (ids, repeats, lastDays, ageDays, meanSpends) = try session.execute(
      """
      SELECT customer_id, CAST(repeat_count AS BIGINT), CAST(repeat_last_days AS BIGINT),
        CAST(repeat_age_days AS BIGINT), CAST(repeat_mean_spend AS DOUBLE)
      FROM \(view) ORDER BY customer_id
      """
    ).columns(String.self, Int64.self, Int64.self, Int64.self, Double?.self)
    guard !ids.isEmpty else {
      throw StageFailure(
        "\(table.input) has no customer", mend: "see what was kept with: palier show clean_returns.row_ledger")
    }
    let meanOrder = try session.execute(
      "SELECT greatest(coalesce(CAST(sum(monetary) AS DOUBLE) / nullif(sum(frequency), 0), 0), 0) FROM \(view)"
    ).scalar(Double.self)
    let yearlyValue =
      try session.execute(
        """
        SELECT CAST(sum(l.amount_net) AS DOUBLE)
          / nullif(count(DISTINCT l.customer_id) FILTER (l.net_quantity > 0), 0)
        FROM \(SQL.quoteIdentifier(lines.view)) AS l, \(SQL.quoteIdentifier(window.view)) AS w
        WHERE l.customer_id IS NOT NULL AND l.unit_price > 0 AND l.occurred_at < w.as_of
          AND l.occurred_at >= w.as_of - INTERVAL 365 DAY
        """
      ).columns(Double?.self).first ?? nil
    return ClvCustomers(
      ids: ids, repeats: repeats, lastDays: lastDays, ageDays: ageDays, meanSpends: meanSpends, meanOrder: meanOrder,
      yearlyValue: yearlyValue)
  }
}
