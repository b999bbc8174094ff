internal import DuckDB
internal import JSON
internal import PipelineModel
internal import Platform

/// Makes the rows of one file that is no csv visible.
struct FileTableLoader {
  let session: DuckDBSession
  let source: InputSource
  /// The number of the file's first table.
  let first: Int
  let control: JobControl

  /// The file's tables: one, or one for each sheet.
  func load(_ file: SourceFile, _ format: SourceOptions.Format) throws -> [LoadedTable] {
    do {
      switch format {
      case .csv: return []
      case .parquet: return [try parquet(file)]
      case .json: return [try array(file, try plain(file))]
      case .ndjson: return [try lines(file, try plain(file))]
      case .xlsx:
        let workbook = Workbook(session: session, source: source, file: file) {
          // Where nobody has named a column yet, any sheet will do.
          source.options.columns.isEmpty && source.kind.columns.isEmpty ? [] : MappedColumns.find(source, $0).missing
        }
        return try workbook.load(first: first)
      case .duckdb, .sqlite: return [try database(file, format)]
      }
    } catch let failure as StageFailure where failure.file == nil && failure.cause != .cancelled {
      var placed = failure
      placed.file = Paths.shown(file.path)
      placed.cause = .usage
      placed.mend = failure.mend ?? "check that the file is whole, and of the format \(format.rawValue)"
      throw placed
    }
  }

  private func name(_ index: Int = 0) -> String { "source_table_\(first + index)" }

  /// The columns of a relation as texts under their numbers, with their types and whether they were texts before.
  private static func texts(
    _ relation: String, _ session: DuckDBSession
  ) throws -> (list: String, headers: [String], types: [String], isWritten: [Bool]) {
    let result = try session.execute("SELECT * FROM \(relation) LIMIT 0")
    let (headers, types) = (result.names, result.types.map { "\($0)" })
    let list = zip(headers, types).enumerated().map { index, column in
      "\(text(SQL.quoteIdentifier(column.0), column.1)) AS \(LoadedTable.column(index))"
    }
    let isWritten = types.map { ["VARCHAR", "BLOB", "JSON"].contains($0) || $0.hasPrefix("ENUM") }
    return (list.joined(separator: ", "), headers, types, isWritten)
  }

  /// The engine's expression for a value as text.
  private static func text(_ value: String, _ type: String) -> String {
    switch type {
    // Texts that were written as bytes; what is no text stands as the engine shows bytes.
    case "BLOB": "COALESCE(TRY(decode(\(value))), CAST(\(value) AS VARCHAR))"
    // No number is no value: an id of that name would be a person.
    case "FLOAT", "DOUBLE": "CASE WHEN NOT isnan(\(value)) THEN CAST(\(value) AS VARCHAR) END"
    default: "CAST(\(value) AS VARCHAR)"
    }
  }

  private func parquet(_ file: SourceFile) throws -> LoadedTable {
    let rows = SQL.readParquet([file.path])
    let (list, headers, types, isWritten) = try Self.texts(rows, session)
    // The engine gives the number of a row that name, and takes no other column by it.
    if let taken = headers.first(where: { $0.lowercased() == "file_row_number" }) {
      throw StageFailure(
        "a column is called \"\(taken)\", as the engine calls the number of a row", cause: .usage,
        file: Paths.shown(file.path), mend: "give it another name")
    }
    session.allow([file.path])
    var typed: [Int: LoadedTable.ColumnType] = [:]
    for (index, type) in types.enumerated() { typed[index] = LoadedTable.ColumnType(type) }
    let values = typed.keys.sorted().map { "\(SQL.quoteIdentifier(headers[$0])) AS \(LoadedTable.value($0)), " }
      .joined()
    try session.execute(
      """
      CREATE TEMP VIEW \(name()) AS
      SELECT \(values)\(list), \(SQL.quoteLiteral(file.name)) AS source_file, file_row_number + 1 AS source_line
      FROM \(SQL.readParquet([file.path], "file_row_number = true"))
      """)
    return LoadedTable(
      relation: name(), headers: headers, isWritten: isWritten, typed: typed, shown: Paths.shown(file.path))
  }

