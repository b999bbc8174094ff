internal import DuckDB
internal import Engines
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
    var cells: Int
    var content: ZipWriter.Packed
  }

  /// The rows that a sheet holds below its header.
  static let rowLimit = 1_048_575
  /// Bytes of a sheet that are compressed at a time.
  private static let lot = 1 << 18
  private var sheets: [Sheet] = []
  /// Tables that are too long for a sheet.
  private var leftOut: [(file: String, rows: Int)] = []

  /// Adds a table as a sheet; one that is too long is named in the contents alone.
  mutating func add(_ table: ExportTable, _ session: DuckDBSession) throws {
    let formats = table.columns.map { CellFormat($0) }
    let measured = try Self.measure(table, formats, session)
    guard measured.rows <= Self.rowLimit else {
      leftOut.append((table.name + ".csv", measured.rows))
      return
    }
    let number = sheets.count + 2
    let entry = ZipWriter.Entry(WorkbookParts.sheetPath(number))
    entry.add(Self.beginning(table.columns.map(\.name), widths: measured.widths, rows: measured.rows))
    try Self.addRows(table, formats, measured, to: entry, session)
    let corner = "\(WorkbookParts.letters(max(0, table.columns.count - 1)))\(measured.rows + 1)"
    entry.add("</sheetData><autoFilter ref=\"A1:\(corner)\"/></worksheet>")
    let taken = sheets.map(\.name) + [Self.contents]
    sheets.append(
      Sheet(
        name: WorkbookParts.sheetName(table.name, besides: taken), file: table.name + ".csv", rows: measured.rows,
        columns: table.columns.count, cells: measured.cells.reduce(0, +) + table.columns.count, content: entry.finish())
    )
  }

  /// Writes the file, reads it back and counts its rows and cells.
  /// - Throws: `StageFailure` where one is missing.
  func write(to path: String) throws {
    var file = ZipWriter()
    let first = ZipWriter.Entry(WorkbookParts.sheetPath(1))
    first.add(contentsSheet)
    for part in WorkbookParts.all([Self.contents] + sheets.map(\.name)) {
      let entry = ZipWriter.Entry(part.name)
      entry.add(part.xml)
      try file.add(entry.finish())
    }
    try file.add(first.finish())
    for sheet in sheets { try file.add(sheet.content) }
    try Files.write(file.finish(), to: path)
    let written = try Files.read(path)
    try written.withUnsafeBytes { bytes in
      for (place, sheet) in sheets.enumerated() {
        var counter = SheetCounter()
        try ZipFile.inflate(WorkbookParts.sheetPath(place + 2), of: bytes) { counter.add($0) }
        guard counter.rows == sheet.rows + 1, counter.cells == sheet.cells else {
          throw StageFailure(
            "the sheet \(sheet.name) of the workbook holds \(counter.rows) rows and \(counter.cells) cells, not "
              + "\(sheet.rows + 1) and \(sheet.cells)", file: path,
            mend: "set \"exports.excel\" to false: csv has them all")
        }
      }
    }
  }

  // MARK: - Sheets

  /// What the engine counts before a sheet is made.
  private struct Measured {
    var rows = 0
    /// Cells of each column that are not empty.
    var cells: [Int] = []
    var widths: [Int] = []
    /// Whether a column has texts that cannot stand as they are.
    var delicate: [Bool] = []
  }

  private static func measure(
    _ table: ExportTable, _ formats: [CellFormat], _ session: DuckDBSession
  ) throws -> Measured {
    let list = zip(table.columns, formats).flatMap { $1.measures($0) }
    let sql = "SELECT count(*), \(list.joined(separator: ", ")) FROM \(table.source)"
    var measured = Measured()
    guard let row = try session.execute(sql).rows().first else { return measured }
    func number(_ index: Int) -> Int { if case .int(let number) = row[index] { Int(number) } else { 0 } }
    measured.rows = number(0)
    for (index, column) in table.columns.enumerated() {
      let isDelicate = row[3 * index + 3] == .bool(true)
      var cells = number(3 * index + 1)
      if isDelicate {
        // Taking out what XML cannot hold may leave nothing.
        let value = formats[index].value(column, isDelicate: true)
        cells = Int(try session.execute("SELECT count(\(value)) FROM \(table.source)").scalar(Int64.self))
      }
      // A number's text is longer or shorter than its format shows; the header and its filter's button need room too.
      let content =
        formats[index].kind == .text ? number(3 * index + 2) : formats[index].kind == .instant ? 16 : 11
      measured.cells.append(cells)
      measured.widths.append(min(60, max(content + 2, column.name.count + 4)))
      measured.delicate.append(isDelicate)
    }
    return measured
  }

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

  /// The engine makes each row's XML, with a byte 2 before it and a byte 1 for each of its numbers.
  private static func addRows(
    _ table: ExportTable, _ formats: [CellFormat], _ measured: Measured, to entry: ZipWriter.Entry,
    _ session: DuckDBSession
  ) throws {
    var pieces = ["\u{2}<row r=\"\u{1}\">"].map(SQL.quoteLiteral)
    for (index, column) in table.columns.enumerated() where measured.cells[index] > 0 {
      let frame = formats[index].frame(WorkbookParts.letters(index), isDelicate: measured.delicate[index])
      let value = formats[index].value(column, isDelicate: measured.delicate[index])
      let (before, behind) = (SQL.quoteLiteral(frame.before), SQL.quoteLiteral(frame.behind))
      if measured.cells[index] == measured.rows {
        pieces += [before, value, behind]
      } else {
        pieces += ["CASE WHEN \(value) IS NOT NULL THEN \(before) END", value]
        pieces.append("CASE WHEN \(value) IS NOT NULL THEN \(behind) END")
      }
    }
    pieces.append("'</row>'")
    let result = try session.execute(
      "SELECT concat(\(pieces.joined(separator: ", "))) FROM \(table.source) ORDER BY \(table.order)")
    var numbering = RowNumbering()
    var raw: [UInt8] = []
    while let chunk = try result.nextChunk() {
      raw.removeAll(keepingCapacity: true)
      try chunk.column(0).appendText(to: &raw)
      numbering.add(raw)
      if numbering.bytes.count >= lot { numbering.take { entry.add($0) } }
    }
    numbering.take { entry.add($0) }
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
