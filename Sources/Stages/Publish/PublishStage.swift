internal import DuckDB
internal import Engines
internal import JSON
public import PipelineModel
internal import Platform

/// Puts its inputs where other programs read them: files, a DuckDB file, a PostgreSQL server.
///
/// Each file is replaced in one step, and all tables of a database in one transaction: whoever reads sees what was there
/// before, or all of the new.
public struct PublishStage {
  private let declaration: PublishDeclaration
  private let context: StageContext
  private let willChange: () throws -> Void

  private static let sheetRows = 1_048_575

  /// Makes the stage.
  /// - Parameter willChange: called before the first change that readers can see.
  public init(_ declaration: PublishDeclaration, _ context: StageContext, willChange: @escaping () throws -> Void) {
    self.declaration = declaration
    self.context = context
    self.willChange = willChange
  }

  /// Publishes, and writes what was done as `receipt`.
  /// - Throws: `StageFailure`; what was there before is there still, but for files replaced already.
  public func run() throws -> [String: OutputManifest] {
    let session = try DuckDBSession(folder: context.folder, databases: context.databases, control: context.control)
    for table in context.tables { try session.add(table) }
    let items = try context.tables.map { table in
      guard table.format == .parquet, let declared = declaration.tables[table.input] else {
        throw StageFailure("\(table.input) is no table and cannot be published", cause: .usage, mend: "take it out")
      }
      return PublishedTable(
        table: table, name: declared.name, keys: declared.keys, rows: try session.rows(of: table.view),
        columns: try session.columns(of: table))
    }
    for item in items {
      for key in item.keys where !item.columns.contains(where: { $0.name == key }) {
        throw StageFailure(
          "\(item.table.input) has no column \"\(key)\" for a key", cause: .usage,
          mend: Suggestion.mend(key, known: item.columns.map(\.name)))
      }
    }
    let place: String
    switch declaration.target {
    case .files(let format, let folder):
      place = folder
      try publish(items, as: format, to: folder, session)
    case .duckdb(let file, let schema):
      place = "\(file) \(schema)"
      try attach(file, session)
      try database(schema, isServer: false, session).publish(items)
    case .postgresql(let server):
      place = "\(server.host):\(server.port) \(server.database) \(server.schema)"
      try attach(server, session)
      try database(server.schema, isServer: true, session).publish(items)
    }
    let receipt: JSON = [
      "place": .string(place), "mode": .string(declaration.mode.rawValue),
      "tables": .array(
        items.map { ["input": .string($0.table.input), "name": .string($0.name), "rows": .int($0.rows)] }),
    ]
    return ["receipt": try DuckDBSession.write(receipt, "receipt", in: context.folder)]
  }

  // MARK: - Files

  private func publish(
    _ items: [PublishedTable], as format: PublishDeclaration.FileFormat, to folder: String, _ session: DuckDBSession
  ) throws {
    try Files.makeFolder(folder)
    if format == .xlsx { try session.loadExtension("excel", for: "publishing Excel files") }
    for (place, item) in items.enumerated() {
      context.control.report(.init(step: item.table.input))
      try context.control.checkCancelled()
      let file = "\(folder)/\(item.name).\(format.rawValue)"
      let new = "\(folder)/.\(item.name).\(format.rawValue)\(Files.temporarySuffix)"
      let view = SQL.quoteIdentifier(item.table.view)
      switch format {
      case .csv:
        let csv = CSVFormat(separator: ",", hasByteOrderMark: false)
        try csv.write("SELECT \(csv.cells(item.columns)) FROM \(view) ORDER BY ALL", to: new, session)
      case .xlsx:
        guard item.rows <= Self.sheetRows else {
          throw StageFailure(
            "\(item.table.input) has \(item.rows) rows, more than an Excel sheet holds", cause: .usage,
            mend: "publish it as csv or parquet")
        }
        let cells = item.columns.map { column in
          let name = SQL.quoteIdentifier(column.name)
          return column.isList ? "array_to_string(\(name), ' + ') AS \(name)" : name
        }.joined(separator: ", ")
        try session.execute(
          "COPY (SELECT \(cells) FROM \(view) ORDER BY ALL) TO \(SQL.quoteLiteral(new)) (FORMAT xlsx, HEADER true)")
      case .parquet:
        try session.execute(
          "COPY (SELECT * FROM \(view) ORDER BY ALL) TO \(SQL.quoteLiteral(new)) (FORMAT parquet, COMPRESSION zstd)")
      }
      try Files.sync(new)
      if place == 0 { try willChange() }
      try Files.rename(new, to: file)
    }
    try Files.sync(folder)
  }

  // MARK: - Databases

  private func attach(_ file: String, _ session: DuckDBSession) throws {
    do {
      try session.execute("ATTACH \(SQL.quoteLiteral(file)) AS \(PublishedDatabase.attached)")
    } catch var failure as StageFailure {
      failure.mend = failure.mend ?? "see that the folder is there, and that no other program has the file open"
      failure.mayPass = failure.cause != .cancelled
      throw failure
    }
  }

  private func database(_ schema: String, isServer: Bool, _ session: DuckDBSession) -> PublishedDatabase {
    PublishedDatabase(
      session: session, control: context.control, mode: declaration.mode, schema: schema, isServer: isServer,
      willCommit: willChange)
  }

  /// Connects to a server. The password goes into the engine's memory alone: no message holds it.
  private func attach(_ server: PublishDeclaration.Server, _ session: DuckDBSession) throws {
    try session.loadExtension("postgres_scanner", for: "publishing to PostgreSQL")
    var parts = [
      "TYPE postgres", "HOST \(SQL.quoteLiteral(server.host))", "PORT '\(server.port)'",
      "DATABASE \(SQL.quoteLiteral(server.database))",
    ]
    if let user = server.user { parts.append("USER \(SQL.quoteLiteral(user))") }
    var password = ""
    if let variable = server.passwordVariable {
      guard let value = Environment.value(variable), !value.isEmpty else {
        throw StageFailure(
          "the environment variable \(variable), which holds the server's password, is not set", cause: .usage,
          mend: "set it where palier runs, or take \"password_environment\" out")
      }
      password = value
      parts.append("PASSWORD \(SQL.quoteLiteral(value))")
    }
    do {
      try session.execute("CREATE SECRET publish_secret (\(parts.joined(separator: ", ")))")
      let options = server.sslMode.map { "sslmode=\($0)" } ?? ""
      try session.execute(
        "ATTACH \(SQL.quoteLiteral(options)) AS \(PublishedDatabase.attached) (TYPE postgres, SECRET publish_secret)")
    } catch let failure as StageFailure {
      if failure.cause == .cancelled { throw failure }
      var shown = StageFailure(
        "no connection to PostgreSQL at \(server.host):\(server.port): "
          + (password.isEmpty ? failure.message : failure.message.replacing(password, with: "…")),
        mend: "see that the server runs and lets this user in; the password comes from \"password_environment\"")
      shown.mayPass = true
      throw shown
    }
  }
}
