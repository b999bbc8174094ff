import CDuckDB

/// The part of a connection that any thread may use while another one executes: stopping it, and seeing how far it is.
public struct ConnectionControl: Sendable {
  let handle: ConnectionHandle

  /// Stops the statement being executed, which then throws an error of kind `interrupt`.
  /// Does nothing where no statement is being executed: a statement begun later is not stopped.
  public func interrupt() { duckdb_interrupt(handle.pointer) }

  /// How far the statement being executed is, or nil where the engine does not say.
  /// The engine says so only after ``Connection/enableProgress()``.
  public var progress: Progress? {
    let progress = duckdb_query_progress(handle.pointer)
    guard progress.percentage >= 0 else { return nil }
    return Progress(
      percentage: progress.percentage, rowsProcessed: progress.rows_processed,
      totalRows: progress.total_rows_to_process)
  }

  /// How far a statement is.
  public struct Progress: Sendable, Hashable {
    /// From 0 to 100, the engine's estimate.
    public var percentage: Double
    /// Rows read so far, at the stage of the query being executed.
    public var rowsProcessed: UInt64
    /// Rows to read in all, estimated.
    public var totalRows: UInt64
  }
}

/// The engine's connection, closed when the last owner goes.
final class ConnectionHandle: @unchecked Sendable {  // interrupt and progress may be called from any thread
  let pointer: duckdb_connection
  let database: DatabaseHandle

  init(_ database: DatabaseHandle) throws {
    var connection: duckdb_connection?
    guard duckdb_connect(database.pointer, &connection) == 0, let connection else {
      throw DuckDBError(.connection, "The engine refused a connection.", while: "connecting")
    }
    pointer = connection
    self.database = database
    DuckDBHandles.opened()
  }

  deinit {
    var connection: duckdb_connection? = pointer
    duckdb_disconnect(&connection)
    DuckDBHandles.closed()
  }
}
