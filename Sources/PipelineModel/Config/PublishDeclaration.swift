public import JSON

/// Where a stage of kind `publish` puts its inputs, outside the output folder.
public struct PublishDeclaration: Sendable, Hashable {
  /// Where to.
  public enum Target: Sendable, Hashable {
    /// A file for each table in a folder.
    case files(FileFormat, folder: String)
    /// Tables of a DuckDB file, with its schema.
    case duckdb(file: String, schema: String)
    /// Tables of a PostgreSQL server.
    case postgresql(Server)
  }

  /// A format of files.
  public enum FileFormat: String, Sendable, Hashable, CaseIterable {
    case csv, xlsx, parquet
  }

  /// A PostgreSQL server. No password: that comes from the environment when the stage runs.
  public struct Server: Sendable, Hashable {
    /// The host, or the folder of its socket.
    public var host: String
    /// The port.
    public var port: Int
    /// The database.
    public var database: String
    /// The user; nil for the system's.
    public var user: String?
    /// The schema of the tables.
    public var schema: String
    /// How the connection is secured, as libpq calls it; nil for its own choice.
    public var sslMode: String?
    /// The environment variable that holds the password; nil where none is needed, or libpq finds one itself.
    public var passwordVariable: String?
  }

  /// What becomes of what is there already.
  public enum Mode: String, Sendable, Hashable, CaseIterable {
    /// It goes: the target holds what the input does.
    case replace
    /// Rows with the key of a new one are replaced, others stay.
    case upsert
  }

  /// One input's table.
  public struct Table: Sendable, Hashable {
    /// The table's or file's name.
    public var name: String
    /// The columns by which rows are the same, for `upsert`.
    public var keys: [String]
  }

  /// The names of targets in a config.
  public static let targets = FileFormat.allCases.map(\.rawValue) + ["duckdb", "postgresql"]

  /// Where to.
  public var target: Target
  /// What becomes of what is there.
  public var mode = Mode.replace
  /// The table of each input.
  public var tables: [String: Table]

  /// What of it enters the stage's key: all but the password's place, which changes no result.
  public var json: JSON {
    var members: [(String, JSON)] = [("mode", .string(mode.rawValue))]
    switch target {
    case .files(let format, let folder):
      members += [("to", .string(format.rawValue)), ("folder", .string(folder))]
    case .duckdb(let file, let schema):
      members += [("to", "duckdb"), ("file", .string(file)), ("schema", .string(schema))]
    case .postgresql(let server):
      members += [
        ("to", "postgresql"), ("host", .string(server.host)), ("port", .int(server.port)),
        ("database", .string(server.database)), ("user", server.user.map { .string($0) } ?? nil),
        ("schema", .string(server.schema)),
      ]
    }
    members.append(
      (
        "tables",
        .members(
          tables.sorted { $0.key < $1.key }.map { input, table in
            (input, ["name": .string(table.name), "keys": .array(table.keys.map { .string($0) })])
          })
      ))
    return .members(members)
  }
}
