internal import Analytics
internal import DuckDB
internal import Engines

/// Reads cleaned lines into a purchase history: purchases and returns as they happened.
struct PurchaseHistoryReader {
  let session: DuckDBSession
  /// The view of the cleaned lines.
  let view: String
  /// What lines have to be marked with.
  let tags: PurchaseTags
  /// Whether a feature counts items or products, so that each line has to be told apart.
  let needsEveryLine: Bool
  /// Whether a feature counts products, which not all lines are of.
  let countsProducts: Bool
  /// Whether a feature is made of what customers thought of their orders.
  let isScored: Bool

  /// Prepares to read the lines of a view, or of another that has those of some customers: categories are ranked by all.
  init(
    _ view: String, sampled: String?, _ session: DuckDBSession, for features: [StudyFeatureRequest], asOf: Int64
  ) throws {
    self.session = session
    self.view = SQL.quoteIdentifier(sampled ?? view)
    isScored = features.contains(.purchases(.meanReviewScore))
    countsProducts = features.contains(.purchases(.distinctProducts))
    needsEveryLine = features.contains(.purchases(.items)) || countsProducts
    tags = try PurchaseTags(features, view: SQL.quoteIdentifier(view), asOf: asOf, session)
  }

  /// The history of all customers with an id.
  ///
  /// Customers, products and orders become numbers in the order of their ids, so that nothing depends on how the lines
  /// are stored. A return acts on lines of its customer and product alone. So lines of which nothing was ever returned
  /// can stand as one line an order (and one for what was free, and for each mark), with the sum of their amounts: most
  /// of the work goes with them.
  func read() throws -> PurchaseHistory {
    try session.execute(
      """
      CREATE TEMP TABLE returned_products AS
      SELECT DISTINCT customer_id, product_id FROM \(view) WHERE quantity < 0 AND customer_id IS NOT NULL
      """)
    try session.execute(
      """
      CREATE TEMP TABLE history_lines AS
      SELECT customer_id, product_id, order_id, occurred_at, CAST(quantity AS BIGINT) AS quantity,
        CAST(CAST(unit_price AS DECIMAL(24, 4)) * 10000 AS BIGINT) AS price, \(tags.mark) AS mark,
        \(countsProducts ? "is_product" : "TRUE") AS is_product
      FROM \(view) AS l\(tags.joins)
      \(needsEveryLine ? "WHERE customer_id IS NOT NULL" : "SEMI JOIN returned_products USING (customer_id, product_id)")
      """)
    if !needsEveryLine {
      try session.execute(
        """
        INSERT INTO history_lines
        SELECT customer_id, NULL, order_id, occurred_at, 1, CAST(SUM(amount) * 10000 AS BIGINT), \(tags.mark) AS mark,
          TRUE
        FROM \(view) AS l\(tags.joins)
        ANTI JOIN returned_products USING (customer_id, product_id)
        WHERE customer_id IS NOT NULL AND quantity > 0
        GROUP BY customer_id, order_id, occurred_at, unit_price > 0, mark
        """)
    }
    for (column, table) in [
      ("customer_id", "customer_numbers"), ("product_id", "product_numbers"), ("order_id", "order_numbers"),
    ] {
      try session.execute(
        """
        CREATE TEMP TABLE \(table) AS
        SELECT id, CAST(row_number() OVER (ORDER BY id NULLS FIRST) - 1 AS INTEGER) AS number
        FROM (SELECT DISTINCT \(column) AS id FROM history_lines)
        """)
    }
    let customers = try session.execute("SELECT count(*) FROM customer_numbers").scalar(Int64.self)
    let result = try session.execute(
      """
      SELECT c.number, coalesce(p.number, 0), o.number, epoch_us(l.occurred_at), l.quantity, l.price, l.mark,
        l.is_product
      FROM history_lines AS l
      JOIN customer_numbers AS c ON c.id = l.customer_id
      LEFT JOIN product_numbers AS p ON p.id = l.product_id
      JOIN order_numbers AS o ON o.id = l.order_id
      """)
    let (customer, product, order, occurredAt, quantity, unitPrice, marks, isProduct) = try result.columns(
      Int32.self, Int32.self, Int32.self, Int64.self, Int64.self, Int64.self, Int32.self, Bool.self)
    return try PurchaseHistory(
      customerCount: Int(customers), customer: customer, product: product, order: order, occurredAt: occurredAt,
      quantity: quantity, unitPrice: unitPrice, isProduct: countsProducts ? isProduct : [],
      scores: isScored ? try scores() : [],
      tags: tags.tags(marks))
  }

  /// The score of each numbered order, in millionths.
  private func scores() throws -> [Int64] {
    try session.execute(
      """
      SELECT coalesce(CAST(round(s.score * 1000000) AS BIGINT), CAST(\(PurchaseHistory.noScore) AS BIGINT))
      FROM order_numbers AS o
      LEFT JOIN (SELECT order_id, max(review_score) AS score FROM \(view) GROUP BY order_id) AS s ON s.order_id = o.id
      ORDER BY o.number
      """
    ).columns(Int64.self)
  }
}
