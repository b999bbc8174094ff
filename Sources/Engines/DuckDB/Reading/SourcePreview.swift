internal import DuckDB
internal import JSON
public import PipelineModel
internal import Platform

/// The beginning of a file of sales: what it is, its columns, and some rows as texts.
public struct SourcePreview: Sendable {
  /// The file's format.
  public var format: SourceOptions.Format
  /// The encoding of a text; nil where there is nothing to say of it.
  public var encoding: TextEncoding?
  /// Whether the file is compressed.
  public var isPacked = false
  /// What stands between the fields of a csv file.
  public var delimiter = ","
  /// The columns' names.
  public var headers: [String]
  /// Whether a column's texts are as people write them.
  public var isWritten: [Bool]
  /// Some rows from the beginning.
  public var rows: [[String?]]

  private static let rowLimit = 20_000
  private static let byteLimit = 16 << 20

  /// Looks at a file.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - folder: a folder for what is needed meanwhile.
  /// - Throws: `StageFailure` with cause `usage` where the file cannot be understood, `FileError`.
  public init(_ path: String, folder: String) throws {
    let file = SourceFile(path: path, name: Paths.name(path))
    format = SourceOptions.Format(fileName: path) ?? .csv
    headers = []
    isWritten = []
    rows = []
    if format == .csv {
      try readText(file, folder)
    } else {
      try readTable(file, folder)
    }
    guard headers.count > 1, !rows.isEmpty else {
      throw StageFailure(
        rows.isEmpty ? "there are no rows" : "there is one column only", cause: .usage, file: Paths.shown(path),
        mend: "name a table with a header and a row for each sale")
    }
  }

  // MARK: - Text

  private mutating func readText(_ file: SourceFile, _ folder: String) throws {
    let found = try PlainText.guess(file)
    encoding = found == .utf8 ? nil : found
    isPacked = try MappedFile.withBytes(file.path) { Gzip.isGzip($0) }
    let control = JobControl()
    let (path, _) = try PlainText.path(file, found, copy: folder + "/preview.csv", control)
    var bytes = try Files.read(path, limit: Self.byteLimit)
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
    // A line that the limit cuts is left out.
    if bytes.count >= Self.byteLimit - 3, let end = bytes.lastIndex(of: 0x0A) { bytes.removeSubrange(end...) }
    let line = String(decoding: bytes.prefix { $0 != 0x0A && $0 != 0x0D }, as: UTF8.self)
    let best = [",", ";", "\t", "|"].map { ($0, CSVHeader.split(line, at: Character($0))) }.enumerated().max {
      ($0.element.1.count, $1.offset) < ($1.element.1.count, $0.offset)
    }
    guard let (mark, fields) = best?.element, let delimiter = mark.utf8.first else { return }
    self.delimiter = mark
    headers = fields.map { String($0.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()) }
    isWritten = headers.map { _ in true }
    let count = headers.count
    rows = bytes.withUnsafeBytes { bytes in
      var splitter = CSVSplitter(bytes, fieldCount: count, delimiter: delimiter)
      var rows: [[String?]] = []
      while rows.count < Self.rowLimit, let (_, record) = splitter.next() {
        if case .fields(let fields) = record { rows.append(fields) }
      }
      return rows
    }
  }

  // MARK: - Tables

  private mutating func readTable(_ file: SourceFile, _ folder: String) throws {
    let session = try DuckDBSession(
      folder: folder, databases: DatabasePool(EngineLimits(threads: 2)), control: JobControl())
    try Files.makeFolder(folder + "/.source")
    try session.execute(
      "CREATE TABLE source_rejects (source_file VARCHAR, source_line BIGINT, raw VARCHAR, reason VARCHAR)")
    let source = InputSource(name: "sales", kind: .table, files: [file])
    let loader = FileTableLoader(session: session, source: source, first: 0, control: JobControl())
    // A workbook may begin with a sheet of remarks.
    let tables = try loader.load(file, format)
    guard let table = tables.first(where: { $0.headers.count > 1 }) ?? tables.first else { return }
    headers = table.headers
    isWritten = table.isWritten
    guard !headers.isEmpty else { return }
    let list = headers.indices.map(LoadedTable.column).joined(separator: ", ")
    rows = try session.execute(
      "SELECT \(list) FROM \(SQL.quoteIdentifier(table.relation)) ORDER BY source_line LIMIT \(Self.rowLimit)"
    ).rows().map { $0.map { value in if case .string(let text) = value { text } else { nil } } }
  }
}
