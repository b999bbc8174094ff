extension QueryResult {
  /// Reads all remaining rows of the first columns, in one pass: `let (ids, names) = try result.columns(Int64.self,
  /// String?.self)`. There must be as many columns as types.
  /// - Parameters:
  ///   - type: what to read each column as.
  ///   - rows: about how many rows there are; saves copying as large arrays grow.
  /// - Throws: ``DuckDBError``, as for a NULL where the type is not optional.
  public func columns<each T: ColumnValue>(
    _ type: repeat (each T).Type, reserving rows: Int = 0
  ) throws -> (repeat [each T]) {
    let collectors = (repeat Collector<each T>(rows))
    var wanted = 0
    for _ in repeat each type { wanted += 1 }
    guard wanted == names.count else {
      let message = "The result has \(names.count) columns (\(names.joined(separator: ", "))), not \(wanted)."
      throw DuckDBError(.misuse, message, while: "reading the result of", sql: sql)
    }
    while let chunk = try nextChunk() {
      var index = 0
      for collector in repeat each collectors {
        try chunk.column(index).append(to: &collector.array)
        index += 1
      }
    }
    return (repeat (each collectors).array)
  }

  /// Reads all remaining rows of one column.
  /// - Throws: ``DuckDBError``, as for a NULL where `T` is not optional.
  public func column<T: ColumnValue>(_ name: String, as type: T.Type = T.self) throws -> [T] {
    let index = try columnIndex(name)
    var array: [T] = []
    while let chunk = try nextChunk() { try chunk.column(index).append(to: &array) }
    return array
  }

  /// Reads all remaining rows of one column of integers.
  /// - Throws: ``DuckDBError``, as for a NULL.
  public func int64s(column: String) throws -> [Int64] { try self.column(column) }

  /// Reads all remaining rows of one column of numbers.
  /// - Throws: ``DuckDBError``, as for a NULL.
  public func doubles(column: String) throws -> [Double] { try self.column(column) }

  /// Reads all remaining rows of one column of texts.
  /// - Throws: ``DuckDBError``, as for a NULL.
  public func strings(column: String) throws -> [String] { try self.column(column) }

  /// Reads all remaining rows, for small results.
  /// - Throws: ``DuckDBError``.
  public func rows() throws -> [[Value]] {
    var rows: [[Value]] = []
    while let next = try nextRows() { rows += next }
    return rows
  }

  /// Reads some more rows, or nil after the last ones.
  /// - Throws: ``DuckDBError``.
  public func nextRows() throws -> [[Value]]? {
    guard let chunk = try nextChunk() else { return nil }
    let columns = names.indices.map { chunk.column($0) }
    return try (0..<chunk.count).map { row in try columns.map { try $0.value(at: row) } }
  }

  /// Reads the only value of a result of one row and one column.
  /// - Throws: ``DuckDBError``, of kind `misuse` where there is another number of rows or columns.
  public func scalar<T: ColumnValue>(_ type: T.Type = T.self) throws -> T {
    let array = try columns(T.self)
    guard let value = array.first, array.count == 1 else {
      throw DuckDBError(
        .misuse, "The result has \(array.count) rows, not one.", while: "reading the result of", sql: sql)
    }
    return value
  }
}

/// An array being filled, behind a reference: the arrays of a tuple would be copied to be changed.
private final class Collector<T: ColumnValue> {
  var array: [T] = []

  init(_ capacity: Int) { array.reserveCapacity(capacity) }
}
