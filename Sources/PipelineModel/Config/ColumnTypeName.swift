/// SQL names of column types, in one spelling.
enum ColumnTypeName {
  private static let aliases = [
    "INT": "INTEGER", "INT4": "INTEGER", "SIGNED": "INTEGER", "LONG": "BIGINT", "INT8": "BIGINT", "SHORT": "SMALLINT",
    "INT2": "SMALLINT", "INT1": "TINYINT", "TEXT": "VARCHAR", "STRING": "VARCHAR", "CHAR": "VARCHAR",
    "BOOL": "BOOLEAN", "LOGICAL": "BOOLEAN", "NUMERIC": "DECIMAL", "FLOAT4": "FLOAT", "REAL": "FLOAT",
    "FLOAT8": "DOUBLE", "DOUBLE PRECISION": "DOUBLE", "DATETIME": "TIMESTAMP",
    "TIMESTAMPTZ": "TIMESTAMP WITH TIME ZONE", "BYTEA": "BLOB", "BINARY": "BLOB", "VARBINARY": "BLOB",
  ]

  /// The names in their usual spelling.
  static let known = [
    "BOOLEAN", "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT",
    "UHUGEINT", "FLOAT", "DOUBLE", "DECIMAL", "DATE", "TIME", "INTERVAL", "TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS",
    "TIMESTAMP_NS", "TIMESTAMP WITH TIME ZONE", "VARCHAR", "BLOB", "UUID", "ENUM", "STRUCT", "MAP",
  ]

  /// A type in its usual spelling: `decimal(38, 4)` as `DECIMAL(38,4)`, `text[]` as `VARCHAR[]`.
  /// - Returns: nil where no such type is known.
  static func normalized(_ text: String) -> String? {
    let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    let base = words.prefix { $0 != "(" && $0 != "[" }
    var name = String(base).uppercased()
    while name.last == " " { name.removeLast() }
    name = aliases[name] ?? name
    guard known.contains(name) else { return nil }
    let rest = words.dropFirst(base.count)
    // Within these, names and texts are someone's own.
    if ["ENUM", "STRUCT", "MAP"].contains(name) { return name + rest }
    return name + rest.filter { $0 != " " }
  }

  /// Whether a column of type `made` keeps a promise of `declared`; `DECIMAL` alone leaves width and scale open.
  static func matches(_ made: String, _ declared: String) -> Bool {
    made == declared || (declared == "DECIMAL" && made.hasPrefix("DECIMAL("))
  }
}
