import DuckDB
import Engines
import JSON
import PipelineModel
import Stages
import TestSupport
import Testing

@Suite("The clv stage") struct ClvStageTests {
  /// 1500 customers of 300 days. `often`: the share with a second purchase and more; 0 for none.
  private func inputs(_ bench: StageBench, often: Double, spend: Int = 10) throws -> [InputTable] {
    let lines = try bench.table(
      "clean_returns.lines",
      """
      SELECT 'c' || c AS customer_id, TIMESTAMP '2024-01-01' + to_days(CAST(d AS INTEGER)) AS occurred_at,
        1::BIGINT AS net_quantity, 1::DECIMAL(18, 4) AS unit_price,
        (\(spend) * (1 + hash(c) % 5 + hash(c, d) % 3))::DECIMAL(18, 4) AS amount_net
      FROM (
        SELECT c, hash(c, 1) % 200 AS d FROM range(1500) AS a(c)
        UNION ALL
        SELECT c, d FROM range(1500) AS a(c), range(300) AS b(d)
        WHERE d > hash(c, 1) % 200 AND hash(c, 2) % 1000 < \(Int(1000 * often))
          AND d < hash(c, 1) % 200 + hash(c, 3) % 250
          AND hash(c, d) % (15 + 10 * (hash(c, 4) % 12)) = 0
      )
      """)
    let window = try bench.table("features.window", "SELECT TIMESTAMP '2024-10-27' AS as_of")
    let customers = try bench.table(
      "features.customers",
      """
      SELECT customer_id, count(DISTINCT day) AS frequency, sum(amount_net)::DECIMAL(18, 4) AS monetary,
        count(DISTINCT day) - 1 AS repeat_count, max(day) - min(day) AS repeat_last_days,
        DATE '2024-10-27' - min(day) AS repeat_age_days,
        (sum(amount_net) FILTER (day > first))::DOUBLE / (count(DISTINCT day) - 1) AS repeat_mean_spend
      FROM (
        SELECT *, CAST(occurred_at AS DATE) AS day, min(CAST(occurred_at AS DATE)) OVER (PARTITION BY customer_id) AS first
        FROM '\(lines.files[0])'
      )
      GROUP BY customer_id
      """)
    return [lines, window, customers]
  }

  /// Values that a table must not hold.
  private func gaps(_ bench: StageBench) throws -> [String] {
    try bench.texts(
      """
      SELECT count(*) FROM {customers}
      WHERE expected_purchases_30d IS NULL OR expected_spend IS NULL OR clv IS NULL OR isnan(clv) OR isinf(clv)
        OR isnan(expected_purchases_365d) OR isnan(expected_spend) OR clv < 0
      """)
  }

  @Test("A model for customers who come back: forecasts, totals with an interval, calibration; the same on any threads")
  func model() throws {
    var digests: Set<[String]> = []
    for threads in [1, 3] {
      let bench = try StageBench()
      let made = try bench.run(
        ClvStage(), try inputs(bench, often: 0.7), ["clv.bootstrap": 20, "clv.retention": 0.6], threads: threads)
      digests.insert(made.sorted { $0.key < $1.key }.map(\.value.digest))
      if threads == 1 { continue }
      #expect(try gaps(bench) == ["0"])
      #expect(try bench.texts("SELECT DISTINCT method FROM {customers}") == ["bg_nbd"])
      #expect(
        try bench.texts(
          """
          SELECT bool_and(p_alive BETWEEN 0 AND 1), bool_and(expected_purchases_30d <= expected_purchases_90d),
            bool_and(expected_purchases_90d <= expected_purchases_365d), count(*) FROM {customers}
          """) == ["true true true 1500"])
      let model = try bench.json(output: "model")
      let totals = try #require(model["totals"])
      let clv = totals["clv"]?.double ?? .nan
      let low = totals["clv_low"]?.double ?? .nan
      let high = totals["clv_high"]?.double ?? .nan
      #expect(low < clv)
      #expect(clv < high)
      #expect(totals["resamples"]?.int == 20)
      #expect(model["reason"] == .null)
      #expect(model["purchases"]?["fit"]?["converged"]?.bool == true)
      #expect(model["spend"]?["model"]?.string == "gamma_gamma")
      let formula = try #require(model["formula"])
      let yearly = formula["yearly_value"]?.double ?? .nan
      let textbook: Double = yearly * 0.6 / (1 + 0.1 - 0.6)
      let written = formula["clv"]?.double ?? .nan
      #expect(abs(written - textbook) < 1e-9 * yearly)
      // The held-out quarter: every customer seen before it, in buckets.
      let held = try bench.texts("SELECT sum(customers), sum(actual), max(repeats) FROM {calibration}")
      let calibration = try #require(model["calibration"])
      let counted = ["customers", "actual"].map { "\(calibration[$0]?.int ?? -1)" }.joined(separator: " ")
      #expect(held == [counted + " 7"])
    }
    #expect(digests.count == 1)
  }

  @Test("Customers who hardly come back: the plain rate for all, with the reason, and no chance of being alive")
  func fallback() throws {
    let bench = try StageBench()
    _ = try bench.run(ClvStage(), try inputs(bench, often: 0.03))
    #expect(try gaps(bench) == ["0"])
    #expect(
      try bench.texts(
        "SELECT method, count(DISTINCT expected_purchases_90d), count(p_alive) FROM {customers} GROUP BY 1")
        == ["empirical 1 0"])
    let model = try bench.json(output: "model")
    #expect(model["method"]?.string == "empirical")
    #expect(model["reason"]?["en"]?.string?.contains("of 1500 customers") == true)
    #expect(model["reason"]?["fr"]?.string?.contains("1500 clients") == true)
    #expect(model["totals"]?["clv_low"] == .null)
    #expect(try bench.texts("SELECT count(*) FROM {calibration}") == ["0"])
  }

  @Test("All bought once, spend of nothing, one customer: figures without a gap")
  func degenerate() throws {
    let once = try StageBench()
    _ = try once.run(ClvStage(), try inputs(once, often: 0))
    #expect(try gaps(once) == ["0"])
    #expect(try once.json(output: "model")["totals"]?["clv"]?.double == 0)
    let free = try StageBench()
    _ = try free.run(ClvStage(), try inputs(free, often: 0.7, spend: 0), ["clv.bootstrap": 3])
    #expect(try gaps(free) == ["0"])
    let model = try free.json(output: "model")
    #expect(model["totals"]?["clv"]?.double == 0)
    #expect(model["spend"]?["model"]?.string == "mean")
    let one = try StageBench()
    let tables = try inputs(one, often: 0.7)
    let single = try one.table(
      "features.customers", "SELECT * FROM '\(tables[2].files[0])' ORDER BY repeat_count DESC, customer_id LIMIT 1")
    _ = try one.run(ClvStage(), [tables[0], tables[1], single])
    #expect(try gaps(one) == ["0"])
    #expect(try one.json(output: "model")["reason"]?["en"]?.string?.contains("1 of 1 customers") == true)
  }

  @Test("No customer is an error that says where to look")
  func nobody() throws {
    let bench = try StageBench()
    let tables = try inputs(bench, often: 0.5)
    let none = try bench.table("features.customers", "SELECT * FROM '\(tables[2].files[0])' WHERE false")
    #expect {
      _ = try bench.run(ClvStage(), [tables[0], tables[1], none])
    } throws: { ($0 as? StageFailure)?.message.contains("no customer") == true }
  }
}
