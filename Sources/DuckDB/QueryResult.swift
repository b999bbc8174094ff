import CDuckDB

/// The result of a statement, read once, chunk by chunk.
public final class QueryResult {
  /// The SQL text that gave this result.
  public var sql: String { statement.sql }
  /// The columns' names.
  public var names: [String] { schema.names }
  /// The columns' types.
  public var types: [LogicalType] { schema.types }
  /// How many rows the statement inserted, updated or deleted.
  public let rowsChanged: Int
  /// How many rows have been read.
  public private(set) var rowsRead = 0

  let schema: ResultSchema
  private let statement: Statement
  private var result: duckdb_result
  private let streamGeneration: Int?
  private var isFinished = false

  init(_ result: duckdb_result, of statement: Statement, generation: Int) throws {
    var result = result
    let columns = 0..<duckdb_column_count(&result)
    schema = ResultSchema(
      names: columns.map { column in duckdb_column_name(&result, column).map { String(cString: $0) } ?? "" },
      types: columns.map { LogicalType(consuming: duckdb_column_logical_type(&result, $0)) }, sql: statement.sql)
    rowsChanged = Int(duckdb_rows_changed(&result))
    streamGeneration = duckdb_result_is_streaming(result) ? generation : nil
    self.result = result
    self.statement = statement
    DuckDBHandles.opened()
  }

  deinit {
    duckdb_destroy_result(&result)
    DuckDBHandles.closed()
  }

  /// The next rows, or nil after the last ones.
  /// - Throws: ``DuckDBError`` where computing them fails, or where a stream was ended by another statement.
  public func nextChunk() throws -> Chunk? {
    guard !isFinished else { return nil }
    if let streamGeneration, streamGeneration != statement.connection.generation {
      let message = "Another statement on the connection ended this stream after \(rowsRead) rows."
      throw DuckDBError(.misuse, message, while: "reading the result of", sql: sql)
    }
    guard let pointer = duckdb_fetch_chunk(result) else {
      isFinished = true
      guard duckdb_result_error(&result).map({ $0.pointee == 0 }) ?? true else {
        throw DuckDBError(result: &result, while: "executing", sql: sql)
      }
      return nil
    }
    let chunk = Chunk(pointer, schema, firstRow: rowsRead)
    guard chunk.count > 0 else {
      isFinished = true
      return nil
    }
    rowsRead += chunk.count
    return chunk
  }

  /// The number of the column called `name`, from 0.
  /// - Throws: ``DuckDBError`` of kind `misuse` where there is none.
  public func columnIndex(_ name: String) throws -> Int { try schema.index(of: name) }
}
