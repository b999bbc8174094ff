import CDuckDB

extension Column {
  /// Reads the unscaled numbers of a DECIMAL column, which is stored as an integer as wide as its digits need.
  @inline(__always)
  func decodeDecimals<T>(_ width: Int, _ sink: inout some ColumnSink<T>, _ convert: (Int128) -> T?) throws {
    switch width {
    case ...4: try sink.take(self, Int16.self) { convert(Int128($0)) }
    case ...9: try sink.take(self, Int32.self) { convert(Int128($0)) }
    case ...18: try sink.take(self, Int64.self) { convert(Int128($0)) }
    default: try sink.take(self, duckdb_hugeint.self) { convert($0.value) }
    }
  }

  /// Appends the numbers of a DECIMAL column without their point: 12.34 of a DECIMAL(9,2) gives 1234.
  /// - Throws: ``DuckDBError``: `typeMismatch` for a column of another type or scale, `unexpectedNull`,
  ///   `valueOutOfRange` where a number has more than 64 bits (read those as ``SQLDecimal``).
  public func appendUnscaled(to array: inout [Int64], scale: Int) throws {
    guard case .decimal(let width, scale) = type else { throw mismatch("a decimal of scale \(scale)") }
    var sink = StrictSink(array: array)
    array = []
    defer { array = sink.array }
    if (10...18).contains(width) {
      try sink.copy(self)
    } else {
      try decodeDecimals(width, &sink) { Int64(exactly: $0) }
    }
  }
}

/// Read from a DECIMAL column of any width; written to one whose scale is no smaller and whose digits suffice.
extension SQLDecimal: ScalarColumnValue {
  @inline(__always)
  static func decode(_ column: Column, _ sink: inout some ColumnSink<SQLDecimal>) throws {
    guard case .decimal(let width, let scale) = column.type else { throw column.mismatch("SQLDecimal") }
    try column.decodeDecimals(width, &sink) { SQLDecimal(unscaled: $0, scale: scale) }
  }

  @inline(__always)
  static func encode(_ source: some ColumnSource<SQLDecimal>, to target: ColumnTarget) throws {
    guard case .decimal(let width, let scale) = target.type else { throw target.mismatch("SQLDecimal") }
    switch width {
    case ...4: try source.put(target, Int16.self) { $0.rescaled(width, scale).map { Int16($0) } }
    case ...9: try source.put(target, Int32.self) { $0.rescaled(width, scale).map { Int32($0) } }
    case ...18: try source.put(target, Int64.self) { $0.rescaled(width, scale).map { Int64($0) } }
    default: try source.put(target, duckdb_hugeint.self) { $0.rescaled(width, scale).map { .init($0) } }
    }
  }

  /// The unscaled number at another scale, or nil where digits would be lost or exceed `width`.
  func rescaled(_ width: Int, _ newScale: Int) -> Int128? {
    var unscaled = unscaled
    guard newScale >= scale else { return nil }
    for _ in scale..<newScale {
      let (product, overflow) = unscaled.multipliedReportingOverflow(by: 10)
      if overflow { return nil }
      unscaled = product
    }
    return SQLDecimal(unscaled: unscaled, scale: newScale).fits(width) ? unscaled : nil
  }

  private func fits(_ width: Int) -> Bool {
    var limit: UInt128 = 1
    for _ in 0..<width { limit *= 10 }
    return unscaled.magnitude < limit
  }
}
