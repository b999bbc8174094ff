import CDuckDB

/// One column of a chunk, or the elements of one list in it. Reading it copies values straight into Swift arrays.
public struct Column {
  /// The column's name.
  public let name: String
  /// The column's type.
  public let type: LogicalType
  /// How many values there are.
  public let count: Int

  let vector: duckdb_vector
  private let owner: Chunk
  private let data: UnsafeRawPointer
  let validity: UnsafePointer<UInt64>?
  private let start: Int
  // The row an error names; the elements of a list are all in their list's row.
  private let firstRow: Int
  private let isNested: Bool

  /// True where some value is NULL.
  public var hasNulls: Bool { firstNull != nil }

  /// True where the value `index` is NULL.
  public func isNull(_ index: Int) -> Bool {
    guard let validity else { return false }
    let position = start + index
    return validity[position >> 6] >> UInt64(position & 63) & 1 == 0
  }

  /// Appends all values to `array`.
  /// - Throws: ``DuckDBError``: `unexpectedNull`, `typeMismatch`, or `valueOutOfRange` where a value cannot be had
  ///   exactly as a `T`. The array may then hold some of the values.
  public func append<T: ColumnValue>(to array: inout [T]) throws { try T.append(self, to: &array) }

  /// Appends all values to `array`, NULLs as nil.
  /// - Throws: ``DuckDBError``: `typeMismatch` or `valueOutOfRange`.
  public func append<T: ColumnValue>(to array: inout [T?]) throws { try T.appendNullable(self, to: &array) }
}

// MARK: - Inside

extension Column {
  init(
    of owner: Chunk, _ vector: duckdb_vector?, name: String, type: LogicalType, count: Int, firstRow: Int,
    isNested: Bool = false, start: Int = 0
  ) {
    guard let vector else { preconditionFailure("column '\(name)' has no vector") }
    self.owner = owner
    self.vector = vector
    self.name = name
    self.type = type
    self.count = count
    self.start = start
    self.firstRow = firstRow
    self.isNested = isNested
    // A structure has no data of its own, only children.
    data = UnsafeRawPointer(duckdb_vector_get_data(vector)) ?? UnsafeRawPointer(vector)
    validity = UnsafePointer(duckdb_vector_get_validity(vector))
  }

  /// The values as the engine stores them.
  @inline(__always)
  func elements<Physical>(_: Physical.Type) -> UnsafeBufferPointer<Physical> {
    UnsafeBufferPointer(start: data.assumingMemoryBound(to: Physical.self) + start, count: count)
  }

  /// The first NULL, found a word of the mask at a time.
  var firstNull: Int? {
    guard let validity, count > 0 else { return nil }
    var position = start
    let end = start + count
    while position < end {
      let valid = validity[position >> 6] >> UInt64(position & 63)
      let width = min(64 - position & 63, end - position)
      let ones = (~valid).trailingZeroBitCount
      if ones < width { return position + ones - start }
      position += width
    }
    return nil
  }

  /// The elements of the value `index`, which is a list, map or array and not NULL.
  func children(_ index: Int) -> Column {
    switch type {
    case .array(let element, let size):
      return child(duckdb_array_vector_get_child(vector), element, in: index, (start + index) * size, size)
    case .map(let key, let value):
      let entry = elements(duckdb_list_entry.self)[index]
      let element = LogicalType.structure([.init("key", key), .init("value", value)])
      return child(
        duckdb_list_vector_get_child(vector), element, in: index, Int(entry.offset), Int(entry.length))
    case .list(let element):
      let entry = elements(duckdb_list_entry.self)[index]
      return child(
        duckdb_list_vector_get_child(vector), element, in: index, Int(entry.offset), Int(entry.length))
    default:
      preconditionFailure("\(type) has no elements")
    }
  }

  /// The value `index` alone.
  func slice(_ index: Int) -> Column {
    Column(
      of: owner, vector, name: name, type: type, count: 1, firstRow: row(index), isNested: isNested,
      start: start + index)
  }

  /// The column of field number `index` of a structure.
  func field(_ index: Int, _ field: LogicalType.Field) -> Column {
    Column(
      of: owner, duckdb_struct_vector_get_child(vector, idx_t(index)), name: "\(name).\(field.name)", type: field.type,
      count: count, firstRow: firstRow, isNested: isNested, start: start)
  }

  private func child(
    _ vector: duckdb_vector?, _ type: LogicalType, in index: Int, _ start: Int, _ count: Int
  ) -> Column {
    Column(
      of: owner, vector, name: "\(name)[]", type: type, count: count, firstRow: row(index), isNested: true,
      start: start)
  }

  private func row(_ index: Int) -> Int { isNested ? firstRow : firstRow + index }
}

// MARK: - Errors

extension Column {
  func mismatch(_ wanted: String) -> DuckDBError {
    error(.typeMismatch, "Column '\(name)' is \(type) and cannot be read as \(wanted).")
  }

  func unexpectedNull(_ index: Int) -> DuckDBError {
    error(.unexpectedNull, "Column '\(name)' is NULL in row \(row(index)).")
  }

  func outOfRange(_ index: Int, _ value: Any, _ wanted: String) -> DuckDBError {
    error(.valueOutOfRange, "Column '\(name)' holds \(value) in row \(row(index)), which is no \(wanted).")
  }

  private func error(_ kind: DuckDBError.Kind, _ message: String) -> DuckDBError {
    DuckDBError(kind, message, while: "reading the result of", sql: owner.sql)
  }
}
