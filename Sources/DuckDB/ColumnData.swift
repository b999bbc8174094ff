/// A whole column to be appended, of any ``ColumnValue`` type.
public struct ColumnData {
  /// How many values there are.
  public let count: Int

  let write: (Range<Int>, ColumnTarget) throws -> Void

  /// Wraps an array. `[T?]` has NULLs, `[[T]]` has lists.
  public init<T: ColumnValue>(_ values: [T]) {
    count = values.count
    write = { range, target in try T.write(values[range], to: target) }
  }
}

/// Written to a column of its own type; an integer to an integer column of any width, a list to a list.
extension Value: ColumnValue {
  /// Appends the values of `column`; a NULL is an error.
  public static func append(_ column: Column, to array: inout [Value]) throws {
    for index in 0..<column.count { array.append(try column.value(at: index)) }
  }

  /// Appends the values of `column`, NULLs as nil.
  public static func appendNullable(_ column: Column, to array: inout [Value?]) throws {
    for index in 0..<column.count { array.append(column.isNull(index) ? nil : try column.value(at: index)) }
  }

  /// Writes `values` from the first row of `target` on, nil as NULL.
  public static func writeNullable(_ values: ArraySlice<Value?>, to target: ColumnTarget) throws {
    try write(values.map { $0 ?? .null }[...], to: target)
  }

  /// Writes `values` from the first row of `target` on.
  public static func write(_ values: ArraySlice<Value>, to target: ColumnTarget) throws {
    for (index, value) in values.enumerated() { try value.write(to: target.advanced(by: index)) }
  }

  /// Writes this value into the first row of `target`.
  func write(to target: ColumnTarget) throws {
    switch self {
    case .null: target.setNull(0)
    case .bool(let value): try Bool.encode(SingleSource(value: value), to: target)
    case .int(let value): try Int64.encode(SingleSource(value: value), to: target)
    case .hugeint(let value): try Int128.encode(SingleSource(value: value), to: target)
    case .float(let value): try Float.encode(SingleSource(value: value), to: target)
    case .double(let value): try Double.encode(SingleSource(value: value), to: target)
    case .decimal(let value): try SQLDecimal.encode(SingleSource(value: value), to: target)
    case .string(let value): try String.encode(SingleSource(value: value), to: target)
    case .blob(let value):
      guard target.type == .blob else { throw target.mismatch("bytes") }
      value.withUnsafeBufferPointer { target.setBytes(0, $0) }
    case .date(let value): try SQLDate.encode(SingleSource(value: value), to: target)
    case .time(let value): try SQLTime.encode(SingleSource(value: value), to: target)
    case .timestamp(let value), .timestampTZ(let value):
      try SQLTimestamp.encode(SingleSource(value: value), to: target)
    case .interval(let value): try SQLInterval.encode(SingleSource(value: value), to: target)
    case .list(let elements): try Value.write(elements[...], to: target.list(0, elements.count))
    case .structure: throw target.mismatch("a structure")
    }
  }
}
