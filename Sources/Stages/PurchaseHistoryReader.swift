internal import Analytics
internal import DuckDB
internal import Engines

/// Reads cleaned lines into a purchase history: purchases and returns as they happened.
enum PurchaseHistoryReader {
  /// The history of all customers with an id.
  ///
  /// Customers, products and orders become numbers in the order of their ids, so that nothing depends on how the lines
  /// are stored.
  static func read(_ view: String, _ session: DuckDBSession, isScored: Bool = false) throws -> PurchaseHistory {
    let name = SQL.quoteIdentifier(view)
    for (column, table) in [
      ("customer_id", "customer_numbers"), ("product_id", "product_numbers"), ("order_id", "order_numbers"),
    ] {
      try session.execute(
        """
        CREATE TEMP TABLE \(table) AS
        SELECT id, CAST(row_number() OVER (ORDER BY id) - 1 AS INTEGER) AS number
        FROM (SELECT DISTINCT \(column) AS id FROM \(name) WHERE customer_id IS NOT NULL)
        """)
    }
    let customers = try session.execute("SELECT count(*) FROM customer_numbers").scalar(Int64.self)
    let result = try session.execute(
      """
      SELECT c.number, p.number, o.number, epoch_us(l.occurred_at), CAST(l.quantity AS BIGINT),
        CAST(l.unit_price * 10000 AS BIGINT)
      FROM \(name) AS l
      JOIN customer_numbers AS c ON c.id = l.customer_id
      JOIN product_numbers AS p ON p.id = l.product_id
      JOIN order_numbers AS o ON o.id = l.order_id
      """)
    let (customer, product, order, occurredAt, quantity, unitPrice) = try result.columns(
      Int32.self, Int32.self, Int32.self, Int64.self, Int64.self, Int64.self)
    return try PurchaseHistory(
      customerCount: Int(customers), customer: customer, product: product, order: order, occurredAt: occurredAt,
      quantity: quantity, unitPrice: unitPrice, scores: isScored ? try scores(name, session) : [])
  }

  /// The score of each numbered order, in millionths.
  private static func scores(_ view: String, _ session: DuckDBSession) throws -> [Int64] {
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
