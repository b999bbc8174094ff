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
    let sheets = try Self.sheets(file.path)
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
      guard let table = try load(sheet, number, "source_table_\(first + tables.count)") else { continue }
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
  private func load(_ sheet: String, _ number: Int, _ name: String) throws -> LoadedTable? {
    let relation =
      "read_xlsx(\(SQL.quoteFile(file.path)), sheet = \(SQL.quoteLiteral(sheet)), header = true, all_varchar = true, "
      + "stop_at_empty = false)"
    let headers: [String]
    do {
      headers = try session.execute("SELECT * FROM \(relation) LIMIT 0").names
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
      SELECT \(list.joined(separator: ", ")), source_file, source_line
      FROM (
        SELECT *, \(SQL.quoteLiteral(file.name)) AS source_file, row_number() OVER () + \(before) AS source_line
        FROM \(relation)
      )
      WHERE NOT (\(isEmpty))
      """)
    return LoadedTable(
      relation: name, headers: headers, isWritten: headers.map { _ in true }, hasSerialTimes: true,
      shown: "\(Paths.shown(file.path)), sheet \"\(sheet)\"")
  }

  // MARK: - Sheets

  /// The names of a workbook's sheets, in its order.
  /// - Throws: `StageFailure` where the file is no workbook.
  static func sheets(_ path: String) throws -> [String] {
    do {
      let names = try MappedFile.withBytes(path) { bytes in
        try ZipFile.entry("xl/workbook.xml", of: bytes, limit: 16 << 20).map(sheetNames) ?? []
      }
      guard !names.isEmpty else { throw StageFailure("this is no Excel workbook: it names no sheet") }
      return names
    } catch let error as InflateError {
      throw StageFailure("this is no Excel workbook (.xlsx): \(error)", mend: "save it from Excel as .xlsx, or as csv")
    }
  }

  /// What the `name` attributes of `<sheet …>` elements hold.
  private static func sheetNames(_ xml: [UInt8]) -> [String] {
    let text = String(decoding: xml, as: UTF8.self)
    return text.split(separator: "<").compactMap { element in
      let bare = element.split(separator: ":", maxSplits: 1).last.map { element.hasPrefix("sheet ") ? element : $0 }
      guard let bare, bare.hasPrefix("sheet "), let start = bare.firstRange(of: " name=\"")?.upperBound else {
        return nil
      }
      return unescaped(bare[start...].prefix { $0 != "\"" })
    }
  }

  private static func unescaped(_ text: Substring) -> String {
    var result = ""
    var rest = text
    while let start = rest.firstIndex(of: "&") {
      result += rest[..<start]
      guard let end = rest[start...].firstIndex(of: ";") else { break }
      let name = rest[rest.index(after: start)..<end]
      let named = ["amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'"][String(name)]
      let code = name.hasPrefix("#x") ? UInt32(name.dropFirst(2), radix: 16) : UInt32(name.dropFirst())
      result += named ?? code.flatMap(Unicode.Scalar.init).map { String(Character($0)) } ?? ""
      rest = rest[rest.index(after: end)...]
    }
    return result + rest
  }
}
