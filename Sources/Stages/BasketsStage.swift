internal import Analytics
internal import DuckDB
internal import Engines
internal import JSON
public import PipelineModel

/// Finds which products are bought together, in all orders.
public struct BasketsStage: NativeStage {
  /// What the config may say of it.
  public static let kind = StageKind(
    name: "baskets", codeVersion: 2, outputs: ["rules", "itemsets", "products", "figures"],
    parameters: ["baskets"], requiredInputs: ["lines", "window"])

  /// Makes the stage.
  public init() {}

  /// Reads every order's products, and writes the sets and rules with the products' names.
  public func run(_ context: StageContext) throws -> [String: OutputManifest] {
    let session = try context.session()
    context.control.report(.init(step: "reading orders"))
    let products = try Self.readProducts(context, session)
    let options = try Self.options(context)
    let control = context.control
    let table: BasketTable
    let frequent: FrequentItemsets
    let rules: [AssociationRule]
    do {
      table = try Self.readTable(products: products.ids.count, session)
      control.report(.init(step: "mining"))
      frequent = try FrequentItemsets.mine(table, options, isCancelled: { control.isCancelled })
      rules = try AssociationRules.derive(
        from: frequent, minimumConfidence: try context.number("baskets.confidence"),
        minimumLift: try context.number("baskets.lift"), maximumCount: Self.rulesPerItemset * options.maximumCount,
        isCancelled: { control.isCancelled })
    } catch let error as AnalyticsError {
      throw StageFailure(
        error.message, cause: .usage,
        mend:
          "raise baskets.support (now \(options.support)), baskets.confidence or baskets.lift, lower baskets.max_items, or raise baskets.max_itemsets"
      )
    } catch is CancellationError {
      throw StageFailure("stopped", cause: .cancelled)
    }
    control.report(.init(step: "writing"))
    return [
      "rules": try writeRules(rules, products, session),
      "itemsets": try writeItemsets(frequent, products, session),
      "products": try writeProducts(table, products, session),
      "figures": try DuckDBSession.write(
        Self.figures(table, frequent, rules.count, options), "figures", in: context.folder),
    ]
  }

  /// A set of two gives two rules, one of six sixty-two: with so many a set there is nothing to be read from them.
  private static let rulesPerItemset = 5

  private static func options(_ context: StageContext) throws -> ItemsetOptions {
    var options = ItemsetOptions(support: try context.number("baskets.support"))
    options.minimumOrders = try context.integer("baskets.min_orders")
    options.maximumSize = try context.integer("baskets.max_items")
    options.maximumCount = try context.integer("baskets.max_itemsets")
    options.threads = context.threads
    return options
  }

  // MARK: - Input

  private struct Products {
    var ids: [String]
    var names: [String?]
  }

  /// Makes the views `kept` and `product_numbers`, and reads the latter in the order of ids.
  private static func readProducts(_ context: StageContext, _ session: DuckDBSession) throws -> Products {
    guard let lines = try context.table("lines", having: "net_quantity", session),
      let window = try context.table("window", having: "as_of", session)
    else { throw StageFailure("an input is missing: the stage reads cleaned lines and the window of the features") }
    try session.execute(
      """
      CREATE TEMP VIEW kept AS
      SELECT order_id, product_id, product_name FROM \(SQL.quoteIdentifier(lines.view))
      WHERE is_product AND net_quantity > 0 AND unit_price > 0 AND order_id IS NOT NULL AND product_id IS NOT NULL
        AND occurred_at < (SELECT as_of FROM \(SQL.quoteIdentifier(window.view)));
      CREATE TEMP TABLE product_names AS
      SELECT product_id, nullif(trim(product_name), '') AS product_name, sum(lines) AS lines
      FROM (SELECT product_id, product_name, count(*) AS lines FROM kept GROUP BY product_id, product_name)
      GROUP BY 1, 2;
      CREATE TEMP TABLE product_numbers AS
      SELECT product_id, product_name, CAST(row_number() OVER (ORDER BY product_id) - 1 AS INTEGER) AS number
      FROM (
        SELECT product_id, product_name, row_number() OVER (
          PARTITION BY product_id ORDER BY product_name IS NULL, lines DESC, product_name) AS place
        FROM product_names
      )
      WHERE place = 1
      """)
    let (ids, names) = try session.execute("SELECT product_id, product_name FROM product_numbers ORDER BY number")
      .columns(String.self, String?.self)
    return Products(ids: ids, names: names)
  }

