import Analytics
import DuckDB
import Engines
import PipelineModel
import Stages
import TestSupport
import Testing

@Suite("Features of past instants") struct StudyFeatureTests {
  private let names = [
    "recency_days", "frequency", "monetary", "category_share_1", "category_share_4", "category_share_other",
    "cash_share",
    "country=France", "country=Spain", "region=North", "mean_review_score",
  ]

  /// Lines as `clean_returns` writes them: 60 customers, nine categories and ways of paying with gaps, moving house.
  private func lines(_ bench: StageBench) throws -> InputTable {
    try bench.table(
      "clean_returns.lines",
      """
      SELECT 'c' || (h % 60) AS customer_id, 'o' || (i // 3) || '-' || (h % 60) AS order_id, i AS line_no,
        TIMESTAMP '2024-01-01' + to_hours(CAST(h2 % 7000 AS INTEGER)) AS occurred_at, 'p' || (h2 % 40) AS product_id,
        CASE WHEN h2 % 11 < 9 THEN 'cat' || (h2 % 11) END AS category,
        (1 + h2 % 4)::BIGINT AS quantity, (h % 13)::DECIMAL(18, 4) AS unit_price,
        ((1 + h2 % 4) * (h % 13))::DECIMAL(38, 4) AS amount, false AS is_return, h2 % 40 > 3 AS is_product,
        CASE h2 % 5 WHEN 0 THEN 'Cash' WHEN 1 THEN 'boleto' WHEN 2 THEN 'card' WHEN 3 THEN 'transfer' END
          AS payment_method,
        NULL::INTEGER AS payment_installments,
        CASE h3 % 4 WHEN 0 THEN 'France' WHEN 1 THEN 'Spain' WHEN 2 THEN 'Italy' END AS country,
        CASE h3 % 3 WHEN 0 THEN 'North' WHEN 1 THEN 'South' END AS region,
        CASE WHEN h2 % 3 > 0 THEN (1 + (i // 3) % 5)::DOUBLE END AS review_score, NULL::DOUBLE AS delivery_days,
        (1 + h2 % 4)::BIGINT AS net_quantity, ((1 + h2 % 4) * (h % 13))::DECIMAL(38, 4) AS amount_net
      FROM (SELECT i, hash(i) >> 8 AS h, hash(i, 1) >> 8 AS h2, hash(i % 97, 2) >> 8 AS h3 FROM range(900) AS t(i))
      """)
  }

  @Test(
    "As of the end they are what the features' stage gives, categories, cash and places included",
    arguments: [[], ["items", "distinct_products"]])
  func equalToTheStage(_ more: [String]) throws {
    let names = names + more
    let bench = try StageBench()
    let table = try lines(bench)
    _ = try bench.run(sql: "features.sql", [table])
    let shown = names.map { name in
      let sign = name.split(separator: "=")
      return sign.count == 2 ? "(\(sign[0]) IS NOT DISTINCT FROM '\(sign[1])')::INT::DOUBLE" : "\(name)::DOUBLE"
    }
    let expected = try bench.rows(
      "SELECT \(shown.joined(separator: ", ")) FROM {customers} ORDER BY customer_id")
    let asOf = try bench.rows("SELECT epoch_us(as_of) FROM {window}")
    guard case .int(let instant) = try #require(asOf.first?.first) else {
      Issue.record("as_of is no instant")
      return
    }
    let (history, features, isSampled) = try read(bench, table, instant, names)
    #expect(!isSampled)
    let snapshot = try history.features(features, at: [instant])[0]
    #expect(expected.count == snapshot.customers.count && expected.count > 50)
    for (row, values) in expected.enumerated() {
      for (column, value) in values.enumerated() {
        // The median fills in what the stage leaves empty.
        guard case .double(let number) = value else { continue }
        #expect(abs(snapshot.values[row, column] - number) < 1e-9, "\(names[column]) of row \(row)")
      }
    }
    // All kinds of values were met.
    for column in 3..<10 { #expect(Set(snapshot.values.column(column)).count > 1, "\(names[column])") }
  }

  /// Reads the study's features in a session of its own.
  private func read(
    _ bench: StageBench, _ table: InputTable, _ instant: Int64, _ names: [String]? = nil, limit: Int = .max
  ) throws -> (history: PurchaseHistory, features: [StudyFeature], isSampled: Bool) {
    let session = try DuckDBSession(
      folder: bench.directory.path("stage"), databases: DatabasePool(EngineLimits(threads: 2)), control: JobControl())
    try session.add(table)
    try session.seal()
    return try StudyFeatures.read(names ?? self.names, view: table.view, asOf: instant, limit: limit, session)
  }

  @Test(
    "Of more customers than the limit so many are drawn, always the same, with the features that they have among all")
  func drawn() throws {
    let bench = try StageBench()
    let table = try lines(bench)
    let instant: Int64 = 1_893_456_000_000_000
    let all = try read(bench, table, instant)
    let whole = try all.history.features(all.features, at: [instant])[0]
    let rows = Set((0..<whole.customers.count).map { Array(whole.values.row($0)) })
    let draws = try (0..<2).map { _ in
      let (history, features, isSampled) = try read(bench, table, instant, limit: 20)
      #expect(isSampled && history.customerCount == 20)
      return try history.features(features, at: [instant])[0]
    }
    #expect(draws[0].values == draws[1].values)
    // The median that fills in for the missing is that of those drawn: only customers without gaps are compared.
    let complete = (0..<draws[0].customers.count).filter { rows.contains(Array(draws[0].values.row($0))) }
    #expect(complete.count >= 10, "\(complete.count)")
    #expect(try !read(bench, table, instant, limit: all.history.customerCount).isSampled)
  }
}
