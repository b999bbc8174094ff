internal import DuckDB
internal import Engines
internal import JSON
public import PipelineModel
internal import Platform

/// Writes its table inputs for people and their programs: csv, an Excel workbook, and a list of customers for each
/// segment; besides, what to do for each segment, and the maintenance contract.
///
/// A text that a spreadsheet could take for a formula is marked as text in csv; in Excel every text is one by its type.
public struct ExportsStage: NativeStage {
  /// What the config may say of it.
  public static let kind = StageKind(
    name: "exports", codeVersion: 3, outputs: ["files"], parameters: ["exports"])

  /// Makes the stage.
  public init() {}

  /// Writes the files below `files/`.
  public func run(_ context: StageContext) throws -> [String: OutputManifest] {
    let session = try context.session()
    let folder = context.folder + "/files"
    try Files.makeFolder(folder)
    var files: [String] = []
    let format = CSVFormat(
      separator: try context.text("exports.separator") == "tab" ? "\t" : try context.text("exports.separator"),
      hasByteOrderMark: try context.parameter("exports.byte_order_mark").bool ?? false)
    let tables = try ExportTable.all(context, session)
    let exporter = TableExporter(format: format, session: session, threads: context.threads)
    var workbook: Workbook? = try context.parameter("exports.excel").bool ?? false ? Workbook() : nil
    for table in tables {
      try context.control.checkCancelled()
      context.control.report(.init(step: table.name))
      files.append("\(table.name).csv")
      try exporter.write(table, to: "\(folder)/\(table.name).csv", &workbook)
      // The whole table of customers: lists of some of them have no scores of their own.
      if ["customer_id", "segment", "r_score", "monetary"].allSatisfy(table.names.contains) {
        files += try Self.writeSegments(table, format, folder, session)
      }
    }
    if let workbook {
      context.control.report(.init(step: "excel"))
      try workbook.write(to: "\(folder)/workbook.xlsx")
      files.append("workbook.xlsx")
    }
    return ["files": try Self.manifest(files, in: context.folder)]
  }

  /// One list a segment, the customers who spent most first: what a campaign is sent to.
  private static func writeSegments(
    _ table: ExportTable, _ format: CSVFormat, _ folder: String, _ session: DuckDBSession
  ) throws -> [String] {
    let segments = try session.execute("SELECT DISTINCT segment FROM \(table.source) ORDER BY segment")
      .columns(String.self)
    try Files.makeFolder(folder + "/segments")
    return try segments.map { segment in
      // A grid of one's own may name segments with characters that no file name should have.
      let name = String(segment.map { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" ? $0 : "_" })
      try format.write(
        """
        SELECT \(format.cells(table.columns)) FROM \(table.source) WHERE segment = \(SQL.quoteLiteral(segment))
        ORDER BY \(table.source).monetary DESC, \(table.source).customer_id
        """, to: "\(folder)/segments/\(name).csv", session)
      return "segments/\(name).csv"
    }
  }

  private static func manifest(_ names: [String], in folder: String) throws -> OutputManifest {
    let files = try names.sorted().map { name in
      // People open these where they lie: a spreadsheet must not save over them.
      try Files.makeReadOnly("\(folder)/files/\(name)")
      return try DuckDBSession.file("files/\(name)", in: folder)
    }
    let content = files.map { ($0.path, JSON.string($0.sha256)) }
    return OutputManifest(
      format: .files, files: files, rows: nil, digest: SHA256.hex(JSON.members(content).text(.canonical)))
  }
}