  /// Numbers orders in any order, which changes no count, and products by their ids.
  private static func readTable(products: Int, _ session: DuckDBSession) throws -> BasketTable {
    try session.execute(
      """
      CREATE TEMP TABLE order_numbers AS
      SELECT order_id, CAST(row_number() OVER () - 1 AS INTEGER) AS number
      FROM (SELECT DISTINCT order_id FROM kept)
      """)
    let orders = try session.execute("SELECT count(*) FROM order_numbers").scalar(Int64.self)
    let (order, item) = try session.execute(
      """
      SELECT o.number, p.number
      FROM kept AS l
      JOIN order_numbers AS o ON o.order_id = l.order_id
      JOIN product_numbers AS p ON p.product_id = l.product_id
      """
    ).columns(Int32.self, Int32.self)
    return try BasketTable(orderCount: Int(orders), itemCount: products, order: order, item: item)
  }

  // MARK: - Outputs

  private func writeRules(
    _ rules: [AssociationRule], _ products: Products, _ session: DuckDBSession
  ) throws -> OutputManifest {
    try session.export(
      "rules",
      columns: [
        ("position", "BIGINT"), ("antecedent", "VARCHAR[]"), ("consequent", "VARCHAR[]"), ("support", "DOUBLE"),
        ("confidence", "DOUBLE"), ("lift", "DOUBLE"), ("leverage", "DOUBLE"), ("conviction", "DOUBLE"),
        ("zhang", "DOUBLE"), ("orders", "BIGINT"), ("antecedent_orders", "BIGINT"), ("consequent_orders", "BIGINT"),
        ("antecedent_names", "VARCHAR[]"), ("consequent_names", "VARCHAR[]"),
      ], isOrdered: true,
      rules.indices.map { Int64($0 + 1) }, rules.map { $0.antecedent.map { products.ids[Int($0)] } },
      rules.map { $0.consequent.map { products.ids[Int($0)] } }, rules.map(\.support), rules.map(\.confidence),
      rules.map(\.lift), rules.map(\.leverage), rules.map(\.conviction), rules.map(\.zhang),
      rules.map { Int64($0.count) }, rules.map { Int64($0.antecedentCount) },
      rules.map { Int64($0.consequentCount) }, rules.map { Self.names($0.antecedent, products) },
      rules.map { Self.names($0.consequent, products) })
  }

  private func writeItemsets(
    _ frequent: FrequentItemsets, _ products: Products, _ session: DuckDBSession
  ) throws -> OutputManifest {
    let rows = frequent.itemsets
    return try session.export(
      "itemsets",
      columns: [
        ("items", "VARCHAR[]"), ("names", "VARCHAR[]"), ("size", "INTEGER"), ("orders", "BIGINT"),
        ("support", "DOUBLE"),
      ], isOrdered: true,
      rows.map { $0.items.map { products.ids[Int($0)] } }, rows.map { Self.names($0.items, products) },
      rows.map { Int32($0.items.count) }, rows.map { Int64($0.count) },
      rows.map { Double($0.count) / Double(frequent.orderCount) })
  }

  private func writeProducts(
    _ table: BasketTable, _ products: Products, _ session: DuckDBSession
  ) throws -> OutputManifest {
    try session.export(
      "products",
      columns: [
        ("product_id", "VARCHAR"), ("product_name", "VARCHAR"), ("orders", "BIGINT"), ("support", "DOUBLE"),
      ], isOrdered: true,
      products.ids, products.names, table.supports.map { Int64($0) },
      table.supports.map { Double($0) / Double(max(table.orderCount, 1)) })
  }

  /// The products' names; the id where a product has none.
  private static func names(_ items: [Int32], _ products: Products) -> [String] {
    items.map { products.names[Int($0)] ?? products.ids[Int($0)] }
  }

  private static func figures(
    _ table: BasketTable, _ frequent: FrequentItemsets, _ rules: Int, _ options: ItemsetOptions
  ) -> JSON {
    let sizes = (1...options.maximumSize).map { size in frequent.itemsets.filter { $0.items.count == size }.count }
    let products = table.supports.reduce(0, +)
    return [
      "orders": .int(table.orderCount),
      "products": .int(table.supports.count),
      "largest_order": .int(table.largestOrder),
      "mean_products": table.orderCount > 0 ? .double(Double(products) / Double(table.orderCount)) : .null,
      "minimum_orders": .int(frequent.minimumCount),
      "itemsets": .int(frequent.itemsets.count),
      "itemsets_by_size": .array(sizes.map { .int($0) }),
      "rules": .int(rules),
    ]
  }
}
