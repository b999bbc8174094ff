internal import Analytics
internal import DuckDB
internal import Engines
public import PipelineModel

/// Recommends products to every customer.
public struct RecommendationsStage: NativeStage {
  /// What the config may say of it.
  public static let kind = StageKind(
    name: "recommendations", codeVersion: 1, outputs: ["customers"], parameters: ["recommendations"],
    requiredInputs: ["lines", "window", "customers", "rules", "products"])

  /// Makes the stage.
  public init() {}

  /// Matches rules with what each customer bought, and fills up with best sellers of the segment.
  public func run(_ context: StageContext) throws -> [String: OutputManifest] {
    let session = try context.session()
    guard let customers = try context.table("customers", having: "segment", session),
      let products = try context.table("products", having: "product_name", session)
    else { throw StageFailure("an input is missing: the stage reads customers with their segment, and products") }
    context.control.report(.init(step: "reading purchases"))
    try session.execute(
      """
      CREATE TEMP TABLE customer_numbers AS
      SELECT customer_id, segment, CAST(row_number() OVER (ORDER BY customer_id) - 1 AS INTEGER) AS number,
        CAST(dense_rank() OVER (ORDER BY segment) - 1 AS INTEGER) AS segment_number
      FROM \(SQL.quoteIdentifier(customers.view));
      CREATE TEMP TABLE product_numbers AS
      SELECT product_id, product_name, CAST(row_number() OVER (ORDER BY product_id) - 1 AS INTEGER) AS number
      FROM \(SQL.quoteIdentifier(products.view))
      """)
    let segments = try session.execute("SELECT segment_number FROM customer_numbers ORDER BY number")
      .columns(Int32.self)
    let recommender: Recommender
    do {
      recommender = try Recommender(
        purchases: try Self.readPurchases(context, session, customers: segments.count), segments: segments,
        rules: try Self.readRules(context, session), count: try context.integer("recommendations.count"))
    } catch let error as AnalyticsError {
      throw StageFailure(error.message)
    }
    context.control.report(.init(step: "recommending"))
    return ["customers": try Self.write(recommender, customers: segments.count, context, session)]
  }

  private static func readPurchases(
    _ context: StageContext, _ session: DuckDBSession, customers: Int
  ) throws -> Purchases {
    guard let lines = try context.table("lines", having: "net_quantity", session),
      let window = try context.table("window", having: "as_of", session)
    else { throw StageFailure("an input is missing: the stage reads cleaned lines and the window of the features") }
    let products = try session.execute("SELECT count(*) FROM product_numbers").scalar(Int64.self)
    let (customer, product) = try session.execute(
      """
      SELECT DISTINCT c.number, p.number
      FROM \(SQL.quoteIdentifier(lines.view)) AS l
      JOIN customer_numbers AS c ON c.customer_id = l.customer_id
      JOIN product_numbers AS p ON p.product_id = l.product_id
      WHERE l.is_product AND l.net_quantity > 0 AND l.unit_price > 0
        AND l.occurred_at < (SELECT as_of FROM \(SQL.quoteIdentifier(window.view)))
      """
    ).columns(Int32.self, Int32.self)
    return try Purchases(
      customerCount: customers, productCount: Int(products), customer: customer, product: product)
  }

  /// The rules that name one product on their right, and only products that there are.
  private static func readRules(_ context: StageContext, _ session: DuckDBSession) throws -> [Recommender.Rule] {
    guard let rules = try context.table("rules", having: "antecedent", session) else {
      throw StageFailure("an input is missing: the stage reads rules")
    }
    let (antecedents, consequents, lifts, confidences) = try session.execute(
      """
      SELECT list(a.number ORDER BY a.number), any_value(c.number), any_value(r.lift), any_value(r.confidence)
      FROM (
        SELECT antecedent, consequent[1] AS consequent, lift, confidence, unnest(antecedent) AS item
        FROM \(SQL.quoteIdentifier(rules.view)) WHERE len(consequent) = 1
      ) AS r
      JOIN product_numbers AS c ON c.product_id = r.consequent
      JOIN product_numbers AS a ON a.product_id = r.item
      GROUP BY r.consequent, r.antecedent
      HAVING count(*) = any_value(len(r.antecedent))
      """
    ).columns([Int32].self, Int32.self, Double.self, Double.self)
    return antecedents.indices.map {
      Recommender.Rule(
        antecedent: antecedents[$0], consequent: consequents[$0], lift: lifts[$0], confidence: confidences[$0])
    }
  }

  /// Customers whose offers are held at a time.
  private static let lot = 1 << 16

  private static func write(
    _ recommender: Recommender, customers: Int, _ context: StageContext, _ session: DuckDBSession
  ) throws -> OutputManifest {
    try session.execute(
      """
      CREATE TEMP TABLE offers (
        customer INTEGER, rank INTEGER, product INTEGER, lift DOUBLE, confidence DOUBLE, is_association BOOLEAN)
      """)
    do {
      let appender = try Appender(session.connection, table: "offers")
      for start in stride(from: 0, to: customers, by: lot) {
        try context.control.checkCancelled()
        let offers = recommender.offers(to: start..<min(start + lot, customers), threads: context.threads)
        try appender.append(
          offers.map(\.customer), offers.map(\.rank), offers.map(\.product), offers.map(\.lift),
          offers.map(\.confidence), offers.map { $0.source == .association })
      }
      try appender.close()
    } catch {
      throw DuckDBSession.failure(error)
    }
    context.control.report(.init(step: "writing"))
    return try session.export(
      "customers",
      """
      SELECT c.customer_id, o.rank, p.product_id, o.lift, o.confidence,
        CASE WHEN o.is_association THEN 'association' ELSE 'segment' END AS source, p.product_name
      FROM offers AS o
      JOIN customer_numbers AS c ON c.number = o.customer
      JOIN product_numbers AS p ON p.number = o.product
      """, from: SQLOrigin(file: "recommendations", firstLine: 1))
  }
}
