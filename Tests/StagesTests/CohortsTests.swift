import DuckDB
import Engines
import JSON
import TestSupport
import Testing

/// Counted by hand on nine orders of four customers; the data end on 20 April, so April is masked.
@Suite("The cohorts stage") struct CohortsTests {
  private let orders: [(customer: String, at: String, amount: Double)] = [
    ("a", "2024-01-05 10:00:00", 10), ("a", "2024-01-25 10:00:00", 5), ("a", "2024-02-01 00:00:00", 20),
    ("a", "2024-03-31 23:59:59", 40), ("b", "2024-01-31 23:00:00", 100), ("b", "2024-03-02 08:00:00", 7),
    ("c", "2024-02-29 12:00:00", 60), ("c", "2024-04-19 12:00:00", 1), ("d", "2024-04-20 12:00:00", 9),
  ]

  private func run(
    asOf: String = "2024-04-21 12:00:00", keeping: (String) -> Bool = { _ in true }
  ) throws -> StageBench {
    let bench = try StageBench()
    let kept = orders.filter { keeping($0.at) }
    let rows = kept.map { "('\($0.customer)', TIMESTAMP '\($0.at)', \($0.amount))" }.joined(separator: ", ")
    let lines = try bench.table(
      "clean_returns.lines",
      """
      SELECT c AS customer_id, moment AS occurred_at, 1::BIGINT AS net_quantity, x::DECIMAL(18, 4) AS unit_price,
        x::DECIMAL(18, 4) AS amount_net
      FROM (VALUES \(kept.isEmpty ? "('', TIMESTAMP '2024-01-01', 0)" : rows)) AS t(c, moment, x) WHERE c <> ''
      """)
    let customers = try bench.table(
      "features.customers",
      """
      SELECT customer_id, min(occurred_at) AS first_order_at FROM \(SQL.quoteLiteral(lines.files[0]))
      WHERE occurred_at < TIMESTAMP '\(asOf)' GROUP BY customer_id
      """)
    let window = try bench.table("features.window", "SELECT TIMESTAMP '\(asOf)' AS as_of")
    _ = try bench.run(sql: "cohorts.sql", [lines, customers, window])
    return bench
  }

  private func cells(_ bench: StageBench) throws -> [String] {
    try bench.rows(
      """
      SELECT concat_ws(' ', strftime(cohort, '%m'), age_months, size, coalesce(active::VARCHAR, '-'),
        coalesce(revenue::DOUBLE::VARCHAR, '-'), coalesce(cumulative_revenue::DOUBLE::VARCHAR, '-'), masked)
      FROM {retention} ORDER BY cohort, age_months
      """
    ).compactMap { if case .string(let text) = $0[0] { text } else { nil } }
  }

  @Test("Active customers, revenue and running revenue of every cohort and age; what is not over is masked")
  func retention() throws {
    let bench = try run()
    #expect(
      try cells(bench) == [
        "01 0 2 2 115.0 115.0 false", "01 1 2 1 20.0 135.0 false", "01 2 2 2 47.0 182.0 false",
        "01 3 2 - - - true",
        "02 0 1 1 60.0 60.0 false", "02 1 1 0 0.0 60.0 false", "02 2 1 - - - true", "02 3 1 - - - true",
        "04 0 1 - - - true", "04 1 1 - - - true", "04 2 1 - - - true", "04 3 1 - - - true",
      ])
    let shares = try bench.rows("SELECT retention FROM {retention} WHERE NOT masked ORDER BY cohort, age_months")
    #expect(shares == [1, 0.5, 1, 1, 0].map { [.double($0)] })
  }

  @Test("Pooled figures are sums over sums of the cohorts that are old enough")
  func pooled() throws {
    let bench = try run()
    let curve = try bench.rows(
      "SELECT age_months, cohorts, size, active, revenue_per_customer, cumulative_revenue_per_customer FROM {curve} ORDER BY 1"
    )
    #expect(curve.count == 3)
    // Age 0: 175 over 3 customers; age 1: 20 over 3; age 2: January's 47 over 2.
    #expect(curve[1].prefix(4) == [.int(1), .int(2), .int(3), .int(1)])
    let kpis = try bench.json(output: "kpis")
    #expect(kpis["m1_retention"]?.double == 1.0 / 3)
    #expect(kpis["m3_retention"] == .null && kpis["m3_size"]?.int == 0)
    #expect(abs((kpis["empirical_clv"]?.double ?? 0) - (175.0 / 3 + 20.0 / 3 + 47.0 / 2)) < 1e-7)
    #expect(kpis["empirical_clv_months"]?.int == 2 && kpis["customers"]?.int == 4)
    // Until 21 April noon only a has been known for 90 days, and all but its order of 31 March fall into them.
    #expect(kpis["customers_90d"]?.int == 1 && kpis["revenue_90d_per_customer"]?.double == 75)
  }

  @Test("A month counts once it is over: on its last day, or when as_of says so; never past the last line")
  func ends() throws {
    // The last line is of 31 March: March is over, and April holds nothing.
    #expect(try cells(run(keeping: { $0 < "2024-04" })).allSatisfy { !$0.hasPrefix("01 3") })
    let march = try cells(run(asOf: "2030-01-01 00:00:00", keeping: { $0 < "2024-04" }))
    #expect(march.filter { $0.hasSuffix("false") } == (try cells(run())).filter { $0.hasSuffix("false") })
    // The data go on past as_of: February is over, though its last line is of the first.
    let quiet = try cells(run(asOf: "2024-03-01 00:00:00", keeping: { $0 != "2024-02-29 12:00:00" }))
    #expect(quiet.filter { $0.hasSuffix("false") } == ["01 0 2 2 115.0 115.0 false", "01 1 2 1 20.0 135.0 false"])
    // As of 1 March nothing later is known.
    let early = try cells(run(asOf: "2024-03-01 00:00:00"))
    #expect(
      early.filter { $0.hasSuffix("false") } == [
        "01 0 2 2 115.0 115.0 false", "01 1 2 1 20.0 135.0 false", "02 0 1 1 60.0 60.0 false",
      ])
  }

  @Test("Without any line there is no cohort, and every figure is empty")
  func empty() throws {
    let bench = try run(keeping: { _ in false })
    #expect(try cells(bench).isEmpty)
    let kpis = try bench.json(output: "kpis")
    #expect(kpis["customers"]?.int == 0 || kpis["customers"] == .null)
    #expect(kpis["m1_retention"] == .null && kpis["revenue_90d_per_customer"] == .null)
  }
}
