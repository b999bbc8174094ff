/// The type of a column, as SQL has it.
public indirect enum LogicalType: Sendable, Hashable {
  case boolean
  case tinyint, smallint, integer, bigint, hugeint
  case utinyint, usmallint, uinteger, ubigint, uhugeint
  case float, double
  /// A fixed-point number of `width` digits in all, `scale` of them after the point.
  case decimal(width: Int, scale: Int)
  case date, time, interval
  case timestamp, timestampSeconds, timestampMilliseconds, timestampNanoseconds, timestampTZ
  case varchar, blob, uuid
  /// One of some texts.
  case enumeration([String])
  case list(LogicalType)
  case array(LogicalType, count: Int)
  case structure([Field])
  case map(key: LogicalType, value: LogicalType)
  /// The type of a bare NULL.
  case null
  /// A type this wrapper does not read (cast it in SQL), with the engine's number for it.
  case unsupported(UInt32)

  /// A field of a structure.
  public struct Field: Sendable, Hashable {
    /// The name.
    public var name: String
    /// The type.
    public var type: LogicalType

    /// Makes a field.
    public init(_ name: String, _ type: LogicalType) {
      self.name = name
      self.type = type
    }
  }

  /// The width and scale of a decimal, or nil for another type.
  public var decimal: (width: Int, scale: Int)? {
    if case .decimal(let width, let scale) = self { return (width, scale) }
    return nil
  }
}

extension LogicalType: CustomStringConvertible {
  /// The type as SQL writes it.
  public var description: String {
    switch self {
    case .boolean: "BOOLEAN"
    case .tinyint: "TINYINT"
    case .smallint: "SMALLINT"
    case .integer: "INTEGER"
    case .bigint: "BIGINT"
    case .hugeint: "HUGEINT"
    case .utinyint: "UTINYINT"
    case .usmallint: "USMALLINT"
    case .uinteger: "UINTEGER"
    case .ubigint: "UBIGINT"
    case .uhugeint: "UHUGEINT"
    case .float: "FLOAT"
    case .double: "DOUBLE"
    case .decimal(let width, let scale): "DECIMAL(\(width),\(scale))"
    case .date: "DATE"
    case .time: "TIME"
    case .interval: "INTERVAL"
    case .timestamp: "TIMESTAMP"
    case .timestampSeconds: "TIMESTAMP_S"
    case .timestampMilliseconds: "TIMESTAMP_MS"
    case .timestampNanoseconds: "TIMESTAMP_NS"
    case .timestampTZ: "TIMESTAMP WITH TIME ZONE"
    case .varchar: "VARCHAR"
    case .blob: "BLOB"
    case .uuid: "UUID"
    case .enumeration(let texts): "ENUM(\(texts.map(SQL.quoteLiteral).joined(separator: ", ")))"
    case .list(let element): "\(element)[]"
    case .array(let element, let count): "\(element)[\(count)]"
    case .structure(let fields):
      "STRUCT(\(fields.map { "\(SQL.quoteIdentifier($0.name)) \($0.type)" }.joined(separator: ", ")))"
    case .map(let key, let value): "MAP(\(key), \(value))"
    case .null: "NULL"
    case .unsupported(let number): "type number \(number)"
    }
  }
}
