public import DuckDB
public import PipelineModel

extension DuckDBSession {
  /// Makes a table of columns of equal length and writes it to Parquet.
  ///
  /// - Parameters:
  ///   - name: the output.
  ///   - columns: names and SQL types, in the order of the arrays.
  ///   - isOrdered: whether the file keeps the order of the rows, for people who look at its first ones.
  ///   - values: one array a column.
  /// - Throws: `StageFailure`.
  public func export<each Element: ColumnValue>(
    _ name: String, columns: [(name: String, type: String)], isOrdered: Bool = false, _ values: repeat [each Element]
  ) throws -> OutputManifest {
    try export(name, columns: columns, isOrdered: isOrdered) { try $0.append(repeat each values) }
  }

  /// Makes a table of what `fill` appends and writes it to Parquet.
  ///
  /// - Throws: `StageFailure`, or what `fill` throws.
  public func export(
    _ name: String, columns: [(name: String, type: String)], isOrdered: Bool = false,
    _ fill: (Appender) throws -> Void
  ) throws -> OutputManifest {
    let list = columns.map { "\(SQL.quoteIdentifier($0.name)) \($0.type)" }.joined(separator: ", ")
    try execute("CREATE TABLE \(SQL.quoteIdentifier(name)) (\(list))")
    do {
      let appender = try Appender(connection, table: name)
      try fill(appender)
      try appender.close()
    } catch let error as DuckDBError {
      throw Self.failure(error)
    }
    return try export(name, isOrdered: isOrdered)
  }
}
