import DuckDB
import Engines
import JSON
import PipelineModel
import Stages
import TestSupport
import Testing

@Suite("The scenarios stage") struct ScenariosStageTests {
  /// January: a buys in three months, b in one; February: c in one. April is not over.
  private func run(_ scenarios: JSON) throws -> StageBench {
    let bench = try StageBench()
    let lines = try bench.table(
      "clean_returns.lines",
      """
      SELECT c AS customer_id, CAST(d AS TIMESTAMP) AS occurred_at, 1::BIGINT AS net_quantity,
        1::DECIMAL(18, 4) AS unit_price, x::DECIMAL(18, 4) AS amount_net
      FROM (VALUES ('a', '2024-01-05', 10), ('a', '2024-02-06', 20), ('a', '2024-03-07', 30), ('b', '2024-01-08', 40),
        ('c', '2024-02-09', 50), ('c', '2024-04-10', 60)) AS t(c, d, x)
      """)
    let window = try bench.table("features.window", "SELECT TIMESTAMP '2024-04-11' AS as_of")
    let features = try bench.table(
      "features.customers",
      """
      SELECT customer_id, min(occurred_at) AS first_order_at, sum(amount_net)::DECIMAL(18, 4) AS monetary
      FROM '\(lines.files[0])' GROUP BY customer_id
      """)
    let scored = try bench.table(
      "rfm.customers",
      "SELECT * FROM (VALUES ('a', 'champions'), ('b', 'autre'), ('c', 'autre')) AS t(customer_id, segment)")
    let cohorts = try StageBench()
    _ = try cohorts.run(sql: "cohorts.sql", [lines, features, window])
    let retention = try bench.table(
      "cohorts.retention", "SELECT * FROM '\(cohorts.directory.path("stage/retention.parquet"))'")
    _ = try bench.run(ScenariosStage(), [lines, window, features, scored, retention], ["scenarios.list": scenarios])
    return bench
  }

  @Test("Baselines of all customers, of segments and of cohorts, over months that are over")
  func baselines() throws {
    let bench = try run([])
    #expect(
      try bench.texts(
        """
        SELECT target_kind, target, customers, revenue::INTEGER, retention::DECIMAL(18, 4), clv::DECIMAL(18, 2), months
        FROM {baselines} ORDER BY 1, 2
        """) == [
          // Age 0: 100 over 3; age 1: a of 3 (20); age 2: a of January's 2 (30).
          "all  3 210 0.3333 55.00 3", "cohort 2024-01 2 100 0.5000 50.00 3",
          "cohort 2024-02 1 110 0.0000 50.00 2", "segment autre 2 150 0.0000 45.00 3",
          "segment champions 1 60 1.0000 60.00 3",
        ])
    #expect(try bench.texts("SELECT count(*) FROM {results}") == ["0"])
  }

  @Test("Each scenario's revenue, value and retention: baseline, value, difference")
  func results() throws {
    let bench = try run([
      ["name": "more", "retention": 50, "discount": 10], ["name": "dear", "margin": 10, "segment": "champions"],
      ["name": "old", "retention": -100, "cohort": "2024-01"], ["name": "typo", "segment": "champion"],
      ["name": "still", "retention": 20, "segment": "autre"],
    ])
    func rows(_ name: String) throws -> [String] {
      try bench.texts(
        """
        SELECT measure, baseline::DECIMAL(18, 2), value::DECIMAL(18, 2), difference::DECIMAL(18, 2), note IS NOT NULL
        FROM {results} WHERE scenario = '\(name)' ORDER BY measure
        """)
    }
    #expect(
      try rows("more") == [
        // 33.33 + 1/2 of 20 + 3/4 of 30, at nine tenths of the price.
        "clv 55.00 59.25 4.25 false", "retention 0.33 0.50 0.17 false", "revenue 210.00 283.50 73.50 false",
      ])
    #expect(
      try rows("dear") == [
        "clv 60.00 66.00 6.00 false", "retention 1.00 1.00 0.00 false", "revenue 60.00 66.00 6.00 false",
      ])
    #expect(
      try rows("old") == [
        "clv 50.00 25.00 -25.00 false", "retention 0.50 0.00 -0.50 false", "revenue 100.00 0.00 -100.00 false",
      ])
    #expect(try rows("typo") == ["clv - - - true", "retention - - - true", "revenue - - - true"])
    #expect(try rows("still").last == "revenue 150.00 150.00 0.00 true")
  }
}
