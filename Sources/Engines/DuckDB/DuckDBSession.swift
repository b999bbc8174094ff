internal import Dispatch
public import DuckDB
public import JSON
public import PipelineModel
internal import Platform

/// Where a SELECT is written.
public struct SQLOrigin: Sendable, Hashable {
  /// The file, as shown in messages.
  public var file: String
  /// The line on which the SELECT begins.
  public var firstLine: Int

  /// Makes an origin.
  public init(file: String, firstLine: Int) {
    self.file = file
    self.firstLine = firstLine
  }
}

/// A database of one stage's own: sees the stage's inputs and nothing else, writes to the stage's folder alone.
///
/// Open, add inputs, `seal`, then work. Once sealed it can read no other file, and no statement can undo that.
public final class DuckDBSession {
  /// The connection.
  public let connection: Connection
  /// How many threads it may use.
  let threads: Int
  private let database: Database
  let folder: String
  private let control: JobControl
  private var readable: [String] = []
  private var declared: [String] = []
  /// How outputs are written. Past so many values in a row group a dictionary no longer pays for its making.
  static let parquet = "FORMAT parquet, COMPRESSION snappy, DICTIONARY_SIZE_LIMIT 8000"

  /// Opens a session that works in `folder`.
  /// - Throws: `StageFailure` where the engine cannot be opened.
  public init(folder: String, databases: DatabasePool, control: JobControl, prelude: String = "") throws {
    threads = databases.limits.threads
    self.folder = folder
    self.control = control
    do {
      database = try databases.take()
      connection = try Connection(database)
      if let settings = databases.settings { try connection.execute(settings) }
      try connection.execute("SET temp_directory = \(SQL.quoteLiteral(folder + "/.spill"))")
      if control.isWatched { try connection.enableProgress() }
      try connection.execute("SET TimeZone = 'UTC'; SET parquet_metadata_cache = true")
      if !prelude.isEmpty { try connection.execute(prelude) }
    } catch {
      throw Self.failure(error)
    }
    control.watch(connection.control)
  }

  deinit {
    control.watch(nil)
    // Giving back what large tables held takes a while; what follows in the stage does not wait for it.
    DispatchQueue.global(qos: .utility).asyncAfter(deadline: .now() + .milliseconds(20)) { [database] in
      withExtendedLifetime(database) {}
    }
  }

  // MARK: - Inputs

  /// The views of the inputs that were added.
  public var views: [String] { declared }

  /// Makes a table input visible as a view.
  public func add(_ table: InputTable) throws {
    declared.append(table.view)
    guard table.format == .parquet else { return }
    readable += table.files
    try view(table.view, of: table.files)
  }

  /// Makes the rows of Parquet files visible under a name.
  func view(_ name: String, of files: [String]) throws {
    try execute("CREATE OR REPLACE TEMP VIEW \(SQL.quoteIdentifier(name)) AS SELECT * FROM \(SQL.readParquet(files))")
  }

  /// Makes list parameters visible as views.
  public func add(_ parameters: ParameterSet) throws {
    for (path, value) in parameters.values.sorted(by: { $0.key < $1.key }) {
      if let view = SQLLiteral.view(path, value) { try execute(view) }
    }
  }

  /// Loads an extension of the engine.
  /// - Throws: `StageFailure` where `make deps` has not brought it.
  public func loadExtension(_ name: String, for use: String) throws {
    guard let path = DuckDBLibrary.extensionPath(name) else {
      throw StageFailure(
        "the engine's extension \(name) is missing, which \(use) takes", cause: .usage, mend: "make deps")
    }
    try execute("LOAD \(SQL.quoteLiteral(path))")
  }

  /// Lets the session read a file from now on, until it is sealed.
  func allow(_ files: [String]) { readable += files }

  /// Shuts out every file but the inputs and the stage's folder, for good.
  public func seal() throws {
    do {
      // The order of rows means nothing from here on; keeping it would cost a third of every write.
      try connection.execute("SET preserve_insertion_order = false")
      try connection.confine(directories: [folder], paths: readable)
    } catch {
      throw Self.failure(error)
    }
  }

  // MARK: - Work

  /// Runs statements.
  /// - Throws: `StageFailure`.
  @discardableResult
  public func execute(_ sql: String) throws -> QueryResult {
    try control.checkCancelled()
    do {
      return try connection.execute(sql)
    } catch {
      throw Self.failure(error)
    }
  }

  /// Runs a SELECT whose rows are computed as they are read.
  /// - Throws: `StageFailure`.
  public func stream(_ sql: String) throws -> QueryResult {
    try control.checkCancelled()
    do {
      return try connection.stream(sql)
    } catch {
      throw Self.failure(error)
    }
  }

  /// Makes a temporary table of a SELECT.
  ///
  /// - Parameters:
  ///   - origin: where the SELECT is written, for messages.
  public func materialize(_ name: String, _ select: String, from origin: SQLOrigin) throws {
    try run("CREATE TEMP TABLE \(SQL.quoteIdentifier(name)) AS\n\(select)", from: origin)
  }

  /// Drops a temporary table.
  func drop(_ table: String) throws { try execute("DROP TABLE \(SQL.quoteIdentifier(table))") }

  /// Writes the rows of a SELECT to Parquet in the stage's folder; they are then visible under the output's name.
  ///
  /// - Parameters:
  ///   - origin: where the SELECT is written, for messages.
  public func export(
    _ name: String, _ select: String, from origin: SQLOrigin, isProvenance: Bool = false
  ) throws -> OutputManifest {
    let path = "\(folder)/\(name).parquet"
    try run("COPY (\n\(select)\n) TO \(SQL.quoteLiteral(path)) (\(Self.parquet))", from: origin)
    try view(name, of: [path])
    return try describe(name, isProvenance: isProvenance)
  }

