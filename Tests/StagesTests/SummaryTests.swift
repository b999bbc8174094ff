import DuckDB
import Engines
import JSON
import TestSupport
import Testing

/// Figures by month, counted by hand.
@Suite("The summary stage") struct SummaryTests {
  /// Two customers who buy, one who only gives back, and nobody; returns are kept as they came.
  private func run(asOf: String) throws -> StageBench {
    let bench = try StageBench()
    let lines = try bench.table(
      "clean_returns.lines",
      """
      SELECT c AS customer_id, o AS order_id, CAST(t AS TIMESTAMP) AS occurred_at, q::BIGINT AS net_quantity,
        u::DECIMAL(18, 4) AS unit_price, (q * u)::DECIMAL(18, 4) AS amount_net
      FROM (VALUES ('a', 'o1', '2024-01-01', 2, 10), ('b', 'o2', '2024-01-20', 1, 5), ('r', 'o3', '2024-01-21', -1, 7),
        (NULL, 'o4', '2024-01-22', 1, 3), ('a', 'o5', '2024-02-03', -1, 10), ('a', 'o6', '2024-02-05', 1, 4),
        ('b', 'o7', '2024-03-30', 1, 9)) AS v(c, o, t, q, u)
      """)
    let file = SQL.quoteLiteral(lines.files[0])
    let customers = try bench.table(
      "rfm.customers",
      """
      SELECT customer_id, 'autre' AS segment, '111' AS rfm_code, 1::BIGINT AS recency_days,
        count(DISTINCT order_id) FILTER (net_quantity > 0) AS frequency, sum(amount_net)::DECIMAL(18, 4) AS monetary
      FROM \(file) WHERE customer_id IS NOT NULL AND occurred_at < TIMESTAMP '\(asOf)'
      GROUP BY customer_id HAVING max(net_quantity) > 0
      """)
    let segments = try bench.table(
      "rfm.segments",
      "SELECT 'autre' AS segment, 1::BIGINT AS position, 2::BIGINT AS customers, 1::DECIMAL(18, 4) AS revenue, "
        + "1.0::DOUBLE AS revenue_share")
    let window = try bench.table(
      "features.window",
      """
      SELECT TIMESTAMP '\(asOf)' AS as_of, min(occurred_at) AS first_at, max(occurred_at) AS last_at, count(*) AS lines,
        0::BIGINT AS anonymous_lines,
        coalesce(sum(amount_net) FILTER (customer_id IS NULL), 0)::DECIMAL(38, 4) AS anonymous_revenue
      FROM \(file) WHERE occurred_at < TIMESTAMP '\(asOf)'
      """)
    _ = try bench.run(sql: "summary.sql", [lines, customers, segments, window])
    return bench
  }

  private func months(_ bench: StageBench) throws -> [String] {
    try bench.texts(
      """
      SELECT strftime(month, '%m'), revenue::DOUBLE, anonymous_revenue::DOUBLE, orders, customers, is_partial
      FROM {monthly} ORDER BY month
      """)
  }

  @Test("Months add up to the figures, also where returns of people who bought nothing were kept")
  func sums() throws {
    let bench = try run(asOf: "2024-03-31")
    #expect(
      try months(bench) == ["01 25.0 3.0 2 2 false", "02 -6.0 0.0 1 1 false", "03 9.0 0.0 1 1 true"])
    let figures = try bench.json(output: "figures")
    #expect(figures["revenue"]?.double == 28 && figures["revenue_total"]?.double == 31)
  }

  @Test("A month is over where the data go on after it, though its own last line came long before its end")
  func partial() throws {
    #expect(try months(run(asOf: "2024-02-01")).map { $0.hasSuffix("true") } == [false])
    #expect(try months(run(asOf: "2024-01-25")).map { $0.hasSuffix("true") } == [true])
    #expect(try months(run(asOf: "2024-03-01")).map { $0.hasSuffix("true") } == [false, false])
    #expect(try months(run(asOf: "2024-04-01")).map { $0.hasSuffix("true") } == [false, false, true])
  }
}
