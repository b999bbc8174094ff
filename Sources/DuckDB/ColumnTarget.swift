import CDuckDB

/// Some rows of one column of a chunk being filled.
public struct ColumnTarget {
  let name: String
  let type: LogicalType
  let vector: duckdb_vector?
  let start: Int

  /// The rows' storage as the engine lays it out.
  @inline(__always)
  func storage<Physical>(_: Physical.Type) -> UnsafeMutablePointer<Physical> {
    guard let data = duckdb_vector_get_data(vector) else { preconditionFailure("\(name) has no storage") }
    return data.assumingMemoryBound(to: Physical.self) + start
  }

  /// The rows from `rows` further on.
  func advanced(by rows: Int) -> ColumnTarget {
    ColumnTarget(name: name, type: type, vector: vector, start: start + rows)
  }

  /// Makes the row `index` NULL.
  func setNull(_ index: Int) {
    duckdb_vector_ensure_validity_writable(vector)
    let position = start + index
    duckdb_vector_get_validity(vector)?[position >> 6] &= ~(1 << UInt64(position & 63))
    // The engine copies the entries of NULL lists too.
    if case .list = type { storage(duckdb_list_entry.self)[index] = .init(offset: 0, length: 0) }
  }

  /// Makes the first `count` rows not NULL.
  func setAllValid(_ count: Int) {
    guard let validity = duckdb_vector_get_validity(vector) else { return }
    for position in start..<start + count { validity[position >> 6] |= 1 << UInt64(position & 63) }
  }

  /// Makes the row `index` a list of `count` elements, and gives these to be filled.
  func list(_ index: Int, _ count: Int) throws -> ColumnTarget {
    guard case .list(let element) = type else { throw mismatch("a list") }
    let offset = duckdb_list_vector_get_size(vector)
    let end = offset + idx_t(count)
    guard duckdb_list_vector_reserve(vector, end) == 0, duckdb_list_vector_set_size(vector, end) == 0 else {
      throw DuckDBError(.outOfMemory, "Column '\(name)' cannot hold \(end) list elements.", while: "appending")
    }
    storage(duckdb_list_entry.self)[index] = .init(offset: offset, length: idx_t(count))
    return ColumnTarget(
      name: "\(name)[]", type: element, vector: duckdb_list_vector_get_child(vector), start: Int(offset))
  }

  /// Writes a text, or bytes.
  func setBytes(_ index: Int, _ bytes: UnsafeBufferPointer<UInt8>) {
    bytes.withMemoryRebound(to: CChar.self) { text in
      let row = idx_t(start + index)
      if let address = text.baseAddress {
        duckdb_vector_assign_string_element_len(vector, row, address, idx_t(text.count))
      } else {
        duckdb_vector_assign_string_element_len(vector, row, "", 0)
      }
    }
  }

  func mismatch(_ given: String) -> DuckDBError {
    DuckDBError(.typeMismatch, "\(name) is \(type) and does not take \(given).", while: "appending")
  }

  func outOfRange(_ value: Any) -> DuckDBError {
    DuckDBError(.valueOutOfRange, "\(name) is \(type), which cannot hold \(value).", while: "appending")
  }
}
