/// A Swift type that columns are read into and written from: the integers, `Int128`, `Float`, `Double`, `Bool`,
/// `String`, ``SQLDate``, ``SQLTimestamp``, ``SQLDecimal``, optionals of them (for NULL) and arrays of them (for lists).
public protocol ColumnValue: Sendable {
  /// Appends the values of `column` to `array`; a NULL is an error.
  static func append(_ column: Column, to array: inout [Self]) throws
  /// Appends the values of `column` to `array`, NULLs as nil.
  static func appendNullable(_ column: Column, to array: inout [Self?]) throws
  /// Writes `values` into `target`, from its first row on.
  static func write(_ values: ArraySlice<Self>, to target: ColumnTarget) throws
  /// Writes `values` into `target`, from its first row on, nil as NULL.
  static func writeNullable(_ values: ArraySlice<Self?>, to target: ColumnTarget) throws
}

/// A value that fills one slot of a column's storage. One generic function decodes it and one encodes it.
protocol ScalarColumnValue: ColumnValue {
  static func decode(_ column: Column, _ sink: inout some ColumnSink<Self>) throws
  static func encode(_ source: some ColumnSource<Self>, to target: ColumnTarget) throws
}

extension ScalarColumnValue {
  /// Appends the values of `column`; a NULL is an error.
  @inline(__always)
  public static func append(_ column: Column, to array: inout [Self]) throws {
    var sink = StrictSink(array: array)
    array = []  // gives the sink the only reference: a second one would make the first append copy
    defer { array = sink.array }
    try decode(column, &sink)
  }

  /// Appends the values of `column`, NULLs as nil.
  @inline(__always)
  public static func appendNullable(_ column: Column, to array: inout [Self?]) throws {
    var sink = NullableSink(array: array)
    array = []
    defer { array = sink.array }
    try decode(column, &sink)
  }

  /// Writes `values` from the first row of `target` on.
  @inline(__always)
  public static func write(_ values: ArraySlice<Self>, to target: ColumnTarget) throws {
    try encode(StrictSource(values: values), to: target)
  }

  /// Writes `values` from the first row of `target` on, nil as NULL.
  @inline(__always)
  public static func writeNullable(_ values: ArraySlice<Self?>, to target: ColumnTarget) throws {
    try encode(NullableSource(values: values), to: target)
  }
}

// MARK: - Null or not

extension Optional: ColumnValue where Wrapped: ColumnValue {
  /// Appends the values of `column`; a NULL is an error.
  public static func append(_ column: Column, to array: inout [Self]) throws {
    try Wrapped.appendNullable(column, to: &array)
  }

  /// Appends the values of `column`, NULLs as nil.
  public static func appendNullable(_ column: Column, to array: inout [Self?]) throws {
    var values: [Wrapped?] = []
    try Wrapped.appendNullable(column, to: &values)
    array += values.map { $0.map { .some($0) } }
  }

  /// Writes `values` from the first row of `target` on.
  public static func write(_ values: ArraySlice<Self>, to target: ColumnTarget) throws {
    try Wrapped.writeNullable(values, to: target)
  }

  /// Writes `values` from the first row of `target` on, nil as NULL.
  public static func writeNullable(_ values: ArraySlice<Self?>, to target: ColumnTarget) throws {
    try Wrapped.writeNullable(values.map { $0 ?? nil }[...], to: target)
  }
}

// MARK: - Lists

extension Array: ColumnValue where Element: ColumnValue {
  /// Appends the values of `column`; a NULL is an error.
  public static func append(_ column: Column, to array: inout [Self]) throws {
    if let null = column.firstNull { throw column.unexpectedNull(null) }
    try column.requireElements("[\(Element.self)]")
    for index in 0..<column.count { array.append(try list(column, index)) }
  }

  /// Appends the values of `column`, NULLs as nil.
  public static func appendNullable(_ column: Column, to array: inout [Self?]) throws {
    try column.requireElements("[\(Element.self)]")
    for index in 0..<column.count { array.append(column.isNull(index) ? nil : try list(column, index)) }
  }

  private static func list(_ column: Column, _ index: Int) throws -> Self {
    var elements: Self = []
    try Element.append(column.children(index), to: &elements)
    return elements
  }

  /// Writes `values` from the first row of `target` on.
  public static func write(_ values: ArraySlice<Self>, to target: ColumnTarget) throws {
    for (index, value) in values.enumerated() { try Element.write(value[...], to: target.list(index, value.count)) }
  }

  /// Writes `values` from the first row of `target` on, nil as NULL.
  public static func writeNullable(_ values: ArraySlice<Self?>, to target: ColumnTarget) throws {
    for (index, value) in values.enumerated() {
      if let value {
        try Element.write(value[...], to: target.list(index, value.count))
      } else {
        target.setNull(index)
      }
    }
  }
}

extension Column {
  /// Appends all lists end to end: their elements to `elements`, and to `ends` the count of `elements` after each list.
  /// The fast way to read many short lists.
  /// - Throws: ``DuckDBError``, as for a NULL list.
  public func appendLists<T: ColumnValue>(to elements: inout [T], ends: inout [Int]) throws {
    if let null = firstNull { throw unexpectedNull(null) }
    try requireElements("lists of \(T.self)")
    for index in 0..<count {
      try T.append(children(index), to: &elements)
      ends.append(elements.count)
    }
  }

  func requireElements(_ wanted: String) throws {
    switch type {
    case .list, .array: return
    default: throw mismatch(wanted)
    }
  }
}
