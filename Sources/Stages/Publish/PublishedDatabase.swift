internal import DuckDB
internal import Engines
internal import PipelineModel
internal import Platform

/// Puts tables into a database that is attached: a DuckDB file or a PostgreSQL server, all of them in one transaction.
struct PublishedDatabase {
  let session: DuckDBSession
  let control: JobControl
  let mode: PublishDeclaration.Mode
  let schema: String
  /// Whether it is a server, which is told its own SQL.
  let isServer: Bool
  /// Called before the transaction ends that others then see.
  let willCommit: () throws -> Void

  /// Under which name the database is attached.
  static let attached = "publish_target"

  func publish(_ items: [PublishedTable]) throws {
    let schemas = try session.execute(
      "SELECT schema_name FROM duckdb_schemas() WHERE database_name = '\(Self.attached)'"
    ).columns(String.self)
    guard schemas.contains(schema) else {
      let own = schemas.filter { $0 != "information_schema" && !$0.hasPrefix("pg_") }
      throw StageFailure(
        "there is no schema \"\(schema)\"", cause: .usage,
        mend: "create it, or name one of: \(own.joined(separator: ", "))")
    }
    try session.execute("BEGIN TRANSACTION")
    do {
      for item in items {
        control.report(.init(step: item.table.input))
        try publish(item)
      }
      try control.checkCancelled()
      try willCommit()
      try session.execute("COMMIT")
    } catch {
      // The first failure is told; one of the way back says nothing new.
      _ = try? session.execute("ROLLBACK")
      throw error
    }
    try session.execute("DETACH \(Self.attached)")
  }

  private func publish(_ item: PublishedTable) throws {
    if mode == .upsert { try refuseFaultyKeys(item) }
    try refuseView(item)
    let own = try columns(of: item.name)
    if own.isEmpty {
      try create(item)
    } else {
      try refuseOtherColumns(own, item)
      switch mode {
      case .replace: try replace(item)
      case .upsert: try merge(item)
      }
    }
    guard mode == .replace else { return }
    let rows = try session.execute("SELECT count(*) FROM \(path(item.name))").scalar(Int64.self)
    guard Int(rows) == item.rows else {
      throw StageFailure("\(schema).\(item.name) holds \(rows) rows instead of \(item.rows)")
    }
  }

  // MARK: - What is there

  private func columns(of table: String) throws -> [OutputManifest.Column] {
    try session.execute(
      """
      SELECT column_name, data_type FROM duckdb_columns()
      WHERE database_name = '\(Self.attached)' AND schema_name = \(SQL.quoteLiteral(schema))
        AND \(isNamed("table_name", table))
      ORDER BY column_index
      """
    ).rows().map { OutputManifest.Column(name: "\($0[0])", type: "\($0[1])") }
  }

  /// A server may take rows through a view; a DuckDB file does not.
  private func refuseView(_ item: PublishedTable) throws {
    guard !isServer else { return }
    let views = try session.execute(
      """
      SELECT count(*) FROM duckdb_views()
      WHERE database_name = '\(Self.attached)' AND schema_name = \(SQL.quoteLiteral(schema))
        AND \(isNamed("view_name", item.name))
      """
    ).scalar(Int64.self)
    guard views == 0 else {
      throw StageFailure(
        "\(schema).\(item.name) is a view, which takes no rows", cause: .usage,
        mend: "drop or rename that view, or give another \"name\" in \"tables\"")
    }
  }

  /// A table of other columns is somebody else's; one of other types may not hold what the input does.
  private func refuseOtherColumns(_ own: [OutputManifest.Column], _ item: PublishedTable) throws {
    let mend = "alter, rename or drop that table, or give another \"name\" in \"tables\""
    guard Set(own.map(\.name)) == Set(item.columns.map(\.name)) else {
      throw StageFailure(
        "the table \(schema).\(item.name) has other columns (\(own.map(\.name).joined(separator: ", "))) than "
          + item.table.input, cause: .usage, mend: mend)
    }
    for column in item.columns {
      guard let there = own.first(where: { $0.name == column.name }), there.type != column.type else { continue }
      // A server's own type for one that it lacks: what the table was made with.
      if isServer, column.isNested || column.type == "TIMESTAMP_NS" { continue }
      guard there.isNested == column.isNested, try holdsAll(of: column, as: there.type, item) else {
        throw StageFailure(
          "\"\(column.name)\" of the table \(schema).\(item.name) is \(there.type), which cannot hold what "
            + "\(item.table.input) has there: \(column.type)", cause: .usage, mend: mend)
      }
    }
  }

  /// Whether every value of a column comes back from another type as it was.
  private func holdsAll(of column: OutputManifest.Column, as type: String, _ item: PublishedTable) throws -> Bool {
    let name = SQL.quoteIdentifier(column.name)
    let changed = try session.execute(
      """
      SELECT count(*) FROM \(view(item))
      WHERE TRY_CAST(TRY_CAST(\(name) AS \(type)) AS \(column.type)) IS DISTINCT FROM \(name)
      """
    ).scalar(Int64.self)
    return changed == 0
  }

  private func refuseFaultyKeys(_ item: PublishedTable) throws {
    let shown = item.keys.joined(separator: ", ")
    let isNull = item.keys.map { "\(SQL.quoteIdentifier($0)) IS NULL" }.joined(separator: " OR ")
    let count = try session.execute("SELECT count(*) FROM \(view(item)) WHERE \(isNull)").scalar(Int64.self)
    guard count == 0 else {
      throw StageFailure(
        "\(count) of \(item.rows) rows of \(item.table.input) have no \(shown): they are the same as none and would be added "
          + "again each time", cause: .usage,
        mend: "leave them out in the stage that makes them, or publish with \"mode\": \"replace\"")
    }
    let different = try session.execute(
      "SELECT count(*) FROM (SELECT DISTINCT \(quoted(item.keys)) FROM \(view(item)))"
    ).scalar(Int64.self)
    guard Int(different) == item.rows else {
      throw StageFailure(
        "the \(item.rows) rows of \(item.table.input) have \(different) different \(shown): one row would take another's "
          + "place", cause: .usage, mend: "name more columns in \"keys\", or publish with \"mode\": \"replace\"")
    }
  }

