import CDuckDB

// MARK: - Integers

extension Column {
  /// Reads any integer column, checking that each value fits.
  @inline(__always)
  func decodeIntegers<T: FixedWidthInteger>(_ sink: inout some ColumnSink<T>) throws {
    switch type {
    case .tinyint: try decodeStored(Int8.self, &sink)
    case .smallint: try decodeStored(Int16.self, &sink)
    case .integer: try decodeStored(Int32.self, &sink)
    case .bigint: try decodeStored(Int64.self, &sink)
    case .utinyint: try decodeStored(UInt8.self, &sink)
    case .usmallint: try decodeStored(UInt16.self, &sink)
    case .uinteger: try decodeStored(UInt32.self, &sink)
    case .ubigint: try decodeStored(UInt64.self, &sink)
    case .hugeint: try sink.take(self, duckdb_hugeint.self) { T(exactly: $0.value) }
    default: throw mismatch("\(T.self)")
    }
  }

  @inline(__always)
  private func decodeStored<Stored: FixedWidthInteger, T: FixedWidthInteger>(
    _: Stored.Type, _ sink: inout some ColumnSink<T>
  ) throws {
    if Stored.self == T.self {
      try sink.copy(self)
    } else if Stored.bitWidth == T.bitWidth, Stored.isSigned == T.isSigned {
      try sink.copy(self)  // Int and Int64
    } else {
      try sink.take(self, Stored.self) { T(exactly: $0) }
    }
  }
}

extension ColumnSource where Element: FixedWidthInteger {
  /// Writes into any integer column, checking that each value fits.
  @inline(__always)
  func encodeIntegers(to target: ColumnTarget) throws {
    switch target.type {
    case .tinyint: try put(target, Int8.self) { Int8(exactly: $0) }
    case .smallint: try put(target, Int16.self) { Int16(exactly: $0) }
    case .integer: try put(target, Int32.self) { Int32(exactly: $0) }
    case .bigint: try put(target, Int64.self) { Int64(exactly: $0) }
    case .utinyint: try put(target, UInt8.self) { UInt8(exactly: $0) }
    case .usmallint: try put(target, UInt16.self) { UInt16(exactly: $0) }
    case .uinteger: try put(target, UInt32.self) { UInt32(exactly: $0) }
    case .ubigint: try put(target, UInt64.self) { UInt64(exactly: $0) }
    case .hugeint: try put(target, duckdb_hugeint.self) { Int128(exactly: $0).map { .init($0) } }
    default: throw target.mismatch("\(Element.self)")
    }
  }
}

/// An integer that is read from, and written to, an integer column of any width.
protocol IntegerColumnValue: ScalarColumnValue, FixedWidthInteger {}

extension IntegerColumnValue {
  @inline(__always)
  static func decode(_ column: Column, _ sink: inout some ColumnSink<Self>) throws { try column.decodeIntegers(&sink) }
  @inline(__always)
  static func encode(_ source: some ColumnSource<Self>, to target: ColumnTarget) throws {
    try source.encodeIntegers(to: target)
  }
}

extension Int: IntegerColumnValue {}
extension Int8: IntegerColumnValue {}
extension Int16: IntegerColumnValue {}
extension Int32: IntegerColumnValue {}
extension Int64: IntegerColumnValue {}
extension UInt: IntegerColumnValue {}
extension UInt8: IntegerColumnValue {}
extension UInt16: IntegerColumnValue {}
extension UInt32: IntegerColumnValue {}
extension UInt64: IntegerColumnValue {}
extension Int128: IntegerColumnValue {}

// MARK: - Floating point

/// Read from DOUBLE and FLOAT, from an integer column where each value is exact as a double, and from a DECIMAL as the
/// nearest double.
extension Double: ScalarColumnValue {
  @inline(__always)
  static func decode(_ column: Column, _ sink: inout some ColumnSink<Double>) throws {
    switch column.type {
    case .double: try sink.copy(column)
    case .float: try sink.take(column, Float.self) { Double($0) }
    case .tinyint: try sink.take(column, Int8.self) { Double($0) }
    case .smallint: try sink.take(column, Int16.self) { Double($0) }
    case .integer: try sink.take(column, Int32.self) { Double($0) }
    case .bigint: try sink.take(column, Int64.self) { Double(exactly: $0) }
    case .utinyint: try sink.take(column, UInt8.self) { Double($0) }
    case .usmallint: try sink.take(column, UInt16.self) { Double($0) }
    case .uinteger: try sink.take(column, UInt32.self) { Double($0) }
    case .ubigint: try sink.take(column, UInt64.self) { Double(exactly: $0) }
    case .hugeint: try sink.take(column, duckdb_hugeint.self) { Double(exactly: $0.value) }
    case .decimal(let width, let scale): try column.decodeDecimals(width, &sink) { SQLDecimal.double($0, scale) }
    default: throw column.mismatch("Double")
    }
  }

  @inline(__always)
  static func encode(_ source: some ColumnSource<Double>, to target: ColumnTarget) throws {
    guard target.type == .double else { throw target.mismatch("Double") }
    try source.put(target, Double.self) { $0 }
  }
}

extension Float: ScalarColumnValue {
  @inline(__always)
  static func decode(_ column: Column, _ sink: inout some ColumnSink<Float>) throws {
    guard column.type == .float else { throw column.mismatch("Float") }
    try sink.copy(column)
  }

  @inline(__always)
  static func encode(_ source: some ColumnSource<Float>, to target: ColumnTarget) throws {
    switch target.type {
    case .float: try source.put(target, Float.self) { $0 }
    case .double: try source.put(target, Double.self) { Double($0) }
    default: throw target.mismatch("Float")
    }
  }
}

// MARK: - Booleans

extension Bool: ScalarColumnValue {
  @inline(__always)
  static func decode(_ column: Column, _ sink: inout some ColumnSink<Bool>) throws {
    guard column.type == .boolean else { throw column.mismatch("Bool") }
    try sink.take(column, UInt8.self) { $0 != 0 }
  }

  @inline(__always)
  static func encode(_ source: some ColumnSource<Bool>, to target: ColumnTarget) throws {
    guard target.type == .boolean else { throw target.mismatch("Bool") }
    try source.put(target, UInt8.self) { $0 ? 1 : 0 }
  }
}
