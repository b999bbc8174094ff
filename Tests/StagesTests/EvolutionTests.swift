import DuckDB
import Engines
import JSON
import PipelineModel
import TestSupport
import Testing

@Suite("The evolution stage") struct EvolutionTests {
  private let asOf = "2024-11-20 12:00:00"

  private func parameters(_ method: String) -> [String: JSON] {
    let rules = SegmentGrid.rules("seed_six", bins: 5) ?? []
    return [
      "rfm.method": .string(method), "rfm.cut_points.recency": [20, 60, 120, 200],
      "rfm.grid": .array(rules.enumerated().map { $1.row(position: $0 + 1, bins: 5) }),
    ]
  }

  /// 300 customers who buy now and then from February to November; some orders are returned whole.
  private func run(_ method: String) throws -> StageBench {
    let bench = try StageBench()
    let lines = try bench.table(
      "clean_returns.lines",
      """
      SELECT CAST(c AS VARCHAR) AS customer_id, 'o' || c || '-' || d AS order_id,
        TIMESTAMP '2024-02-10 09:00:00' + to_days(CAST(d AS INTEGER)) AS occurred_at,
        CASE WHEN hash(c, d, 7) % 20 = 0 THEN 0 ELSE 1 END::BIGINT AS net_quantity, 1::DECIMAL(18, 4) AS unit_price,
        CASE WHEN hash(c, d, 7) % 20 = 0 THEN 0 ELSE 1 + hash(c, d) % 90 END::DECIMAL(18, 4) AS amount_net
      FROM range(300) AS a(c), range(284) AS b(d)
      WHERE hash(c, d) % (10 + 10 * (hash(c, 4) % 12)) = 0
      """)
    let window = try bench.table("features.window", "SELECT TIMESTAMP '\(asOf)' AS as_of")
    let features = try bench.table(
      "features.customers",
      """
      SELECT customer_id, datesub('day', max(occurred_at), TIMESTAMP '\(asOf)') AS recency_days,
        count(DISTINCT order_id) AS frequency, sum(amount_net)::DECIMAL(18, 4) AS monetary
      FROM '\(lines.files[0])' WHERE net_quantity > 0 GROUP BY customer_id
      """)
    _ = try bench.run(sql: "evolution.sql", [lines, window], parameters(method))
    _ = try bench.run(sql: "rfm.sql", [features], parameters(method))
    return bench
  }

  @Test(
    "The last instant has the segments of rfm, however scores are cut",
    arguments: ["quantile", "compat_rank_first", "custom"])
  func last(method: String) throws {
    let bench = try run(method)
    let scored = try bench.texts(
      "SELECT segment, count(*), sum(monetary)::BIGINT FROM {customers} GROUP BY 1 ORDER BY 1")
    let again = try bench.texts(
      """
      SELECT to_segment, sum(customers), sum(revenue)::BIGINT FROM {migrations}
      WHERE to_time = TIMESTAMP '\(asOf)' GROUP BY 1 ORDER BY 1
      """)
    #expect(scored.count > 3)
    #expect(scored == again)
  }

  @Test("An instant for every quarter's end and one for as_of; nobody is lost on the way, and revenue adds up")
  func books() throws {
    let bench = try run("quantile")
    let instants = try bench.texts("SELECT DISTINCT strftime(to_time, '%Y-%m-%d') FROM {migrations} ORDER BY 1")
    #expect(instants == ["2024-07-01", "2024-10-01", "2024-11-20"])
    let lost = try bench.texts(
      """
      SELECT count(*) FROM (
        SELECT to_time AS t, to_segment AS s, sum(customers) AS n FROM {migrations} GROUP BY ALL
      ) AS a JOIN (
        SELECT from_time AS t, from_segment AS s, sum(customers) AS n FROM {migrations} WHERE from_segment IS NOT NULL
        GROUP BY ALL
      ) AS b ON a.t = b.t AND a.s = b.s WHERE a.n <> b.n
      """)
    #expect(lost == ["0"])
    let first = "SELECT sum(amount_net) FROM '\(bench.directory.path("clean_returns.lines.parquet"))'"
    let missing = try bench.texts(
      """
      SELECT (\(first)) - (\(first) WHERE occurred_at < TIMESTAMP '2024-04-01')
        - (SELECT sum(period_revenue) FROM {migrations}) = 0
      """)
    #expect(missing == ["true"])
    let curve = try bench.texts(
      """
      SELECT count(*), bool_and(revenue_share >= customer_percent / 100 - 1e-9), max(customer_percent), max(revenue_share) = 1
      FROM {concentration}
      """)
    #expect(curve == ["100 true 100 true"])
  }
}
