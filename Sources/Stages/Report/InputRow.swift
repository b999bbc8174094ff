internal import DuckDB
internal import Engines

/// One row of a small result, its cells read by name.
struct InputRow {
  let columns: [String: Int]
  let values: [Value]

  /// A text.
  func text(_ column: String) throws -> String { try needed(column, try textIfAny(column)) }

  /// A whole number.
  func integer(_ column: String) throws -> Int { try needed(column, try integerIfAny(column)) }

  /// A number.
  func number(_ column: String) throws -> Double { try needed(column, try numberIfAny(column)) }

  /// True or false.
  func flag(_ column: String) throws -> Bool {
    guard case .bool(let value) = try cell(column) else { throw mismatch(column) }
    return value
  }

  /// A text, nil where it is NULL.
  func textIfAny(_ column: String) throws -> String? {
    switch try cell(column) {
    case .null: nil
    case .string(let value): value
    default: throw mismatch(column)
    }
  }

  /// A whole number, nil where it is NULL.
  func integerIfAny(_ column: String) throws -> Int? {
    switch try cell(column) {
    case .null: nil
    case .int(let value): Int(value)
    case .hugeint(let value): try needed(column, Int(exactly: value))
    default: throw mismatch(column)
    }
  }

  /// A number (a decimal as the nearest double), nil where it is NULL.
  func numberIfAny(_ column: String) throws -> Double? {
    switch try cell(column) {
    case .null: nil
    case .int(let value): Double(value)
    case .hugeint(let value): Double(value)
    case .double(let value): value
    case .decimal(let value): value.doubleValue
    default: throw mismatch(column)
    }
  }

  /// Whether there is such a column.
  func has(_ column: String) -> Bool { columns[column] != nil }

  private func cell(_ column: String) throws -> Value {
    guard let index = columns[column] else { throw StageFailure("the report finds no column \"\(column)\"") }
    return values[index]
  }

  private func needed<Wanted>(_ column: String, _ value: Wanted?) throws -> Wanted {
    guard let value else { throw mismatch(column) }
    return value
  }

  private func mismatch(_ column: String) -> StageFailure {
    StageFailure("the report cannot use a value of the column \"\(column)\": it is NULL or of another type")
  }
}
