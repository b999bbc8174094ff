import CDuckDB

extension Value {
  /// Lends `body` the engine's copy of this value.
  /// - Throws: ``DuckDBError`` of kind `typeMismatch` for a structure, or a list of mixed types.
  func withEngineValue<T>(_ body: (duckdb_value?) throws -> T) throws -> T {
    var value = try makeEngineValue()
    defer { duckdb_destroy_value(&value) }
    return try body(value)
  }

  private func makeEngineValue() throws -> duckdb_value? {
    switch self {
    case .null: return duckdb_create_null_value()
    case .bool(let value): return duckdb_create_bool(value)
    case .int(let value): return duckdb_create_int64(value)
    case .hugeint(let value): return duckdb_create_hugeint(.init(value))
    case .float(let value): return duckdb_create_float(value)
    case .double(let value): return duckdb_create_double(value)
    case .decimal(let value):
      return duckdb_create_decimal(
        .init(width: UInt8(value.width), scale: UInt8(value.scale), value: .init(value.unscaled)))
    case .string(let value):
      var value = value
      return value.withUTF8 { bytes in
        bytes.withMemoryRebound(to: CChar.self) { text in
          // An empty string may have no storage; the engine wants an address all the same.
          text.baseAddress.map { duckdb_create_varchar_length($0, idx_t(text.count)) }
            ?? duckdb_create_varchar_length("", 0)
        }
      }
    case .blob(let bytes):
      return bytes.withUnsafeBufferPointer { buffer in
        withUnsafePointer(to: UInt8(0)) { duckdb_create_blob(buffer.baseAddress ?? $0, idx_t(buffer.count)) }
      }
    case .date(let value): return duckdb_create_date(.init(days: value.daysSinceEpoch))
    case .time(let value): return duckdb_create_time(.init(micros: value.microseconds))
    case .timestamp(let value): return duckdb_create_timestamp(.init(micros: value.microsecondsSinceEpoch))
    case .timestampTZ(let value): return duckdb_create_timestamp_tz(.init(micros: value.microsecondsSinceEpoch))
    case .interval(let value):
      return duckdb_create_interval(.init(months: value.months, days: value.days, micros: value.microseconds))
    case .list(let elements): return try Self.makeEngineList(elements, of: elementType(of: elements))
    case .structure: throw unwritable("a structure")
    }
  }

  private static func makeEngineList(_ elements: [Value], of type: LogicalType) throws -> duckdb_value? {
    var values: [duckdb_value?] = []
    defer {
      for index in values.indices { duckdb_destroy_value(&values[index]) }
    }
    for element in elements { values.append(try element.makeEngineValue()) }
    return try type.withEngineType { duckdb_create_list_value($0, &values, idx_t(values.count)) }
  }

  /// The one type that a list's elements share.
  private func elementType(of elements: [Value]) throws -> LogicalType {
    try elements.reduce(.null) { type, element in
      guard let shared = type.shared(with: try element.logicalType) else { throw unwritable("a list of mixed types") }
      return shared
    }
  }

  /// The type that a parameter of this value has.
  private var logicalType: LogicalType {
    get throws {
      switch self {
      case .null: .null
      case .bool: .boolean
      case .int: .bigint
      case .hugeint: .hugeint
      case .float: .float
      case .double: .double
      case .decimal(let value): .decimal(width: value.width, scale: value.scale)
      case .string: .varchar
      case .blob: .blob
      case .date: .date
      case .time: .time
      case .timestamp: .timestamp
      case .timestampTZ: .timestampTZ
      case .interval: .interval
      case .list(let elements): .list(try elementType(of: elements))
      case .structure: throw unwritable("a structure")
      }
    }
  }

  private func unwritable(_ what: String) -> DuckDBError {
    DuckDBError(.typeMismatch, "A parameter cannot be \(what).", while: "binding")
  }
}

extension LogicalType {
  /// This type or the other, where one is the other with NULL in some place; else nil.
  fileprivate func shared(with other: LogicalType) -> LogicalType? {
    switch (self, other) {
    case (.null, _): other
    case (_, .null): self
    case (.list(let left), .list(let right)): left.shared(with: right).map { .list($0) }
    default: self == other ? self : nil
    }
  }
}

extension SQLDecimal {
  /// The digits that a DECIMAL needs to hold this number.
  var width: Int { max(String(unscaled.magnitude).count, scale, 1) }
}

extension duckdb_hugeint {
  init(_ value: Int128) {
    self.init(lower: UInt64(truncatingIfNeeded: value), upper: Int64(truncatingIfNeeded: value >> 64))
  }

  var value: Int128 { Int128(upper) << 64 | Int128(lower) }
}
