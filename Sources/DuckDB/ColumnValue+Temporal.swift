import CDuckDB

/// Microseconds since the epoch of a column of dates or timestamps, through `convert`.
extension Column {
  @inline(__always)
  func decodeMicroseconds<T>(_ sink: inout some ColumnSink<T>, _ convert: (Int64) -> T) throws {
    switch type {
    case .timestamp, .timestampTZ: try sink.take(self, Int64.self) { convert($0) }
    case .date:
      try sink.take(self, Int32.self) {
        convert(SQLTimestamp(SQLDate(daysSinceEpoch: $0)).microsecondsSinceEpoch)
      }
    case .timestampSeconds: try sink.take(self, Int64.self) { scaled($0, 1_000_000).map(convert) }
    case .timestampMilliseconds: try sink.take(self, Int64.self) { scaled($0, 1_000).map(convert) }
    case .timestampNanoseconds:
      try sink.take(self, Int64.self) { stored in
        // Rounded down, also before 1970.
        convert(
          stored.magnitude == Int64.max.magnitude ? stored : stored >= 0 ? stored / 1_000 : (stored - 999) / 1_000)
      }
    default: throw mismatch("a timestamp")
    }
  }

  /// Appends the days since 1970-01-01 of a DATE column.
  /// - Throws: ``DuckDBError``: `typeMismatch`, `unexpectedNull`.
  public func appendDays(to array: inout [Int32]) throws {
    guard type == .date else { throw mismatch("days") }
    var sink = StrictSink(array: array)
    array = []
    defer { array = sink.array }
    try sink.copy(self)
  }

  /// Appends the microseconds since 1970-01-01 of a column of timestamps of any unit (nanoseconds rounded down), or of
  /// the midnights of a DATE column.
  /// - Throws: ``DuckDBError``: `typeMismatch`, `unexpectedNull`, `valueOutOfRange`.
  public func appendMicroseconds(to array: inout [Int64]) throws {
    var sink = StrictSink(array: array)
    array = []
    defer { array = sink.array }
    if type == .timestamp || type == .timestampTZ { return try sink.copy(self) }
    try decodeMicroseconds(&sink) { $0 }
  }
}

/// `stored` times `factor`, infinities as they are, or nil beyond 64 bits.
@inline(__always)
private func scaled(_ stored: Int64, _ factor: Int64) -> Int64? {
  if stored.magnitude == Int64.max.magnitude { return stored }
  let (product, overflow) = stored.multipliedReportingOverflow(by: factor)
  return overflow ? nil : product
}

extension SQLDate: ScalarColumnValue {
  @inline(__always)
  static func decode(_ column: Column, _ sink: inout some ColumnSink<SQLDate>) throws {
    guard column.type == .date else { throw column.mismatch("SQLDate") }
    try sink.take(column, Int32.self) { SQLDate(daysSinceEpoch: $0) }
  }

  @inline(__always)
  static func encode(_ source: some ColumnSource<SQLDate>, to target: ColumnTarget) throws {
    guard target.type == .date else { throw target.mismatch("SQLDate") }
    try source.put(target, Int32.self) { $0.daysSinceEpoch }
  }
}

/// Read from timestamps of any unit and from dates (their midnights); written to TIMESTAMP, with a time zone or without.
extension SQLTimestamp: ScalarColumnValue {
  @inline(__always)
  static func decode(_ column: Column, _ sink: inout some ColumnSink<SQLTimestamp>) throws {
    try column.decodeMicroseconds(&sink) { SQLTimestamp(microsecondsSinceEpoch: $0) }
  }

  @inline(__always)
  static func encode(_ source: some ColumnSource<SQLTimestamp>, to target: ColumnTarget) throws {
    switch target.type {
    case .timestamp, .timestampTZ: try source.put(target, Int64.self) { $0.microsecondsSinceEpoch }
    default: throw target.mismatch("SQLTimestamp")
    }
  }
}

extension SQLTime: ScalarColumnValue {
  @inline(__always)
  static func decode(_ column: Column, _ sink: inout some ColumnSink<SQLTime>) throws {
    guard column.type == .time else { throw column.mismatch("SQLTime") }
    try sink.take(column, Int64.self) { SQLTime(microseconds: $0) }
  }

  @inline(__always)
  static func encode(_ source: some ColumnSource<SQLTime>, to target: ColumnTarget) throws {
    guard target.type == .time else { throw target.mismatch("SQLTime") }
    try source.put(target, Int64.self) { $0.microseconds }
  }
}

extension SQLInterval: ScalarColumnValue {
  @inline(__always)
  static func decode(_ column: Column, _ sink: inout some ColumnSink<SQLInterval>) throws {
    guard column.type == .interval else { throw column.mismatch("SQLInterval") }
    try sink.take(column, duckdb_interval.self) {
      SQLInterval(months: $0.months, days: $0.days, microseconds: $0.micros)
    }
  }

  @inline(__always)
  static func encode(_ source: some ColumnSource<SQLInterval>, to target: ColumnTarget) throws {
    guard target.type == .interval else { throw target.mismatch("SQLInterval") }
    try source.put(target, duckdb_interval.self) {
      duckdb_interval(months: $0.months, days: $0.days, micros: $0.microseconds)
    }
  }
}