  // MARK: - Rows

  /// A new table that rows are to be merged into has its key from the start.
  private func create(_ item: PublishedTable) throws {
    guard mode == .upsert else {
      try session.execute("CREATE TABLE \(path(item.name)) AS SELECT \(names(item)) FROM \(view(item))")
      return
    }
    let keys = quoted(item.keys)
    if isServer {
      try session.execute("CREATE TABLE \(path(item.name)) AS SELECT \(names(item)) FROM \(view(item))")
      try onServer("ALTER TABLE \(place(item.name)) ADD PRIMARY KEY (\(keys))")
    } else {
      let columns = item.columns.map { "\(SQL.quoteIdentifier($0.name)) \($0.type)" }.joined(separator: ", ")
      try session.execute("CREATE TABLE \(path(item.name)) (\(columns), PRIMARY KEY (\(keys)))")
      try insert(item)
    }
  }

  /// Its rows alone go: rights, indexes and views of the table stay.
  private func replace(_ item: PublishedTable) throws {
    let table = path(item.name)
    let keys = isServer ? [] : try uniqueIndexes(of: item.name)
    guard let key = keys.first else {
      try session.execute("DELETE FROM \(table)")
      try insert(item)
      return
    }
    // Within one transaction DuckDB's unique indexes do not let go of rows that are deleted: those that stay are changed.
    guard keys.count == 1, key.allSatisfy({ name in item.columns.contains { $0.name == name } }) else {
      throw StageFailure(
        "the table \(schema).\(item.name) has unique indexes that its rows cannot be replaced under", cause: .usage,
        mend: "keep one of them, on columns alone, or a primary key in their place")
    }
    let same = key.map { "n.\(SQL.quoteIdentifier($0)) = t.\(SQL.quoteIdentifier($0))" }.joined(separator: " AND ")
    try session.execute("DELETE FROM \(table) AS t WHERE NOT EXISTS (SELECT 1 FROM \(view(item)) AS n WHERE \(same))")
    try insert(item, onConflict: key)
  }

  private func merge(_ item: PublishedTable) throws {
    guard isServer else { return try insert(item, onConflict: item.keys) }
    // The server merges by itself, from a table that nobody else ever sees.
    let passing = "palier_new_\(item.name)"
    try session.execute("CREATE TABLE \(path(passing)) AS SELECT \(names(item)) FROM \(view(item))")
    try onServer(
      "INSERT INTO \(place(item.name)) (\(names(item))) SELECT \(names(item)) FROM \(place(passing)) "
        + conflict(item, item.keys))
    try onServer("DROP TABLE \(place(passing))")
  }

  private func insert(_ item: PublishedTable, onConflict keys: [String] = []) throws {
    try session.execute(
      "INSERT INTO \(path(item.name)) (\(names(item))) SELECT \(names(item)) FROM \(view(item)) "
        + (keys.isEmpty ? "" : conflict(item, keys)))
  }

  private func conflict(_ item: PublishedTable, _ keys: [String]) -> String {
    let others = item.columns.map(\.name).filter { !keys.contains($0) }.map { SQL.quoteIdentifier($0) }
    let action =
      others.isEmpty ? "NOTHING" : "UPDATE SET " + others.map { "\($0) = excluded.\($0)" }.joined(separator: ", ")
    return "ON CONFLICT (\(quoted(keys))) DO \(action)"
  }

  /// What each unique index of a DuckDB table is on, but its primary key: columns, or expressions.
  private func uniqueIndexes(of table: String) throws -> [[String]] {
    let (indexes, parts) = try session.execute(
      """
      SELECT index_name, unnest(CAST(expressions AS VARCHAR[])) FROM duckdb_indexes()
      WHERE database_name = '\(Self.attached)' AND schema_name = \(SQL.quoteLiteral(schema))
        AND \(isNamed("table_name", table)) AND is_unique AND NOT is_primary
      ORDER BY index_name
      """
    ).columns(String.self, String.self)
    return Dictionary(grouping: zip(indexes, parts), by: \.0).sorted { $0.key < $1.key }.map { index in
      index.value.map { _, part in
        part.hasPrefix("\"") ? String(part.dropFirst().dropLast()).replacing("\"\"", with: "\"") : part
      }
    }
  }

  /// A DuckDB file knows no capitals in names.
  private func isNamed(_ column: String, _ name: String) -> String {
    isServer
      ? "\(column) = \(SQL.quoteLiteral(name))" : "lower(\(column)) = lower(\(SQL.quoteLiteral(name)))"
  }

  // MARK: - Words

  private func view(_ item: PublishedTable) -> String { SQL.quoteIdentifier(item.table.view) }
  private func names(_ item: PublishedTable) -> String { quoted(item.columns.map(\.name)) }
  private func quoted(_ names: [String]) -> String { names.map { SQL.quoteIdentifier($0) }.joined(separator: ", ") }
  private func path(_ table: String) -> String { "\(Self.attached).\(place(table))" }
  private func place(_ table: String) -> String { "\(SQL.quoteIdentifier(schema)).\(SQL.quoteIdentifier(table))" }

  private func onServer(_ sql: String) throws {
    try session.execute("CALL postgres_execute('\(Self.attached)', \(SQL.quoteLiteral(sql)))")
  }
}
