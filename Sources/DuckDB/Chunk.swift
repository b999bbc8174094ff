import CDuckDB

/// Some consecutive rows of a result (2,048 at most as the engine is built), column by column.
public final class Chunk {
  /// The number of rows.
  public let count: Int
  /// The number of this chunk's first row in the whole result, from 0.
  public let firstRow: Int
  /// The columns' names.
  public var names: [String] { schema.names }

  /// The SQL text that gave these rows.
  var sql: String { schema.sql }

  private let pointer: duckdb_data_chunk
  private let schema: ResultSchema

  init(_ pointer: duckdb_data_chunk, _ schema: ResultSchema, firstRow: Int) {
    self.pointer = pointer
    self.schema = schema
    self.firstRow = firstRow
    count = Int(duckdb_data_chunk_get_size(pointer))
    DuckDBHandles.opened()
  }

  deinit {
    var chunk: duckdb_data_chunk? = pointer
    duckdb_destroy_data_chunk(&chunk)
    DuckDBHandles.closed()
  }

  /// The column `index`, counted from 0.
  /// - Precondition: there is such a column.
  public func column(_ index: Int) -> Column {
    Column(
      of: self, duckdb_data_chunk_get_vector(pointer, idx_t(index)), name: schema.names[index],
      type: schema.types[index], count: count, firstRow: firstRow)
  }

  /// The column called `name`.
  /// - Throws: ``DuckDBError`` of kind `misuse` where there is none, with the names there are.
  public func column(_ name: String) throws -> Column { column(try schema.index(of: name)) }
}

/// The names and types of a result's columns.
struct ResultSchema {
  let names: [String]
  let types: [LogicalType]
  let sql: String

  func index(of name: String) throws -> Int {
    if let index = names.firstIndex(of: name) { return index }
    let message = "There is no column '\(name)'; there are: \(names.joined(separator: ", "))."
    throw DuckDBError(.misuse, message, while: "reading the result of", sql: sql)
  }
}
