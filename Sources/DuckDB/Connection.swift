import CDuckDB

/// A connection to a database, for one thread at a time (hence not `Sendable`): make one connection a thread.
/// Another thread stops it, or watches it, through ``control``.
public final class Connection {
  /// The database.
  public let database: Database
  /// What other threads may do to this connection.
  public let control: ConnectionControl

  let handle: ConnectionHandle

  // Grows with every statement executed: the engine closes an unfinished stream when the next statement begins, and
  // would then end the stream early rather than fail.
  private(set) var generation = 0

  /// Connects.
  /// - Throws: ``DuckDBError``.
  public init(_ database: Database) throws {
    self.database = database
    handle = try ConnectionHandle(database.handle)
    control = ConnectionControl(handle: handle)
  }

  /// Executes one statement, or several separated by semicolons, each prepared once its predecessor is done.
  /// - Returns: the last statement's result.
  /// - Throws: ``DuckDBError``; statements before the one that failed stay executed.
  @discardableResult
  public func execute(_ sql: String) throws -> QueryResult {
    let statements = try ExtractedStatements(self, sql)
    var result: QueryResult?
    for index in 0..<statements.count {
      result = nil  // frees a result nobody sees before the next statement begins
      result = try Statement(self, statements, index).execute()
    }
    guard let result else { throw DuckDBError(.misuse, "There is no statement.", while: "executing", sql: sql) }
    return result
  }

  /// Prepares one statement, whose parameters are `?`, `$1` or `$name`.
  /// - Throws: ``DuckDBError``, of kind `misuse` where the text holds no statement or several.
  public func prepare(_ sql: String) throws -> Statement {
    let statements = try ExtractedStatements(self, sql)
    guard statements.count == 1 else {
      let message = "Expected one statement, found \(statements.count)."
      throw DuckDBError(.misuse, message, while: "preparing", sql: sql)
    }
    return try Statement(self, statements, 0)
  }

  /// Executes one statement with `parameters` and keeps its whole result in memory.
  /// - Throws: ``DuckDBError``.
  public func query(_ sql: String, _ parameters: [Value] = []) throws -> QueryResult {
    let statement = try prepare(sql)
    try statement.bind(parameters)
    return try statement.execute()
  }

  /// Executes one statement with `parameters`, computing its result as its chunks are read.
  /// - Throws: ``DuckDBError``.
  public func stream(_ sql: String, _ parameters: [Value] = []) throws -> QueryResult {
    let statement = try prepare(sql)
    try statement.bind(parameters)
    return try statement.stream()
  }

  /// Makes the engine measure the progress of this connection's statements (see ``ConnectionControl/progress``).
  /// - Throws: ``DuckDBError``, as when the configuration is locked.
  public func enableProgress() throws {
    try execute("SET enable_progress_bar = true; SET enable_progress_bar_print = false")
  }

  /// Stops the statement being executed; from another thread use ``control``.
  public func interrupt() { control.interrupt() }

  /// How far the statement being executed is; from another thread use ``control``.
  public var progress: ConnectionControl.Progress? { control.progress }

  /// Notes that a statement begins, and returns its generation.
  func beginStatement() -> Int {
    generation += 1
    return generation
  }
}
