/// One SQL value: a parameter, or a cell of a small result.
public indirect enum Value: Sendable, Hashable {
  case null
  case bool(Bool)
  /// Any integer of up to 64 bits.
  case int(Int64)
  /// An integer beyond 64 bits.
  case hugeint(Int128)
  case float(Float)
  case double(Double)
  case decimal(SQLDecimal)
  /// A text, also one of an enumeration, and a UUID.
  case string(String)
  case blob([UInt8])
  case date(SQLDate)
  case time(SQLTime)
  case timestamp(SQLTimestamp)
  /// An instant, in UTC.
  case timestampTZ(SQLTimestamp)
  case interval(SQLInterval)
  case list([Value])
  /// Named values; a map is a list of structures with the fields "key" and "value".
  case structure([Field])

  /// A named value of a structure.
  public struct Field: Sendable, Hashable {
    /// The name.
    public var name: String
    /// The value.
    public var value: Value

    /// Makes a field.
    public init(_ name: String, _ value: Value) {
      self.name = name
      self.value = value
    }
  }

  /// True for NULL.
  public var isNull: Bool { self == .null }
}

extension Value: ExpressibleByNilLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByFloatLiteral, ExpressibleByStringLiteral, ExpressibleByArrayLiteral
{
  /// NULL.
  public init(nilLiteral: ()) { self = .null }
  /// A boolean.
  public init(booleanLiteral value: Bool) { self = .bool(value) }
  /// An integer.
  public init(integerLiteral value: Int64) { self = .int(value) }
  /// A double.
  public init(floatLiteral value: Double) { self = .double(value) }
  /// A text.
  public init(stringLiteral value: String) { self = .string(value) }
  /// A list.
  public init(arrayLiteral elements: Value...) { self = .list(elements) }
}

extension Value: CustomStringConvertible {
  /// The value as a table shows it: texts bare, NULL as "NULL", dates in ISO 8601 style.
  public var description: String {
    switch self {
    case .null: "NULL"
    case .bool(let value): value ? "true" : "false"
    case .int(let value): "\(value)"
    case .hugeint(let value): "\(value)"
    case .float(let value): "\(value)"
    case .double(let value): "\(value)"
    case .decimal(let value): "\(value)"
    case .string(let value): value
    case .blob(let bytes): bytes.map { "\\x" + Self.hexadecimal($0) }.joined()
    case .date(let value): "\(value)"
    case .time(let value): "\(value)"
    case .timestamp(let value): "\(value)"
    case .timestampTZ(let value): "\(value)+00"
    case .interval(let value): "\(value)"
    case .list(let elements): "[\(elements.map(\.description).joined(separator: ", "))]"
    case .structure(let fields) where fields.allSatisfy(\.name.isEmpty):
      "(\(fields.map(\.value.description).joined(separator: ", ")))"
    case .structure(let fields): "{\(fields.map { "\($0.name): \($0.value)" }.joined(separator: ", "))}"
    }
  }

  static func hexadecimal(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16, uppercase: true)
    return byte < 16 ? "0" + digits : digits
  }
}
