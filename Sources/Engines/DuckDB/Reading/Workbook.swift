internal import DuckDB
internal import PipelineModel
internal import Platform

/// The sheets of an Excel file.
struct Workbook {
  let session: DuckDBSession
  let source: InputSource
  let file: SourceFile
  /// The columns that a sheet with these headers lacks.
  let missing: (_ headers: [String]) -> [String]

  /// The sheets that the config names, else all that have the source's columns.
  /// - Throws: `StageFailure` where there is none.
  func load(first: Int) throws -> [LoadedTable] {
    try session.loadExtension("excel", for: "reading Excel files")
    let content = try WorkbookContent(file.path)
    let sheets = content.sheets
    for name in source.options.sheets where !sheets.contains(name) {
      throw StageFailure(
        "there is no sheet \"\(name)\"", cause: .usage, file: Paths.shown(file.path),
        mend: Suggestion.mend(name, known: sheets))
    }
    let wanted = source.options.sheets.isEmpty ? sheets : source.options.sheets
    var tables: [LoadedTable] = []
    var problem: StageFailure?
    for sheet in wanted {
      let number = sheets.firstIndex(of: sheet) ?? 0
      guard let table = try load(sheet, number, "source_table_\(first + tables.count)", content) else { continue }
      let missing = missing(table.headers)
      if missing.isEmpty {
        tables.append(table)
      } else {
        try session.execute("DROP TABLE \(table.relation)")
        problem = problem ?? StageFailure.lacks(missing, table.headers, table.shown, source)
        if !source.options.sheets.isEmpty { break }
      }
    }
    if let problem, tables.isEmpty || !source.options.sheets.isEmpty { throw problem }
    return tables
  }

  /// Lines of the sheets behind the first are counted from a multiple of this: line 10000017 is row 17 of sheet 2.
  private static let linesOfSheet = 10_000_000

  /// A sheet's rows as texts; nil where it is empty.
  private func load(
    _ sheet: String, _ number: Int, _ name: String, _ content: WorkbookContent
  ) throws -> LoadedTable? {
    func relation(isText: Bool) -> String {
      "read_xlsx(\(SQL.quoteFile(file.path)), sheet = \(SQL.quoteLiteral(sheet)), header = true, all_varchar = \(isText), "
        + "stop_at_empty = false)"
    }
    let headers: [String]
    var numbers: Set<Int> = []
    do {
      headers = try session.execute("SELECT * FROM \(relation(isText: true)) LIMIT 0").names
      // Only numbers' own cells are without a doubt written with a point.
      let types = try session.execute("SELECT * FROM \(relation(isText: false)) LIMIT 0").types
      numbers = Set(types.indices.filter { "\(types[$0])" == "DOUBLE" })
    } catch let failure as StageFailure where failure.message.contains("No rows") {
      return nil
    }
    let list = headers.enumerated().map { index, header in
      "\(SQL.quoteIdentifier(header)) AS \(LoadedTable.column(index))"
    }
    let isEmpty = headers.map { "\(SQL.quoteIdentifier($0)) IS NULL" }.joined(separator: " AND ")
    let before = number * Self.linesOfSheet + 1
    try session.execute(
      """
      CREATE TEMP TABLE \(name) AS
      SELECT * EXCLUDE is_empty
      FROM (
        SELECT \(list.joined(separator: ", ")), \(SQL.quoteLiteral(file.name)) AS source_file,
          row_number() OVER () + \(before) AS source_line, \(isEmpty) AS is_empty
        FROM \(relation(isText: true))
      )
      WHERE NOT is_empty
      """)
    return LoadedTable(
      relation: name, headers: headers, isWritten: headers.map { _ in true }, numbers: numbers,
      serialTimes: content.serialTimes,
      shown: "\(Paths.shown(file.path)), sheet \"\(sheet)\"")
  }
}
