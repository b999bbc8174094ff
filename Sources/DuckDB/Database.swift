import CDuckDB

/// A database of the engine: in memory, or a file. It closes once it and all its connections are gone.
public final class Database: Sendable {
  /// The file, or nil for a database in memory.
  public let path: String?

  let handle: DatabaseHandle

  /// Opens a database, loading the engine if need be.
  /// - Parameters:
  ///   - path: the file, made if absent; nil for a database in memory.
  ///   - configuration: the engine's settings by name, as in `["threads": "2", "memory_limit": "1GB"]`.
  /// - Throws: ``DuckDBError``.
  public init(path: String? = nil, configuration: [String: String] = [:]) throws {
    try DuckDBLibrary.load()
    self.path = path
    handle = try DatabaseHandle(path: path, configuration: configuration)
  }
}

/// The engine's database, closed when the last owner goes.
final class DatabaseHandle: @unchecked Sendable {  // the engine's databases may be used from any thread
  let pointer: duckdb_database

  init(path: String?, configuration: [String: String]) throws {
    let action = path.map { "opening '\($0)'" } ?? "opening a database in memory"
    if let path, path.utf8.contains(0) { throw DuckDBError(.misuse, "The path holds a NUL byte.", while: action) }
    var config: duckdb_config?
    guard duckdb_create_config(&config) == 0 else {
      throw DuckDBError(.outOfMemory, "The engine made no configuration.", while: action)
    }
    defer { duckdb_destroy_config(&config) }
    for (name, value) in configuration.sorted(by: { $0.key < $1.key })
    where duckdb_set_config(config, name, value) != 0 {
      throw DuckDBError(.invalidConfiguration, "There is no setting '\(name)' that takes '\(value)'.", while: action)
    }
    var database: duckdb_database?
    var reason: UnsafeMutablePointer<CChar>?
    let state = duckdb_open_ext(path, &database, config, &reason)
    defer { duckdb_free(reason) }
    guard state == 0, let database else {
      let message = reason.map { String(cString: $0) } ?? "The engine gave no reason."
      duckdb_close(&database)
      throw DuckDBError(.init(engineMessage: message), message, while: action)
    }
    pointer = database
    DuckDBHandles.opened()
  }

  deinit {
    var database: duckdb_database? = pointer
    duckdb_close(&database)
    DuckDBHandles.closed()
  }
}
