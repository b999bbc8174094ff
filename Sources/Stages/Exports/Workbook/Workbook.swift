internal import Engines
internal import PipelineModel
internal import Platform

/// One Excel file with a sheet for each table: typed cells, number formats, a header that stays, filters.
///
/// Its bytes depend on the tables alone. A text is a text by its type, whatever it begins with.
struct Workbook {
  /// One sheet.
  private struct Sheet {
    var name: String
    var file: String
    var rows: Int
    var columns: Int
    var content: ZipWriter.Packed
  }

  /// The rows that a sheet holds below its header.
  static let rowLimit = 1_048_575
  private var sheets: [Sheet] = []
  /// Tables that are too long for a sheet.
  private var leftOut: [(file: String, rows: Int)] = []

  /// The rows of a sheet, as lots of them are written.
  struct SheetParts {
    fileprivate var pieces: [ZipWriter.Piece] = []
    /// Cells of each column that are not empty, those included that XML could hold nothing of.
    private(set) var cellsMet: [Int]
    fileprivate var longest: [Int]

    init(columns: Int) {
      cellsMet = [Int](repeating: 0, count: columns)
      longest = cellsMet
    }

    /// Adds the next lot.
    mutating func add(_ lot: LotWriter.Lot) {
      pieces.append(lot.sheet)
      for index in cellsMet.indices {
        cellsMet[index] += lot.cells[index] + lot.emptied[index]
        longest[index] = max(longest[index], lot.longest[index])
      }
    }
  }

  /// Names a table that is too long for a sheet in the contents.
  mutating func leaveOut(_ table: ExportTable, rows: Int) { leftOut.append((table.name + ".csv", rows)) }

  /// Adds a table as a sheet.
  mutating func add(_ table: ExportTable, _ formats: [CellFormat], _ parts: SheetParts, rows: Int) throws {
    // A number's text is longer or shorter than its format shows; the header and its filter's button need room too.
    let widths = zip(table.columns, formats).enumerated().map { index, pair in
      let (column, format) = pair
      let content = format.kind == .text ? parts.longest[index] : format.kind == .instant ? 16 : 11
      return min(60, max(content + 2, column.name.count + 4))
    }
    let corner = "\(WorkbookParts.letters(max(0, table.columns.count - 1)))\(rows + 1)"
    let end = "</sheetData><autoFilter ref=\"A1:\(corner)\"/></worksheet>"
    let packer = ZipWriter.Packer()
    func piece(_ text: String, isLast: Bool) throws -> ZipWriter.Piece {
      try Array(text.utf8).withUnsafeBytes { try packer.pack($0, isLast: isLast) }
    }
    let beginning = Self.beginning(table.columns.map(\.name), widths: widths, rows: rows)
    let content = ZipWriter.Packed(
      name: WorkbookParts.sheetPath(sheets.count + 2),
      pieces: [try piece(beginning, isLast: false)] + parts.pieces + [try piece(end, isLast: true)])
    let taken = sheets.map(\.name) + [Self.contents]
    sheets.append(
      Sheet(
        name: WorkbookParts.sheetName(table.name, besides: taken), file: table.name + ".csv", rows: rows,
        columns: table.columns.count, content: content))
  }

  /// Writes the file.
  /// - Throws: `StageFailure` where the disk holds something else.
  func write(to path: String) throws {
    var file = ZipWriter()
    let first = ZipWriter.Entry(WorkbookParts.sheetPath(1))
    try first.add(contentsSheet)
    for part in WorkbookParts.all([Self.contents] + sheets.map(\.name)) {
      let entry = ZipWriter.Entry(part.name)
      try entry.add(part.xml)
      try file.add(entry.finish())
    }
    try file.add(first.finish())
    for sheet in sheets { try file.add(sheet.content) }
    let writer = try FileWriter(path)
    var digest = SHA256()
    for part in file.finish() {
      try writer.write(part)
      digest.update(part)
    }
    try writer.close()
    guard try SHA256.hex(file: path) == digest.finish() else {
      throw StageFailure("the workbook is not what was written", file: path, mend: "see whether the disk is sound")
    }
  }

