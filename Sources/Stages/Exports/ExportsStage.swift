internal import DuckDB
internal import Engines
internal import JSON
public import PipelineModel
internal import Platform

/// Writes its table inputs for people and their programs: csv, Excel, and a list of customers for each segment.
///
/// A text that a spreadsheet could take for a formula is marked as text in csv; in Excel every text is one by its type.
public struct ExportsStage: NativeStage {
  /// What the config may say of it.
  public static let kind = StageKind(
    name: "exports", codeVersion: 1, outputs: ["files"], parameters: ["exports"])

  /// The rows that an Excel sheet holds below its header.
  private static let sheetRows = 1_048_575

  /// Makes the stage.
  public init() {}

  /// Writes the files below `files/`.
  public func run(_ context: StageContext) throws -> [String: OutputManifest] {
    let wantsExcel = try context.parameter("exports.excel").bool ?? false
    let session = try Self.session(context, withExcel: wantsExcel)
    let folder = context.folder + "/files"
    try Files.makeFolder(folder)
    var csv: [String] = []
    var excel: [String] = []
    let format = CSVFormat(
      separator: try context.text("exports.separator") == "tab" ? "\t" : try context.text("exports.separator"),
      hasByteOrderMark: try context.parameter("exports.byte_order_mark").bool ?? false)
    for table in context.tables where table.format == .parquet {
      context.control.report(.init(step: table.input))
      try context.control.checkCancelled()
      let name = table.input.replacing(".", with: "-")
      let columns = try session.columns(of: table.view)
      csv.append("\(name).csv")
      try format.write(
        "SELECT \(format.cells(columns)) FROM \(SQL.quoteIdentifier(table.view)) ORDER BY ALL",
        to: "\(folder)/\(name).csv", session)
      if wantsExcel, try session.rows(of: table.view) <= Self.sheetRows {
        excel.append("\(name).xlsx")
        try session.execute(
          """
          COPY (SELECT \(Self.sheetCells(columns)) FROM \(SQL.quoteIdentifier(table.view)) ORDER BY ALL)
          TO \(SQL.quoteLiteral("\(folder)/\(name).xlsx")) (FORMAT xlsx, HEADER true, SHEET \(SQL.quoteLiteral(name)))
          """)
        try Self.checkSheet("\(folder)/\(name).xlsx", of: table, columns, session)
      }
      let names = columns.map(\.name)
      // The whole table of customers: lists of some of them have no scores of their own.
      if ["customer_id", "segment", "r_score", "monetary"].allSatisfy(names.contains) {
        csv += try Self.writeSegments(table, columns, format, folder, session)
      }
    }
    return ["files": try Self.manifest(csv: csv, excel: excel, in: context.folder)]
  }

  private static func session(_ context: StageContext, withExcel: Bool) throws -> DuckDBSession {
    let session = try DuckDBSession(folder: context.folder, databases: context.databases, control: context.control)
    for table in context.tables { try session.add(table) }
    if withExcel {
      guard let path = DuckDBLibrary.excelExtensionPath else {
        throw StageFailure(
          "the Excel extension is missing", mend: "make deps, or set \"exports.excel\" to false")
      }
      try session.execute("LOAD \(SQL.quoteLiteral(path))")
    }
    try session.seal()
    return session
  }

  /// One list a segment, the customers who spent most first: what a campaign is sent to.
  private static func writeSegments(
    _ table: InputTable, _ columns: [TableColumn], _ format: CSVFormat, _ folder: String, _ session: DuckDBSession
  ) throws -> [String] {
    let view = SQL.quoteIdentifier(table.view)
    let segments = try session.execute("SELECT DISTINCT segment FROM \(view) ORDER BY segment").columns(String.self)
    try Files.makeFolder(folder + "/segments")
    return try segments.map { segment in
      // A grid of one's own may name segments with characters that no file name should have.
      let name = String(segment.map { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" ? $0 : "_" })
      try format.write(
        """
        SELECT \(format.cells(columns)) FROM \(view) WHERE segment = \(SQL.quoteLiteral(segment))
        ORDER BY \(SQL.quoteIdentifier(table.view)).monetary DESC, \(SQL.quoteIdentifier(table.view)).customer_id
        """, to: "\(folder)/segments/\(name).csv", session)
      return "segments/\(name).csv"
    }
  }

  /// Reads a workbook back and counts its cells: DuckDB 1.5.5 was seen to leave some out of a very large sheet.
  /// - Throws: `StageFailure` where a cell is missing.
  private static func checkSheet(
    _ path: String, of table: InputTable, _ columns: [TableColumn], _ session: DuckDBSession
  ) throws {
    func counts(_ cells: [String], _ source: String) throws -> [String] {
      let list = cells.map { "count(nullif(CAST(\($0) AS VARCHAR), ''))" }.joined(separator: ", ")
      return try session.execute("SELECT count(*), \(list) FROM \(source)").rows().first?.map { "\($0)" } ?? []
    }
    let kept = try counts(
      columns.map { SQL.quoteIdentifier($0.name) },
      "(SELECT \(sheetCells(columns)) FROM \(SQL.quoteIdentifier(table.view)))")
    let written = try counts(
      columns.map { SQL.quoteIdentifier($0.name) },
      "read_xlsx(\(SQL.quoteLiteral(path)), header = true, all_varchar = true, stop_at_empty = false)")
    guard kept == written else {
      throw StageFailure(
        "the Excel file of \(table.input) does not hold all cells", mend: "set \"exports.excel\" to false: csv has them"
      )
    }
  }

  private static func sheetCells(_ columns: [TableColumn]) -> String {
    columns.map { column in
      let name = SQL.quoteIdentifier(column.name)
      return column.isList ? "array_to_string(\(name), ' + ') AS \(name)" : name
    }.joined(separator: ", ")
  }

  /// The digest is over the csv files: an Excel file holds the time at which it was written.
  private static func manifest(csv: [String], excel: [String], in folder: String) throws -> OutputManifest {
    let files = try (csv + excel).sorted().map { name in
      // People open these where they lie: a spreadsheet must not save over them.
      try Files.makeReadOnly("\(folder)/files/\(name)")
      return try DuckDBSession.file("files/\(name)", in: folder)
    }
    let content = files.filter { $0.path.hasSuffix(".csv") }.map { ($0.path, JSON.string($0.sha256)) }
    return OutputManifest(
      format: .files, files: files, rows: nil, digest: SHA256.hex(JSON.members(content).text(.canonical)))
  }
}
