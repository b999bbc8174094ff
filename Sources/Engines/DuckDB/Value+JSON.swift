public import DuckDB
public import JSON

extension Value {
  /// The value as JSON: numbers as numbers (a decimal as the nearest double), dates and times as ISO 8601 text.
  public var json: JSON {
    switch self {
    case .null: .null
    case .bool(let value): .bool(value)
    case .int(let value): .int(Int(value))
    case .hugeint(let value): Int(exactly: value).map { .int($0) } ?? .double(Double(value))
    case .float(let value): .double(Double(value))
    case .double(let value): .double(value)
    case .decimal(let value): .double(value.doubleValue)
    case .list(let values): .array(values.map(\.json))
    case .structure(let fields): .members(fields.map { ($0.name, $0.value.json) })
    default: .string(description)
    }
  }
}
