import CDuckDB

extension Column {
  /// The value `index`, of any type. For small results: the typed readers are far faster.
  /// - Throws: ``DuckDBError`` of kind `typeMismatch` for a type that this wrapper does not read.
  public func value(at index: Int) throws -> Value {
    if isNull(index) { return .null }
    switch type {
    case .boolean: return .bool(elements(UInt8.self)[index] != 0)
    case .tinyint: return .int(Int64(elements(Int8.self)[index]))
    case .smallint: return .int(Int64(elements(Int16.self)[index]))
    case .integer: return .int(Int64(elements(Int32.self)[index]))
    case .bigint: return .int(elements(Int64.self)[index])
    case .utinyint: return .int(Int64(elements(UInt8.self)[index]))
    case .usmallint: return .int(Int64(elements(UInt16.self)[index]))
    case .uinteger: return .int(Int64(elements(UInt32.self)[index]))
    case .ubigint:
      let stored = elements(UInt64.self)[index]
      return Int64(exactly: stored).map { .int($0) } ?? .hugeint(Int128(stored))
    case .hugeint: return .hugeint(elements(duckdb_hugeint.self)[index].value)
    case .float: return .float(elements(Float.self)[index])
    case .double: return .double(elements(Double.self)[index])
    case .decimal(let width, let scale): return .decimal(.init(unscaled: unscaled(index, width), scale: scale))
    case .date: return .date(SQLDate(daysSinceEpoch: elements(Int32.self)[index]))
    case .time: return .time(SQLTime(microseconds: elements(Int64.self)[index]))
    case .interval:
      let stored = elements(duckdb_interval.self)[index]
      return .interval(SQLInterval(months: stored.months, days: stored.days, microseconds: stored.micros))
    case .timestamp, .timestampSeconds, .timestampMilliseconds, .timestampNanoseconds:
      return .timestamp(try single(index))
    case .timestampTZ: return .timestampTZ(try single(index))
    case .varchar, .enumeration, .uuid: return .string(try single(index))
    case .blob: return .blob(elements(EngineText.self)[index].withBytes { Array($0) })
    case .list, .array, .map:
      let children = children(index)
      return .list(try (0..<children.count).map { try children.value(at: $0) })
    case .structure(let fields):
      return .structure(
        try fields.enumerated().map { .init($1.name, try field($0, $1).value(at: index)) })
    case .null: return .null
    case .uhugeint, .unsupported: throw mismatch("a value; cast it in SQL, as to VARCHAR")
    }
  }

  private func unscaled(_ index: Int, _ width: Int) -> Int128 {
    switch width {
    case ...4: Int128(elements(Int16.self)[index])
    case ...9: Int128(elements(Int32.self)[index])
    case ...18: Int128(elements(Int64.self)[index])
    default: elements(duckdb_hugeint.self)[index].value
    }
  }

  /// One value through the bulk reader of its type.
  private func single<T: ColumnValue>(_ index: Int) throws -> T {
    var array: [T] = []
    try T.append(slice(index), to: &array)
    return array[0]
  }
}
