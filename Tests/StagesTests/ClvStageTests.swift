import Analytics
import DuckDB
import Engines
import Glibc
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
      SELECT 'c' || c AS customer_id, 'o' || c || '-' || d AS order_id, TIMESTAMP '2024-01-01' + to_days(CAST(d AS INTEGER)) AS occurred_at,
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
    return try inputs(bench, lines)
  }

  /// 1200 customers who buy and leave at any time, at rates of their own: as Pareto/NBD assumes.
  private func leavers(_ bench: StageBench) throws -> [InputTable] {
    var generator = SeededGenerator(seed: 23)
    func exponential() -> Double { -log(1 - generator.nextDouble()) }
    var csv = "customer,day\n"
    for customer in 0..<1200 {
      let first = Double(generator.nextBelow(100))
      let (rate, leaving) = ((exponential() + exponential()) / 60, exponential() / 120)
      let end = first + exponential() / leaving
      var time = first
      while time < min(end, 300) {
        csv += "\(customer),\(Int(time))\n"
        time += exponential() / rate
      }
    }
    let file = try bench.directory.write("leavers.csv", csv)
    return try inputs(
      bench,
      bench.table(
        "clean_returns.lines",
        """
        SELECT 'c' || customer AS customer_id, 'o' || customer || '-' || day AS order_id, TIMESTAMP '2024-01-01' + to_days(CAST(day AS INTEGER)) AS occurred_at,
          1::BIGINT AS net_quantity, 1::DECIMAL(18, 4) AS unit_price,
          (10 * (1 + hash(customer) % 5 + hash(customer, day) % 3))::DECIMAL(18, 4) AS amount_net
        FROM read_csv('\(file)')
        """))
  }

  private func inputs(_ bench: StageBench, _ lines: InputTable) throws -> [InputTable] {
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

  @Test("An order that goes past midnight is one purchase where the model is tested, as where it is fitted")
  func nightOrders() throws {
    let (day, night) = (try StageBench(), try StageBench())
    let tables = try inputs(day, often: 0.5)
    _ = try day.run(ClvStage(), tables, ["clv.bootstrap": 0])
    var late = try inputs(night, often: 0.5)
    late[0] = try night.table(
      "clean_returns.lines",
      """
      SELECT * FROM '\(tables[0].files[0])'
      UNION ALL SELECT * REPLACE (occurred_at + INTERVAL 25 HOUR AS occurred_at) FROM '\(tables[0].files[0])'
      """)
    _ = try night.run(ClvStage(), late, ["clv.bootstrap": 0])
    let wanted = try day.texts("SELECT * FROM {calibration} ORDER BY ALL")
    #expect(wanted.count == 8)
    #expect(try night.texts("SELECT * FROM {calibration} ORDER BY ALL") == wanted)
  }

  @Test(
    "A model that is not used, or that the first part does not bear, is not tested; nothing is where nothing is held out"
  )
  func untested() throws {
    let bench = try StageBench()
    // Everybody buys every tenth day: any rate as sure fits as well.
    let lines = try bench.table(
      "clean_returns.lines",
      """
      SELECT 'c' || c AS customer_id, 'o' || c || '-' || d AS order_id,
        TIMESTAMP '2024-01-01' + to_days(CAST(10 * d AS INTEGER)) AS occurred_at, 1::BIGINT AS net_quantity,
        1::DECIMAL(18, 4) AS unit_price, (10 + hash(c, d) % 9)::DECIMAL(18, 4) AS amount_net
      FROM range(200) AS a(c), range(29) AS b(d)
      """)
    _ = try bench.run(ClvStage(), try inputs(bench, lines), ["clv.bootstrap": 0])
    #expect(try bench.json(output: "model")["method"]?.string == "empirical")
    #expect(try bench.texts("SELECT count(*) FROM {calibration}") == ["0"])
    let without = try StageBench()
    _ = try without.run(ClvStage(), try inputs(without, often: 0.7), ["clv.bootstrap": 0, "clv.holdout": 0])
    #expect(try without.json(output: "model")["calibration"] == .null)
    #expect(try without.texts("SELECT count(*) FROM {calibration}") == ["0"])
  }

  private struct NotANumber: Error { let value: Value }

  @Test("Pareto/NBD where the config asks for it: the figures are those of the model fitted to the same histories")
  func pareto() throws {
    let bench = try StageBench()
    let tables = try leavers(bench)
    _ = try bench.run(ClvStage(), tables, ["clv.model": "pareto_nbd", "clv.bootstrap": 3])
    #expect(try gaps(bench) == ["0"])
    #expect(try bench.texts("SELECT DISTINCT method FROM {customers}") == ["pareto_nbd"])
    let rows = try bench.rows(
      """
      SELECT repeat_count::BIGINT, repeat_last_days::BIGINT, repeat_age_days::BIGINT, p_alive, expected_purchases_90d
      FROM {customers} JOIN '\(tables[2].files[0])' USING (customer_id) ORDER BY customer_id
      """)
    try #require(rows.count == 1200)
    func days(_ column: Int) throws -> [Int64] {
      try rows.map { row in
        guard case .int(let days) = row[column] else { throw NotANumber(value: row[column]) }
        return days
      }
    }
    func number(_ value: Value) throws -> Double {
      guard case .double(let number) = value else { throw NotANumber(value: value) }
      return number
    }
    let (repeats, last, age) = (try days(0), try days(1), try days(2))
    let json = try bench.json(output: "model")
    let unit = try #require(json["unit_days"]?.double)
    let history = try RepeatHistory(repeats: repeats, lastDays: last, ageDays: age, unitDays: unit)
    let (model, report) = try ParetoModel.fit(history)
    let purchases = try #require(json["purchases"])
    #expect(purchases["model"]?.string == "pareto_nbd")
    #expect(purchases["fit"]?["converged"]?.bool == true)
    for (name, value) in [
      ("r", model.r), ("alpha", model.alpha), ("s", model.s), ("beta", model.beta),
    ] {
      let written = try #require(purchases[name]?.double)
      #expect(abs(written / value - 1) < 1e-9, "\(name)")
    }
    let written = try #require(purchases["fit"]?["log_likelihood"]?.double)
    #expect(abs(written / report.logLikelihood - 1) < 1e-12)
    for (index, row) in rows.enumerated() {
      let (x, t, end) = (Double(repeats[index]), Double(last[index]) / unit, Double(age[index]) / unit)
      let (alive, expected) = (try number(row[3]), try number(row[4]))
      #expect(abs(alive - model.alive(repeats: x, lastAt: t, age: end)) < 1e-9)
      let forecast = model.expectedPurchases(in: 90 / unit, repeats: x, lastAt: t, age: end)
      #expect(abs(expected - forecast) < 1e-9 * max(1, forecast))
    }
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
