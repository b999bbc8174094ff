/// SQL names of column types, in one spelling: the engine's own.
enum ColumnTypeName {
  private static let aliases = [
    "INT": "INTEGER", "INT4": "INTEGER", "INT32": "INTEGER", "SIGNED": "INTEGER", "LONG": "BIGINT", "INT8": "BIGINT",
    "INT64": "BIGINT", "SHORT": "SMALLINT", "INT2": "SMALLINT", "INT16": "SMALLINT", "INT1": "TINYINT",
    "INT128": "HUGEINT", "UINT8": "UTINYINT", "UINT16": "USMALLINT", "UINT32": "UINTEGER", "UINT64": "UBIGINT",
    "UINT128": "UHUGEINT", "TEXT": "VARCHAR", "STRING": "VARCHAR", "CHAR": "VARCHAR", "BPCHAR": "VARCHAR",
    "NVARCHAR": "VARCHAR", "CHARACTER": "VARCHAR", "CHARACTER VARYING": "VARCHAR", "BOOL": "BOOLEAN",
    "LOGICAL": "BOOLEAN", "NUMERIC": "DECIMAL", "DEC": "DECIMAL", "FLOAT4": "FLOAT", "REAL": "FLOAT",
    "FLOAT8": "DOUBLE", "DOUBLE PRECISION": "DOUBLE", "DATETIME": "TIMESTAMP", "TIMESTAMP_US": "TIMESTAMP",
    "TIMESTAMP WITHOUT TIME ZONE": "TIMESTAMP", "TIMESTAMPTZ": "TIMESTAMP WITH TIME ZONE",
    "TIME WITHOUT TIME ZONE": "TIME", "BYTEA": "BLOB", "BINARY": "BLOB", "VARBINARY": "BLOB", "ROW": "STRUCT",
  ]

  /// The names in their usual spelling.
  static let known = [
    "BOOLEAN", "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT",
    "UHUGEINT", "FLOAT", "DOUBLE", "DECIMAL", "DATE", "TIME", "INTERVAL", "TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS",
    "TIMESTAMP_NS", "TIMESTAMP WITH TIME ZONE", "VARCHAR", "BLOB", "UUID", "ENUM", "STRUCT", "MAP",
  ]

  /// A type in its usual spelling: `decimal(38, 4)` as `DECIMAL(38,4)`, `varchar(20)[]` as `VARCHAR[]`.
  /// - Returns: nil where no such type is known.
  static func normalized(_ text: String) -> String? {
    var words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    if words.hasSuffix("]"), let open = words.lastIndex(of: "[") {
      let size = words[words.index(after: open)...].dropLast().filter { $0 != " " }
      guard size.allSatisfy({ "0123456789".contains($0) }) else { return nil }
      return normalized(String(words[..<open])).map { "\($0)[\(size)]" }
    }
    if words.uppercased().hasSuffix(" ARRAY") {
      words.removeLast(" ARRAY".count)
      return normalized(words).map { $0 + "[]" }
    }
    guard let open = words.firstIndex(of: "(") else { return named(words) }
    guard let close = words.lastIndex(of: ")"), open < close else { return nil }
    let arguments = words[words.index(after: open)..<close]
    return named("\(words[..<open]) \(words[words.index(after: close)...])", arguments)
  }

  private static func named(_ words: String, _ arguments: Substring? = nil) -> String? {
    let plain = words.split(separator: " ").joined(separator: " ").uppercased()
    let name = aliases[plain] ?? plain
    guard known.contains(name) else { return nil }
    guard let arguments else { return name }
    switch name {
    // Its texts are someone's own.
    case "ENUM": return "ENUM(\(arguments))"
    case "STRUCT":
      let fields = parts(arguments).map(field)
      return fields.contains(nil) ? nil : "STRUCT(\(fields.compactMap { $0 }.joined(separator: ", ")))"
    case "MAP":
      let types = parts(arguments).map { normalized(String($0)) }
      return types.count != 2 || types.contains(nil) ? nil : "MAP(\(types.compactMap { $0 }.joined(separator: ", ")))"
    default:
      let numbers = parts(arguments).map { Int($0.split(separator: " ").joined(separator: " ")) }
      return numbers.contains(nil) ? nil : sized(name, numbers.compactMap { $0 })
    }
  }

  /// What the engine makes of a type with numbers: texts have no length, times few precisions.
  private static func sized(_ name: String, _ numbers: [Int]) -> String? {
    switch (name, numbers.count) {
    case ("DECIMAL", 1...2):
      let scale = numbers.count == 2 ? numbers[1] : 0
      return (1...38).contains(numbers[0]) && (0...numbers[0]).contains(scale) ? "DECIMAL(\(numbers[0]),\(scale))" : nil
    case ("FLOAT", 1): return (1...53).contains(numbers[0]) ? (numbers[0] < 25 ? "FLOAT" : "DOUBLE") : nil
    case ("TIMESTAMP", 1):
      return switch numbers[0] {
      case 0: "TIMESTAMP_S"
      case 1...3: "TIMESTAMP_MS"
      case 4...6: "TIMESTAMP"
      case 7...9: "TIMESTAMP_NS"
      default: nil
      }
    case ("VARCHAR", 1), ("BLOB", 1), ("TIME", 1), ("TIMESTAMP WITH TIME ZONE", 1): return name
    default: return nil
    }
  }

  /// A field of a STRUCT: `a int` as `"a" INTEGER`.
  private static func field(_ text: Substring) -> String? {
    let words = text.drop { $0 == " " }
    guard let first = words.first else { return nil }
    let end: Substring.Index?
    if first == "\"" {
      end = words.dropFirst().firstIndex(of: "\"").map { words.index(after: $0) }
    } else {
      end = words.firstIndex(of: " ")
    }
    guard let end, let type = normalized(String(words[end...])) else { return nil }
    let name = words[..<end]
    return (first == "\"" ? String(name) : "\"\(name)\"") + " " + type
  }

  /// The parts between the commas that stand in no brackets or quotes.
  private static func parts(_ text: Substring) -> [Substring] {
    var parts: [Substring] = []
    var (start, depth, isQuoted) = (text.startIndex, 0, false)
    for index in text.indices {
      switch text[index] {
      case "\"": isQuoted.toggle()
      case "(" where !isQuoted: depth += 1
      case ")" where !isQuoted: depth -= 1
      case "," where !isQuoted && depth == 0:
        parts.append(text[start..<index])
        start = text.index(after: index)
      default: break
      }
    }
    return parts + [text[start...]]
  }

  /// Whether a column of type `made` keeps a promise of `declared`; `DECIMAL` alone leaves width and scale open.
  static func matches(_ made: String, _ declared: String) -> Bool {
    made == declared || (declared == "DECIMAL" && made.hasPrefix("DECIMAL("))
  }
}