  /// Writes a table to Parquet in the stage's folder.
  ///
  /// - Parameters:
  ///   - isOrdered: whether the file keeps the order of the table's rows, which takes longer.
  public func export(_ table: String, isOrdered: Bool = false) throws -> OutputManifest {
    let path = SQL.quoteLiteral("\(folder)/\(table).parquet")
    let order = isOrdered ? " ORDER BY rowid" : ""
    try execute("COPY (SELECT * FROM \(SQL.quoteIdentifier(table))\(order)) TO \(path) (\(Self.parquet))")
    return try describe(table)
  }

  /// The names of a SELECT's columns.
  ///
  /// - Parameters:
  ///   - origin: where the SELECT is written, for messages.
  func names(_ select: String, from origin: SQLOrigin) throws -> [String] {
    try run("SELECT * FROM (\n\(select)\n) LIMIT 0", from: origin).names
  }

  @discardableResult
  private func run(_ statement: String, from origin: SQLOrigin) throws -> QueryResult {
    try control.checkCancelled()
    do {
      return try connection.execute(statement)
    } catch {
      // The statement's first line is ours; the file's begins on its second.
      throw Self.failure(error, file: origin.file, firstLine: origin.firstLine - 1, declared: declared)
    }
  }

  /// Takes Parquet files of the stage's folder, written while its source was read, as an output.
  func adopt(_ name: String, _ files: [String], isProvenance: Bool) throws -> OutputManifest {
    guard !files.isEmpty else {
      throw StageFailure(
        "the output \"\(name)\" is what was read, but this kind of source leaves no files", cause: .usage,
        mend: "take (as_read) from it")
    }
    try view(name, of: files.map { "\(folder)/\($0)" })
    let schema = try self.schema(of: name)
    let parts = try files.map { path in
      var part = try Self.file(path, in: folder)
      try view("\(name) part", of: ["\(folder)/\(path)"])
      part.content = try self.content(of: "\(name) part", schema)
      return part
    }
    let whole = parts.compactMap(\.content).reduce(.empty, +)
    return OutputManifest(
      format: .parquet, files: parts, rows: whole.rows, digest: whole.content(schema), schema: schema,
      isProvenance: isProvenance)
  }

  func describe(_ name: String, isProvenance: Bool = false) throws -> OutputManifest {
    let schema = try self.schema(of: name)
    let content = try self.content(of: name, schema)
    var file = try Self.file("\(name).parquet", in: folder)
    file.content = content
    return OutputManifest(
      format: .parquet, files: [file], rows: content.rows, digest: content.content(schema), schema: schema,
      isProvenance: isProvenance)
  }

  /// Writes a table of one row as a JSON object in the stage's folder.
  public func exportJSON(_ table: String, isProvenance: Bool = false) throws -> OutputManifest {
    let result = try execute("SELECT * FROM \(SQL.quoteIdentifier(table))")
    let names = result.names
    let rows = try result.rows()
    guard rows.count == 1, let row = rows.first else {
      throw StageFailure("the JSON output \"\(table)\" has \(rows.count) rows", mend: "its SELECT must give one row")
    }
    let object = JSON.members(zip(names, row).map { ($0, $1.json) })
    return try Self.write(object, table, in: folder, isProvenance: isProvenance)
  }

  /// Writes a JSON value to the stage's folder.
  public static func write(
    _ value: JSON, _ name: String, in folder: String, isProvenance: Bool = false
  ) throws -> OutputManifest {
    try Files.write(value.text(.pretty) + "\n", to: "\(folder)/\(name).json")
    return OutputManifest(
      format: .json, files: [try file("\(name).json", in: folder)], rows: nil,
      digest: SHA256.hex(value.text(.canonical)), isProvenance: isProvenance)
  }

  /// The entry of a file of the stage's folder.
  public static func file(_ name: String, in folder: String) throws -> OutputManifest.File {
    let path = folder + "/" + name
    guard let status = FileStatus(path) else { throw FileError("read", path) }
    return OutputManifest.File(path: name, bytes: status.size, sha256: try SHA256.hex(file: path))
  }

  private func schema(of table: String) throws -> [OutputManifest.Column] {
    let result = try execute("SELECT * FROM \(SQL.quoteIdentifier(table)) LIMIT 0")
    return zip(result.names, result.types).map { .init(name: $0, type: "\($1)") }
  }

  /// What the rows of a table or view hold.
  func content(of table: String, _ schema: [OutputManifest.Column]) throws -> RowDigest {
    let columns = schema.map { SQL.quoteIdentifier($0.name) }.joined(separator: ", ")
    let result = try execute(
      """
      SELECT count(*), coalesce(sum(h), 0)::VARCHAR, coalesce(sum(hash(h)), 0)::VARCHAR
      FROM (SELECT hash(\(columns)) AS h FROM \(SQL.quoteIdentifier(table)))
      """)
    guard let row = try result.rows().first, case .int(let rows) = row[0], case .string(let first) = row[1],
      case .string(let second) = row[2], let hash = UInt128(first), let rehash = UInt128(second)
    else { throw StageFailure("the digest of \"\(table)\" cannot be read") }
    return RowDigest(rows: Int(rows), hash: hash, rehash: rehash)
  }
}
