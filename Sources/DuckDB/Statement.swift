import CDuckDB
import Glibc

/// A prepared statement with its parameters.
public final class Statement {
  /// The SQL text as it was given.
  public let sql: String
  /// The connection.
  public let connection: Connection
  /// How many parameters there are.
  public let parameterCount: Int

  private let pointer: duckdb_prepared_statement

  init(_ connection: Connection, _ statements: ExtractedStatements, _ index: Int) throws {
    _ = connection.beginStatement()  // preparing, too, makes the engine close an unfinished stream
    var statement: duckdb_prepared_statement?
    let state = duckdb_prepare_extracted_statement(
      connection.handle.pointer, statements.pointer, idx_t(index), &statement)
    guard state == 0, let statement else {
      let message = duckdb_prepare_error(statement).map { String(cString: $0) } ?? "The engine gave no reason."
      duckdb_destroy_prepare(&statement)
      throw DuckDBError(.init(engineMessage: message), message, while: "preparing", sql: statements.sql)
    }
    pointer = statement
    sql = statements.sql
    self.connection = connection
    parameterCount = Int(duckdb_nparams(statement))
    DuckDBHandles.opened()
  }

  deinit {
    var statement: duckdb_prepared_statement? = pointer
    duckdb_destroy_prepare(&statement)
    DuckDBHandles.closed()
  }

  /// Gives the parameter `index`, counted from 1, its value.
  /// - Throws: ``DuckDBError`` where there is no such parameter or the engine does not take the value.
  public func bind(_ value: Value, at index: Int) throws {
    guard (1...max(parameterCount, 1)).contains(index), parameterCount > 0 else {
      let message = "There is no parameter \(index): the statement has \(parameterCount)."
      throw DuckDBError(.misuse, message, while: "binding", sql: sql)
    }
    let state = try value.withEngineValue { duckdb_bind_value(pointer, idx_t(index), $0) }
    guard state == 0 else {
      let message = duckdb_prepare_error(pointer).map { String(cString: $0) } ?? "The engine gave no reason."
      throw DuckDBError(.init(engineMessage: message), message, while: "binding parameter \(index)", sql: sql)
    }
  }

  /// Gives all parameters their values, in order.
  /// - Throws: ``DuckDBError``, of kind `misuse` where the number of values is another.
  public func bind(_ values: [Value]) throws {
    guard values.count == parameterCount else {
      let message = "The statement has \(parameterCount) parameters, but \(values.count) values were given."
      throw DuckDBError(.misuse, message, while: "binding", sql: sql)
    }
    for (offset, value) in values.enumerated() { try bind(value, at: offset + 1) }
  }

  /// Executes the statement and keeps its whole result in memory. May be called again, with other parameters.
  /// - Throws: ``DuckDBError``.
  public func execute() throws -> QueryResult {
    try run { duckdb_pending_prepared(pointer, &$0) }
  }

  /// Executes the statement, computing its result as its chunks are read, in bounded memory. Preparing or
  /// executing anything else on the connection ends the stream.
  /// - Throws: ``DuckDBError``.
  public func stream() throws -> QueryResult {
    try run { duckdb_pending_prepared_streaming(pointer, &$0) }
  }

  private func run(_ begin: (inout duckdb_pending_result?) -> duckdb_state) throws -> QueryResult {
    let generation = connection.beginStatement()
    var pending: duckdb_pending_result?
    defer { duckdb_destroy_pending(&pending) }
    guard begin(&pending) == 0, Self.isDone(pending) else {
      let message = duckdb_pending_error(pending).map { String(cString: $0) } ?? "The engine gave no reason."
      throw DuckDBError(.init(engineMessage: message), message, while: "executing", sql: sql)
    }
    var result = duckdb_result()
    guard duckdb_execute_pending(pending, &result) == 0 else {
      defer { duckdb_destroy_result(&result) }
      throw DuckDBError(result: &result, while: "executing", sql: sql)
    }
    return try QueryResult(result, of: self, generation: generation)
  }

  /// Takes part in the statement's work until its result is ready; false where it failed.
  ///
  /// While the engine's other threads do the last of it, this one sleeps. The engine's own loop would go round and
  /// round, and take a processor from what runs beside.
  private static func isDone(_ pending: duckdb_pending_result?) -> Bool {
    var pause: UInt32 = 0
    while true {
      switch duckdb_pending_execute_task(pending) {
      case 0: return true
      case 1: pause = 0
      case 3:
        // The first wait is the shortest there is: most last tasks are small.
        usleep(max(pause, 1))
        pause = min(pause + 50, 500)
      default: return false
      }
    }
  }
}

/// The statements of one SQL text, parsed.
final class ExtractedStatements {
  let sql: String
  let count: Int
  let pointer: duckdb_extracted_statements

  init(_ connection: Connection, _ sql: String) throws {
    guard !sql.utf8.contains(0) else {
      throw DuckDBError(.misuse, "The SQL text holds a NUL byte.", while: "parsing", sql: sql)
    }
    var statements: duckdb_extracted_statements?
    let count = duckdb_extract_statements(connection.handle.pointer, sql, &statements)
    guard count > 0, let statements else {
      defer { duckdb_destroy_extracted(&statements) }
      let reason = statements.flatMap { duckdb_extract_statements_error($0) }.map { String(cString: $0) }
      guard let reason else { throw DuckDBError(.misuse, "There is no statement.", while: "parsing", sql: sql) }
      throw DuckDBError(.init(engineMessage: reason), reason, while: "parsing", sql: sql)
    }
    self.sql = sql
    self.count = Int(count)
    pointer = statements
  }

  deinit {
    var statements: duckdb_extracted_statements? = pointer
    duckdb_destroy_extracted(&statements)
  }
}

extension DuckDBError {
  /// The error of a result that failed.
  init(result: inout duckdb_result, while action: String, sql: String) {
    let message = duckdb_result_error(&result).map { String(cString: $0) } ?? "The engine gave no reason."
    self.init(Kind(engineCode: duckdb_result_error_type(&result)), message, while: action, sql: sql)
  }
}
