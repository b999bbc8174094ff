public import DuckDB
public import PipelineModel

extension DuckDBSession {
  /// Makes a table of columns of equal length and writes it to Parquet.
  ///
  /// - Parameters:
  ///   - name: the output.
  ///   - columns: names and SQL types, in the order of the arrays.
  ///   - values: one array a column.
  /// - Throws: `StageFailure`.
  public func export<each Element: ColumnValue>(
    _ name: String, columns: [(name: String, type: String)], _ values: repeat [each Element]
  ) throws -> OutputManifest {
    let list = columns.map { "\(SQL.quoteIdentifier($0.name)) \($0.type)" }.joined(separator: ", ")
    try execute("CREATE TABLE \(SQL.quoteIdentifier(name)) (\(list))")
    do {
      let appender = try Appender(connection, table: name)
      try appender.append(repeat each values)
      try appender.close()
    } catch {
      throw Self.failure(error)
    }
    return try export(name)
  }
}
