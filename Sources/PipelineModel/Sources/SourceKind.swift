/// A kind of source: the columns its files must have, under the names that files give them.
public struct SourceKind: Sendable, Hashable {
  /// The kind's name in a config.
  public var name: String
  /// One line for help and errors.
  public var summary: String
  /// Its columns.
  public var columns: [Column]

  /// One column of a source.
  public struct Column: Sendable, Hashable {
    /// The name under which a stage reads it.
    public var name: String
    /// The names that a file's header may give it; case, spaces and `_` do not count.
    public var headers: [String]

    init(_ name: String, _ headers: String...) {
      self.name = name
      self.headers = headers
    }
  }

  /// The column that a header names, or nil.
  public func column(forHeader header: String) -> Column? {
    let wanted = Self.folded(header)
    return columns.first { column in column.headers.contains { Self.folded($0) == wanted } }
  }

  private static func folded(_ header: String) -> String {
    String(header.lowercased().filter { $0.isLetter || $0.isNumber })
  }

  /// UCI Online Retail I and II: one row per invoice line.
  public static let onlineRetail = SourceKind(
    name: "online_retail", summary: "UCI Online Retail I and II, csv, both date styles",
    columns: [
      Column("invoice", "Invoice", "InvoiceNo"), Column("stock_code", "StockCode"),
      Column("description", "Description"), Column("quantity", "Quantity"), Column("invoice_date", "InvoiceDate"),
      Column("price", "Price", "UnitPrice"), Column("customer_id", "Customer ID", "CustomerID"),
      Column("country", "Country"),
    ])

  /// Every kind that this version reads.
  public static let all = [onlineRetail]
}
