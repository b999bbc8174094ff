internal import DuckDB
internal import JSON
internal import PipelineModel
internal import Platform

/// Reads the csv files of a source of several tables: `source_NAME` for each table, empty where it has no file.
struct TablesReader {
  let session: DuckDBSession
  let source: InputSource
  let tables: [SourceKind.Table]

  func read() throws {
    var inputs: [String: [CSVTable.Input]] = [:]
    for file in source.files {
      let fields = try header(file)
      guard let table = tables.first(where: { Self.fits($0, fields) }) else { throw unknown(file, fields) }
      inputs[table.name, default: []].append(
        CSVTable.Input(
          name: file.name, path: file.path, layout: fields.map { table.columns.contains($0) ? $0 : nil },
          scan: try MappedFile.withBytes(file.path) { CSVScan($0, delimiter: UInt8(ascii: ",")) }))
    }
    for table in tables {
      if table.isRequired, inputs[table.name] == nil {
        throw StageFailure(
          "no file of source \"\(source.name)\" has the columns \(table.columns.joined(separator: ", "))",
          cause: .usage,
          mend: "add the file of the table \"\(table.name)\" to \"files\"")
      }
      try CSVTable(session: session, name: "source_" + table.name, columns: table.columns).load(
        inputs[table.name] ?? [])
    }
  }

  private static func fits(_ table: SourceKind.Table, _ fields: [String]) -> Bool {
    table.columns.allSatisfy(fields.contains)
  }

  private func header(_ file: SourceFile) throws -> [String] {
    guard let text = try HeaderLine(file.path, shown: Paths.shown(file.path)).text, !text.isEmpty else {
      throw unknown(file, [])
    }
    return CSVHeader.split(text, at: ",")
  }

  private func unknown(_ file: SourceFile, _ fields: [String]) -> StageFailure {
    var failure = StageFailure(
      "this is no file of a source of kind \(source.kind.name)"
        + (fields.isEmpty ? "" : "; its columns are: \(fields.prefix(40).joined(separator: ", "))"),
      cause: .usage, file: Paths.shown(file.path), at: TextPosition(line: 1, column: 1),
      mend: "take it out of \"files\"; the tables are: \(tables.map(\.name).joined(separator: ", "))")
    failure.discreet = "this is no file of a source of kind \(source.kind.name); it has \(fields.count) columns"
    return failure
  }
}
