import CDuckDB

/// The engine's numbers of the types without parameters.
private let plainTypes: [(UInt32, LogicalType)] = [
  (1, .boolean), (2, .tinyint), (3, .smallint), (4, .integer), (5, .bigint), (6, .utinyint), (7, .usmallint),
  (8, .uinteger), (9, .ubigint), (10, .float), (11, .double), (12, .timestamp), (13, .date), (14, .time),
  (15, .interval), (16, .hugeint), (17, .varchar), (18, .blob), (20, .timestampSeconds),
  (21, .timestampMilliseconds), (22, .timestampNanoseconds), (27, .uuid), (31, .timestampTZ), (32, .uhugeint),
  (36, .null),
]

extension LogicalType {
  /// Reads the engine's description of a type and frees it.
  init(consuming pointer: duckdb_logical_type?) {
    var pointer = pointer
    defer { duckdb_destroy_logical_type(&pointer) }
    let number = duckdb_get_type_id(pointer)
    switch number {
    case 19:
      self = .decimal(width: Int(duckdb_decimal_width(pointer)), scale: Int(duckdb_decimal_scale(pointer)))
    case 23:
      let texts = (0..<duckdb_enum_dictionary_size(pointer)).map {
        String(takingEngineText: duckdb_enum_dictionary_value(pointer, idx_t($0)))
      }
      self = .enumeration(texts)
    case 24:
      self = .list(LogicalType(consuming: duckdb_list_type_child_type(pointer)))
    case 25:
      let fields = (0..<duckdb_struct_type_child_count(pointer)).map {
        Field(
          String(takingEngineText: duckdb_struct_type_child_name(pointer, $0)),
          LogicalType(consuming: duckdb_struct_type_child_type(pointer, $0)))
      }
      self = .structure(fields)
    case 26:
      self = .map(
        key: LogicalType(consuming: duckdb_map_type_key_type(pointer)),
        value: LogicalType(consuming: duckdb_map_type_value_type(pointer)))
    case 33:
      self = .array(
        LogicalType(consuming: duckdb_array_type_child_type(pointer)),
        count: Int(duckdb_array_type_array_size(pointer)))
    default:
      self = plainTypes.first { $0.0 == number }?.1 ?? .unsupported(number)
    }
  }

  /// Lends `body` the engine's description of this type.
  /// - Throws: ``DuckDBError`` of kind `typeMismatch` for a type that values cannot be written as.
  func withEngineType<T>(_ body: (duckdb_logical_type?) throws -> T) throws -> T {
    var pointer = try makeEngineType()
    defer { duckdb_destroy_logical_type(&pointer) }
    return try body(pointer)
  }

  private func makeEngineType() throws -> duckdb_logical_type? {
    switch self {
    case .decimal(let width, let scale):
      return duckdb_create_decimal_type(UInt8(width), UInt8(scale))
    case .list(let element):
      return try element.withEngineType { duckdb_create_list_type($0) }
    default:
      guard let number = plainTypes.first(where: { $0.1 == self })?.0 else {
        throw DuckDBError(.typeMismatch, "A value of type \(self) cannot be written.", while: "making a type")
      }
      return duckdb_create_logical_type(number)
    }
  }
}

extension String {
  /// Copies a text that the engine allocated, and frees it.
  init(takingEngineText pointer: UnsafeMutablePointer<CChar>?) {
    self = pointer.map { String(cString: $0) } ?? ""
    duckdb_free(pointer)
  }
}
