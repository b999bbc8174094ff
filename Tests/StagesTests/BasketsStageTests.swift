import DuckDB
import Engines
import JSON
import PipelineModel
import Stages
import TestSupport
import Testing

@Suite("The baskets and recommendations stages") struct BasketsStageTests {
  /// Orders o1 … o4 of customers a, b and nobody; P is no product, gifts and returned lines do not count.
  private func inputs(_ bench: StageBench) throws -> [InputTable] {
    let lines = try bench.table(
      "clean_returns.lines",
      """
      SELECT c AS customer_id, o AS order_id, TIMESTAMP '2024-01-01' AS occurred_at, p AS product_id,
        n AS product_name, q::BIGINT AS net_quantity, u::DECIMAL(18, 4) AS unit_price, p <> 'P' AS is_product
      FROM (VALUES ('a', 'o1', 'x', ' Cup ', 1, 1), ('a', 'o1', 'y', 'Plate', 1, 1), ('a', 'o1', 'x', 'Cup', 2, 1),
        ('b', 'o2', 'x', 'CUP', 1, 1), ('b', 'o2', 'P', 'POSTAGE', 1, 9), ('b', 'o2', 'y', NULL, 0, 1),
        (NULL, 'o3', 'x', 'Cup', 1, 1), (NULL, 'o3', 'y', 'Plate', 1, 1), (NULL, 'o3', 'z', '', 1, 1),
        ('b', 'o4', 'z', NULL, 1, 1), ('b', 'o4', 'y', 'Plate', 1, 0)) AS t(c, o, p, n, q, u)
      UNION ALL SELECT 'a', 'o5', TIMESTAMP '2024-02-01', 'y', 'Plate', 1, 1, true
      """)
    return [lines, try bench.table("features.window", "SELECT TIMESTAMP '2024-01-02' AS as_of")]
  }

  @Test("Rules over what was kept, names trimmed, and recommendations made of them")
  func small() throws {
    let bench = try StageBench()
    let tables = try inputs(bench)
    let made = try bench.run(BasketsStage(), tables, ["baskets.support": 0.5, "baskets.lift": 1])
    #expect(made["rules"]?.rows == 2)
    let rules = try bench.texts(
      """
      SELECT antecedent[1], consequent[1], antecedent_names[1], orders, antecedent_orders, consequent_orders, conviction
      FROM {rules} ORDER BY position
      """)
    #expect(rules == ["y x Plate 2 2 3 -", "x y Cup 2 3 2 1.5"])
    let shares = try bench.texts(
      "SELECT support = 0.5 AND lift = 4 / 3::DOUBLE AND confidence >= 2 / 3::DOUBLE FROM {rules}")
    #expect(shares == ["true", "true"])
    let products = try bench.texts("SELECT product_id, product_name, orders FROM {products} ORDER BY 1")
    #expect(products == ["x Cup 3", "y Plate 2", "z - 2"])
    #expect(try bench.json(output: "figures")["orders"]?.int == 4)

    let recommending = try StageBench()
    let files = try ["rules", "products"].map {
      try recommending.table("baskets.\($0)", "SELECT * FROM '\(bench.directory.path("stage/\($0).parquet"))'")
    }
    let customers = try recommending.table(
      "rfm.customers", "SELECT * FROM (VALUES ('a', 'champions'), ('b', 'champions')) AS t(customer_id, segment)")
    _ = try recommending.run(RecommendationsStage(), try inputs(recommending) + files + [customers])
    let offers = try recommending.texts(
      "SELECT customer_id, rank, product_id, source, round(confidence, 3) FROM {customers} ORDER BY 1, 2")
    #expect(offers == ["a 1 z segment 0.5", "b 1 y association 0.667"])
  }

  @Test("The same content for any number of threads, and a refusal that says how to mend it")
  func threadsAndRefusal() throws {
    var digests: Set<[String]> = []
    for threads in [1, 2, 3] {
      let bench = try StageBench()
      let made = try bench.run(
        BasketsStage(), try inputs(bench), ["baskets.support": 0.25, "baskets.lift": 0], threads: threads)
      digests.insert(made.sorted { $0.key < $1.key }.map(\.value.digest))
    }
    #expect(digests.count == 1)
    let bench = try StageBench()
    let tables = try inputs(bench)
    #expect {
      _ = try bench.run(BasketsStage(), tables, ["baskets.support": 0.01, "baskets.max_itemsets": 3])
    } throws: { error in
      (error as? StageFailure)?.mend?.contains("raise baskets.support") == true
    }
  }

  @Test("No line at all: no rule, no recommendation, no failure")
  func empty() throws {
    let bench = try StageBench()
    let tables = try inputs(bench)
    let none = try bench.table(
      "clean_returns.lines", "SELECT * FROM '\(tables[0].files[0])' WHERE customer_id = 'nobody'")
    let made = try bench.run(BasketsStage(), [none, tables[1]])
    #expect(made["rules"]?.rows == 0 && made["products"]?.rows == 0)
  }
}
