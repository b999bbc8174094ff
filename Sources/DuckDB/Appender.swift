import CDuckDB

/// Adds rows to a table, far faster than `INSERT`. Rows are there once ``flush()`` or ``close()`` has returned; what
/// was not flushed when the appender goes away is dropped, since a deinitialiser could not report a failure.
/// For one thread at a time, like its connection.
public final class Appender {
  /// The table.
  public let table: String
  /// The types of the table's columns.
  public let types: [LogicalType]

  private let connection: Connection
  private let pointer: duckdb_appender
  private var chunk: duckdb_data_chunk?
  private let capacity = Int(duckdb_vector_size())
  private var buffered = 0
  private var isClosed = false

  /// Opens an appender.
  /// - Throws: ``DuckDBError``, as where there is no such table.
  public init(_ connection: Connection, table: String, schema: String? = nil, catalog: String? = nil) throws {
    _ = connection.beginStatement()
    var appender: duckdb_appender?
    let state = duckdb_appender_create_ext(connection.handle.pointer, catalog, schema, table, &appender)
    guard state == 0, let appender else {
      defer { duckdb_appender_destroy(&appender) }
      throw DuckDBError(appender: appender, while: "opening an appender to '\(table)'")
    }
    self.connection = connection
    self.table = table
    pointer = appender
    types = (0..<duckdb_appender_column_count(appender)).map {
      LogicalType(consuming: duckdb_appender_column_type(appender, $0))
    }
    DuckDBHandles.opened()
  }

  deinit {
    duckdb_destroy_data_chunk(&chunk)
    if !isClosed { duckdb_appender_clear(pointer) }
    var appender: duckdb_appender? = pointer
    duckdb_appender_destroy(&appender)
    DuckDBHandles.closed()
  }

  /// Adds one row.
  /// - Throws: ``DuckDBError`` where a value does not fit its column; the row is then not added.
  public func append(row: [Value]) throws {
    guard row.count == types.count else {
      throw DuckDBError(
        .misuse, "The table has \(types.count) columns, but \(row.count) values were given.", while: action)
    }
    let chunk = try writableChunk()
    try filling(chunk, 1) {
      for (index, value) in row.enumerated() { try value.write(to: target(chunk, index)) }
    }
  }

  /// Adds rows, given as whole columns of one length, in the table's order.
  /// - Throws: ``DuckDBError`` where a value does not fit its column; rows of full chunks before it stay added.
  public func append(columns: [ColumnData]) throws {
    let rows = columns.first?.count ?? 0
    guard columns.count == types.count, columns.allSatisfy({ $0.count == rows }) else {
      let message =
        "The table has \(types.count) columns, but \(columns.count) were given, of lengths \(columns.map(\.count))."
      throw DuckDBError(.misuse, message, while: action)
    }
    var done = 0
    while done < rows {
      let chunk = try writableChunk()
      let count = min(capacity - buffered, rows - done)
      try filling(chunk, count) {
        for (index, column) in columns.enumerated() {
          try column.write(done..<done + count, target(chunk, index))
        }
      }
      done += count
    }
  }

  /// Adds rows, given as whole columns of one length: `try appender.append(ids, names)`.
  /// - Throws: as ``append(columns:)``.
  public func append<each T: ColumnValue>(_ columns: repeat [each T]) throws {
    var erased: [ColumnData] = []
    for column in repeat each columns { erased.append(ColumnData(column)) }
    try append(columns: erased)
  }

  /// Writes all rows added so far into the table.
  /// - Throws: ``DuckDBError``, as where they break a constraint. The engine writes long appends in lots of about 200,000
  ///   rows: within a transaction, all rows are written or none.
  public func flush() throws {
    try send()
    try check(duckdb_appender_flush(pointer))
  }

  /// Flushes, and ends the appender.
  /// - Throws: as ``flush()``.
  public func close() throws {
    try flush()
    isClosed = true
    try check(duckdb_appender_close(pointer))
  }

  private var action: String { "appending to '\(table)'" }

  private func writableChunk() throws -> duckdb_data_chunk? {
    if isClosed { throw DuckDBError(.misuse, "The appender is closed.", while: action) }
    if chunk == nil { chunk = try makeChunk(types[...], []) }
    return chunk
  }

  /// Makes a chunk of `types`, whose engine types are lent one inside the other.
  private func makeChunk(_ types: ArraySlice<LogicalType>, _ made: [duckdb_logical_type?]) throws -> duckdb_data_chunk?
  {
    guard let type = types.first else {
      var made = made
      return duckdb_create_data_chunk(&made, idx_t(made.count))
    }
    return try type.withEngineType { try makeChunk(types.dropFirst(), made + [$0]) }
  }

  private func target(_ chunk: duckdb_data_chunk?, _ index: Int) -> ColumnTarget {
    ColumnTarget(
      name: "Column \(index + 1) of '\(table)'", type: types[index],
      vector: duckdb_data_chunk_get_vector(chunk, idx_t(index)), start: buffered)
  }

  /// Lets `body` fill `count` rows of the chunk, and sends the chunk once it is full.
  private func filling(_ chunk: duckdb_data_chunk?, _ count: Int, _ body: () throws -> Void) throws {
    do {
      try body()
    } catch {
      // NULLs already marked in these rows must not outlive them.
      for index in types.indices { target(chunk, index).setAllValid(count) }
      throw error
    }
    buffered += count
    if buffered == capacity { try send() }
  }

  private func send() throws {
    guard buffered > 0, let chunk else { return }
    duckdb_data_chunk_set_size(chunk, idx_t(buffered))
    buffered = 0
    defer { duckdb_data_chunk_reset(chunk) }
    try check(duckdb_append_data_chunk(pointer, chunk))
  }

  private func check(_ state: duckdb_state) throws {
    _ = connection.beginStatement()  // the engine runs statements of its own here
    guard state != 0 else { return }
    let error = DuckDBError(appender: pointer, while: action)
    duckdb_appender_clear(pointer)
    throw error
  }
}

extension DuckDBError {
  init(appender: duckdb_appender?, while action: String) {
    var data = appender.flatMap { duckdb_appender_error_data($0) }
    defer { duckdb_destroy_error_data(&data) }
    guard let data else {
      self.init(.other, "The engine gave no reason.", while: action)
      return
    }
    let message = duckdb_error_data_message(data).map { String(cString: $0) } ?? "The engine gave no reason."
    self.init(Kind(engineCode: duckdb_error_data_error_type(data)), message, while: action)
  }
}