  /// Loads a relation whose order is its file's.
  private func table(_ relation: String, _ file: SourceFile) throws -> LoadedTable {
    let (list, headers, _, isWritten) = try Self.texts(relation, session)
    try session.execute(
      """
      CREATE TEMP TABLE \(name()) AS
      SELECT \(list), \(SQL.quoteLiteral(file.name)) AS source_file, row_number() OVER () AS source_line
      FROM \(relation)
      """)
    return LoadedTable(relation: name(), headers: headers, isWritten: isWritten, shown: Paths.shown(file.path))
  }

  // MARK: - JSON

  /// The file's text in UTF-8, unpacked.
  private func plain(_ file: SourceFile) throws -> String {
    try PlainText.path(file, source.options.encoding, copy: session.folder + "/.source/text", control).path
  }

  /// One array of objects. Values are kept as they are written.
  private func array(_ file: SourceFile, _ path: String) throws -> LoadedTable {
    if try !MappedFile.withBytes(path, { Self.beginsArray($0) }) { return try lines(file, path) }
    let rows =
      "read_json(\(SQL.quoteFile(path)), compression = 'uncompressed', format = 'array', columns = {json: 'JSON'}, records = false, \(SQL.asWritten))"
    let keys = try session.execute("SELECT DISTINCT unnest(json_keys(json)) AS key FROM \(rows) ORDER BY key").rows()
      .map { "\($0[0])" }
    return try objects("SELECT json, row_number() OVER () AS source_line FROM \(rows)", keys, file)
  }

