internal import DuckDB
internal import JSON
internal import PipelineModel
internal import Platform

/// Reads the files of a kind with columns of its own, csv or Excel, into `source`.
struct FixedReader {
  let session: DuckDBSession
  let source: InputSource

  private var columns: [String] { source.kind.columns.map(\.name) }

  func read() throws {
    let workbooks = source.files.filter { SourceOptions.Format(fileName: $0.path) == .xlsx }
    if workbooks.isEmpty { return try readTexts(source.files, as: "source") }
    try session.execute(MappedView.functions)
    var selects: [String] = []
    for file in workbooks {
      let workbook = Workbook(session: session, source: source, file: file) { headers in
        source.kind.columns.filter { column in !headers.contains { source.kind.column(forHeader: $0) == column } }
          .map { $0.headers[0] }
      }
      let tables = try workbook.load(first: selects.count)
      if tables.isEmpty {
        throw StageFailure(
          "no sheet has rows", cause: .usage, file: Paths.shown(file.path), mend: "take it out of \"files\"")
      }
      selects += tables.map(select)
    }
    let texts = source.files.filter { !workbooks.contains($0) }
    if !texts.isEmpty {
      try readTexts(texts, as: "source_texts")
      selects.append("SELECT \(list(columns)), source_file, source_line FROM source_texts")
    }
    try session.execute("CREATE TEMP VIEW source AS \(selects.joined(separator: " UNION ALL "))")
  }

  private func list(_ names: [String]) -> String { names.map { SQL.quoteIdentifier($0) }.joined(separator: ", ") }

  private func readTexts(_ files: [SourceFile], as name: String) throws {
    let inputs = try files.map { file in
      let header = try CSVHeader(file, kind: source.kind)
      return CSVTable.Input(
        name: file.name, path: file.path, layout: header.columns.map { $0?.name },
        scan: try MappedFile.withBytes(file.path) { CSVScan($0, delimiter: UInt8(ascii: ",")) })
    }
    try CSVTable(session: session, name: name, columns: columns).load(inputs)
  }

  /// A sheet's rows under the kind's names; Excel's numbers for times become ISO texts.
  private func select(_ table: LoadedTable) -> String {
    let columns = source.kind.columns.map { column -> String in
      let index = table.headers.firstIndex { source.kind.column(forHeader: $0) == column }
      guard let text = index.map(LoadedTable.column) else { return "NULL AS \(SQL.quoteIdentifier(column.name))" }
      guard column.name.hasSuffix("date") else { return "\(text) AS \(SQL.quoteIdentifier(column.name))" }
      return """
        CASE
          WHEN TRY_CAST(\(text) AS DOUBLE) BETWEEN 1 AND 200000 THEN strftime(\((table.serialTimes ?? .from1900).time(text)), '%Y-%m-%d %H:%M:%S')
          ELSE \(text)
        END AS \(SQL.quoteIdentifier(column.name))
        """
    }
    return "SELECT \(columns.joined(separator: ", ")), source_file, source_line FROM \(table.relation)"
  }
}
