internal import DuckDB
internal import JSON
internal import PipelineModel
internal import Platform

/// Reads files of any format into `source`, columns as the config maps them.
struct MappedReader {
  let session: DuckDBSession
  let source: InputSource
  let control: JobControl

  private var folder: String { session.folder + "/.source" }

  func read() throws {
    try session.execute(MappedView.functions)
    try Files.makeFolder(folder)
    var tables: [LoadedTable] = []
    var texts: [SourceFile] = []
    for file in source.files {
      switch format(file) {
      case .csv: texts.append(file)
      case let format:
        let loader = FileTableLoader(session: session, source: source, first: tables.count, control: control)
        tables += try loader.load(file, format)
      }
    }
    tables += try loadTexts(texts, first: tables.count)
    let selects = try tables.map { table in
      let (columns, missing) = MappedColumns.find(source, table.headers)
      guard let columns else { throw StageFailure.lacks(missing, table.headers, table.shown, source) }
      return MappedView(table: table, columns: columns, decimal: source.options.decimal).select
    }
    try session.execute("CREATE TEMP VIEW source AS\n" + selects.joined(separator: "\nUNION ALL "))
    try Files.remove(folder)
  }

  private func format(_ file: SourceFile) -> SourceOptions.Format {
    source.options.format ?? SourceOptions.Format(fileName: file.path) ?? .csv
  }

  // MARK: - Csv

  /// Files of one header and one delimiter are one table.
  private func loadTexts(_ files: [SourceFile], first: Int) throws -> [LoadedTable] {
    var groups: [MappedHeader: [CSVTable.Input]] = [:]
    var order: [MappedHeader] = []
    for (index, file) in files.enumerated() {
      try control.checkCancelled()
      let copy = "\(folder)/\(index).csv"
      let (path, encoding) = try PlainText.path(file, source.options.encoding, copy: copy, control)
      let header = try MappedHeader(path: path, file: file, source: source, encoding: encoding)
      if groups[header] == nil { order.append(header) }
      groups[header, default: []].append(
        CSVTable.Input(
          name: file.name, path: path, layout: header.fields.indices.map(LoadedTable.column),
          scan: try MappedFile.withBytes(path) { CSVScan($0, delimiter: header.delimiter) }, encoding: encoding.rawValue
        ))
    }
    return try order.enumerated().map { index, header in
      let name = "source_table_\(first + index)"
      let inputs = groups[header] ?? []
      try CSVTable(
        session: session, name: name, columns: header.fields.indices.map(LoadedTable.column),
        delimiter: header.delimiter
      ).load(inputs)
      return LoadedTable(
        relation: name, headers: header.fields, isWritten: header.fields.map { _ in true },
        delimiter: String(UnicodeScalar(header.delimiter)), shown: inputs.first?.name ?? "")
    }
  }
}

/// The first line of a csv file of a mapped source.
struct MappedHeader: Hashable {
  let fields: [String]
  let delimiter: UInt8

  private static let candidates: [UInt8] = [",", ";", "\t", "|"].map { UInt8(ascii: $0) }

  /// Reads the first line, and finds the delimiter by which it has the mapped columns.
  /// - Throws: `StageFailure` with cause `usage`: the file is empty, is no text of its encoding, or lacks columns.
  init(path: String, file: SourceFile, source: InputSource, encoding: TextEncoding) throws {
    let shown = Paths.shown(file.path)
    let start = TextPosition(line: 1, column: 1)
    let line = try HeaderLine(path, shown: shown)
    guard !line.isEmpty else {
      throw StageFailure(
        "the file is empty", cause: .usage, file: shown, at: start, mend: "its first line should name its columns")
    }
    guard let text = line.text else {
      throw StageFailure(
        "its first line is no text in \(encoding.rawValue)", cause: .usage, file: shown, at: start,
        mend: "name its \"encoding\" in source \"\(source.name)\": "
          + TextEncoding.allCases.map(\.rawValue).joined(separator: ", "))
    }
    let tried = source.options.delimiter.map { Array($0.utf8) } ?? Self.candidates
    let splits = tried.map { delimiter in
      let fields = CSVHeader.split(text, at: Character(UnicodeScalar(delimiter)))
      return (fields: fields.map { Self.trimmed($0) }, delimiter: delimiter)
    }
    let fitting = splits.filter { MappedColumns.find(source, $0.fields).columns != nil }
    let widest = (fitting.isEmpty ? splits : fitting).enumerated().max {
      ($0.element.fields.count, $1.offset) < ($1.element.fields.count, $0.offset)
    }
    guard let chosen = widest?.element else { throw StageFailure("no delimiter to try") }
    guard !fitting.isEmpty else {
      throw StageFailure.lacks(MappedColumns.find(source, chosen.fields).missing, chosen.fields, shown, source)
    }
    fields = chosen.fields
    delimiter = chosen.delimiter
  }

  private static func trimmed(_ text: String) -> String {
    String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