  private static func beginsArray(_ bytes: UnsafeRawBufferPointer) -> Bool {
    let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    return bytes[start...].first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) } == UInt8(ascii: "[")
  }

  /// One object a line; a line that is none is rejected.
  private func lines(_ file: SourceFile, _ path: String) throws -> LoadedTable {
    let raw = name() + "_lines"
    try session.execute("CREATE TEMP TABLE \(raw) (line VARCHAR, source_line BIGINT)")
    let kept = try Appender(session.connection, table: raw)
    let rejects = try Appender(session.connection, table: "source_rejects")
    try MappedFile.withBytes(path) { bytes in
      var position = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
      var number: Int64 = 0
      while position < bytes.count {
        let end = bytes[position...].firstIndex(of: 0x0A) ?? bytes.count
        number += 1
        let line = bytes[position..<end]
        position = end + 1
        if line.allSatisfy({ $0 == 0x20 || $0 == 0x0D || $0 == 0x09 }) { continue }
        if !line.contains(0), let text = String(validating: line, as: UTF8.self) {
          try kept.append(row: [.string(text), .int(number)])
        } else {
          try rejects.append(row: [
            .string(file.name), .int(number), .string(String(decoding: line.filter { $0 != 0 }, as: UTF8.self)),
            .string("no text in UTF-8"),
          ])
        }
      }
    }
    try kept.close()
    try rejects.close()
    let isObject = "(json_valid(line) AND json_type(line) = 'OBJECT')"
    try session.execute(
      """
      INSERT INTO source_rejects
      SELECT \(SQL.quoteLiteral(file.name)), source_line, line, 'no JSON object' FROM \(raw)
      WHERE NOT COALESCE(CASE WHEN json_valid(line) THEN json_type(line) = 'OBJECT' END, FALSE)
      """)
    let valid =
      "SELECT CAST(line AS JSON) AS json, source_line FROM \(raw) WHERE CASE WHEN json_valid(line) THEN \(isObject) "
      + "ELSE FALSE END"
    let keys = try session.execute("SELECT DISTINCT unnest(json_keys(json)) AS key FROM (\(valid)) ORDER BY key").rows()
      .map { "\($0[0])" }
    return try objects(valid, keys, file)
  }

  private func objects(_ select: String, _ keys: [String], _ file: SourceFile) throws -> LoadedTable {
    let pointers = keys.map {
      SQL.quoteLiteral("/" + $0.replacing("~", with: "~0").replacing("/", with: "~1"))
    }
    // A column without a text is one of numbers, whose mark is a point; that matters where another is declared.
    let hasCommas = source.options.decimal == .comma || source.options.columns.contains { $0.decimal == .comma }
    let hasTexts = hasCommas ? try texts(select, pointers) : []
    let fields = pointers.enumerated().map { index, pointer in
      var text = "json_extract_string(json, \(pointer))"
      if hasCommas, hasTexts[index] {
        text = "CASE WHEN json_type(json, \(pointer)) = 'DOUBLE' THEN replace(\(text), '.', ',') ELSE \(text) END"
      }
      return "\(text) AS \(LoadedTable.column(index))"
    }
    try session.execute(
      """
      CREATE TEMP TABLE \(name()) AS
      SELECT \((fields + ["\(SQL.quoteLiteral(file.name)) AS source_file"]).joined(separator: ", ")), source_line
      FROM (\(select))
      """)
    var loaded = LoadedTable(
      relation: name(), headers: keys, isWritten: keys.map { _ in true }, shown: Paths.shown(file.path))
    loaded.numbers = Set(hasTexts.indices.filter { !hasTexts[$0] })
    return loaded
  }

  /// Whether each key has a text for a value.
  private func texts(_ select: String, _ pointers: [String]) throws -> [Bool] {
    guard !pointers.isEmpty else { return [] }
    let list = pointers.map { "COALESCE(bool_or(json_type(json, \($0)) = 'VARCHAR'), FALSE)" }
    let row = try session.execute("SELECT \(list.joined(separator: ", ")) FROM (\(select))").rows().first ?? []
    return row.map { $0 == .bool(true) }
  }

  // MARK: - Databases

  private func database(_ file: SourceFile, _ format: SourceOptions.Format) throws -> LoadedTable {
    if format == .sqlite {
      try session.loadExtension("sqlite_scanner", for: "reading SQLite files")
      // A column's type is but a hint there: one value of another would keep the whole file from being read.
      try session.execute("SET sqlite_all_varchar = true")
    }
    let kind = format == .sqlite ? "TYPE sqlite, READ_ONLY" : "READ_ONLY"
    try session.execute("ATTACH \(SQL.quoteLiteral(file.path)) AS source_database (\(kind))")
    let found = try session.execute(
      "SELECT table_name, schema_name FROM duckdb_tables() WHERE database_name = 'source_database' UNION "
        + "SELECT view_name, schema_name FROM duckdb_views() WHERE database_name = 'source_database' AND NOT internal "
        + "ORDER BY 1, 2"
    ).columns(String.self, String.self)
    let (tables, schemas) = found
    guard let wanted = source.options.table ?? (tables.count == 1 ? tables[0] : nil), tables.contains(wanted) else {
      let message = source.options.table.map { "there is no table \"\($0)\"" } ?? "the file has \(tables.count) tables"
      throw StageFailure(
        message, cause: .usage, file: Paths.shown(file.path),
        mend: "name one as \"table\" of source \"\(source.name)\": \(tables.joined(separator: ", "))")
    }
    let schema = tables.firstIndex(of: wanted).map { SQL.quoteIdentifier(schemas[$0]) + "." } ?? ""
    let relation = "source_database.\(schema)\(SQL.quoteIdentifier(wanted))"
    var loaded = try table(format == .sqlite ? try valid(relation) : relation, file)
    try session.execute("DETACH source_database")
    if format == .sqlite { loaded.plain = Set(loaded.headers.indices) }
    return loaded
  }

  /// A relation of texts, some of which may be bytes that are no text: those stand as the engine shows bytes.
  private func valid(_ relation: String) throws -> String {
    let names = try session.execute("SELECT * FROM \(relation) LIMIT 0").names.map { SQL.quoteIdentifier($0) }
    let list = names.map { "\(Self.text("encode(\($0))", "BLOB")) AS \($0)" }
    return "(SELECT \(list.joined(separator: ", ")) FROM \(relation))"
  }
}