  // MARK: - Sheets

  private static func beginning(_ names: [String], widths: [Int], rows: Int) -> String {
    let columns = widths.enumerated().map {
      "<col min=\"\($0 + 1)\" max=\"\($0 + 1)\" width=\"\($1)\" customWidth=\"1\"/>"
    }
    let corner = "\(WorkbookParts.letters(max(0, names.count - 1)))\(rows + 1)"
    return WorkbookParts.head + "<worksheet xmlns=\"\(WorkbookParts.main)\"><dimension ref=\"A1:\(corner)\"/>"
      + "<sheetViews><sheetView workbookViewId=\"0\"><pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" "
      + "state=\"frozen\"/></sheetView></sheetViews><cols>\(columns.joined())</cols><sheetData>"
      + row(1, names.map { (WorkbookStyles.header, $0) })
  }

  /// A row of texts with their styles.
  private static func row(_ number: Int, _ texts: [(style: Int, text: String)]) -> String {
    let cells = texts.enumerated().map { column, cell in
      "<c r=\"\(WorkbookParts.letters(column))\(number)\" s=\"\(cell.style)\" t=\"inlineStr\"><is><t>"
        + "\(WorkbookParts.escaped(cell.text))</t></is></c>"
    }
    return "<row r=\"\(number)\">\(cells.joined())</row>"
  }

  // MARK: - Contents

  private static let contents = "contents"

  /// The first sheet: what the others hold, each with a link.
  private var contentsSheet: String {
    let header = ["sheet", "rows", "columns", "csv"].map { (WorkbookStyles.header, $0) }
    var rows = [Self.row(1, header)]
    var links: [String] = []
    for sheet in sheets {
      let number = rows.count + 1
      rows.append(
        "<row r=\"\(number)\"><c r=\"A\(number)\" s=\"\(WorkbookStyles.link)\" t=\"inlineStr\"><is><t>"
          + "\(WorkbookParts.escaped(sheet.name))</t></is></c><c r=\"B\(number)\" s=\"\(WorkbookStyles.whole)\"><v>"
          + "\(sheet.rows)</v></c><c r=\"C\(number)\" s=\"\(WorkbookStyles.whole)\"><v>\(sheet.columns)</v></c>"
          + "<c r=\"D\(number)\" t=\"inlineStr\"><is><t>\(WorkbookParts.escaped(sheet.file))</t></is></c></row>")
      links.append("<hyperlink ref=\"A\(number)\" location=\"'\(WorkbookParts.escaped(sheet.name))'!A1\"/>")
    }
    for table in leftOut {
      let number = rows.count + 1
      rows.append(
        "<row r=\"\(number)\"><c r=\"A\(number)\" t=\"inlineStr\"><is><t>too long for a sheet</t></is></c>"
          + "<c r=\"B\(number)\" s=\"\(WorkbookStyles.whole)\"><v>\(table.rows)</v></c>"
          + "<c r=\"D\(number)\" t=\"inlineStr\"><is><t>\(WorkbookParts.escaped(table.file))</t></is></c></row>")
    }
    return WorkbookParts.head
      + "<worksheet xmlns=\"\(WorkbookParts.main)\"><sheetViews><sheetView workbookViewId=\"0\">"
      + "<pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/></sheetView></sheetViews>"
      + "<cols><col min=\"1\" max=\"1\" width=\"32\" customWidth=\"1\"/><col min=\"2\" max=\"3\" width=\"12\" "
      + "customWidth=\"1\"/><col min=\"4\" max=\"4\" width=\"36\" customWidth=\"1\"/></cols>"
      + "<sheetData>\(rows.joined())</sheetData>"
      + (links.isEmpty ? "" : "<hyperlinks>\(links.joined())</hyperlinks>") + "</worksheet>"
  }
}
