import DuckDB
import Engines
import Foundation
import PipelineModel
import TestSupport
import Testing

/// Excel files as people make them.
@Suite struct WorkbookSourceTests {
  /// A workbook of one sheet with the rows of a SELECT.
  private func workbook(_ select: String, in folder: TemporaryDirectory) throws -> String {
    let connection = try Connection(Database())
    try connection.execute("LOAD '\(try #require(DuckDBLibrary.extensionPath("excel")))'")
    let path = folder.path("sales.xlsx")
    try connection.execute("COPY (\(select)) TO '\(path)' (FORMAT xlsx, HEADER true, SHEET 'Sales')")
    return path
  }

  /// Replaces texts in parts of a workbook: pairs of a part and what is replaced by what.
  private func patch(_ path: String, _ changes: [String]) throws {
    let script = """
      import sys, zipfile
      path, changes = sys.argv[1], sys.argv[2:]
      with zipfile.ZipFile(path) as old: parts = {name: old.read(name) for name in old.namelist()}
      for part, before, after in zip(*[iter(changes)] * 3):
          assert before.encode() in parts[part], parts[part]
          parts[part] = parts[part].replace(before.encode(), after.encode(), 1)
      with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
          for name, content in parts.items(): new.writestr(name, content)
      """
    let done = try Command.run("/usr/bin/python3", ["-c", script, path] + changes)
    try #require(done.code == 0, "\(done.errors)")
  }

  private func run(_ path: String, decimal: SourceOptions.DecimalMark = .point) throws -> SourceRun {
    var options = SourceOptions()
    options.columns = [
      ColumnMapping(.customerID, ["cust"]), ColumnMapping(.orderID, ["ord"]), ColumnMapping(.occurredAt, ["date"]),
      ColumnMapping(.productID, ["prod"]), ColumnMapping(.quantity, ["qty"]), ColumnMapping(.unitPrice, ["price"]),
    ]
    options.decimal = decimal
    return try SourceRun("table", kind: .table, options: options, files: [path])
  }

  private static let rows =
    "SELECT 'c' || i AS cust, 'o' || i AS ord, TIMESTAMP '2024-01-05 10:30:00' AS date, 'p' AS prod, 1 AS qty, "
    + "i + 0.234 AS price"

  /// Columns called as the reader's own are the sheet's, and every row is of its file.
  @Test func columnsCalledLikeTheReadersOwn() throws {
    let folder = try TemporaryDirectory()
    let path = try workbook(
      "\(Self.rows), CASE WHEN i % 2 = 0 THEN 'x' END AS source_file, 'y' AS source_line, 7 AS is_empty FROM range(40) AS t(i)",
      in: folder)
    let run = try run(path)
    let found = try run.rows("count(*), count(DISTINCT source_file), min(source_line), max(source_line)", from: "lines")
    #expect(found == [[.int(40), .int(1), .int(2), .int(41)]])
  }

  /// A cell that is a number has no mark of its own: what a person sees is the program's.
  @Test func numbersOfCellsAreNoTexts() throws {
    let folder = try TemporaryDirectory()
    let run = try run(try workbook("\(Self.rows) FROM range(3) AS t(i)", in: folder), decimal: .comma)
    let found = try run.rows("CAST(unit_price AS DOUBLE)", from: "lines", "ORDER BY source_line")
    #expect(found == [[.double(0.234)], [.double(1.234)], [.double(2.234)]])
    #expect(try run.rows("*", from: "rejects").isEmpty)
  }

  /// Some workbooks count days from 1904; a sheet that is a chart has no rows.
  @Test func daysFrom1904AndSheetsOfCharts() throws {
    let folder = try TemporaryDirectory()
    let path = try workbook("\(Self.rows) FROM range(3) AS t(i)", in: folder)
    func days() throws -> [[Value]] {
      try run(path).rows("DISTINCT strftime(occurred_at, '%Y-%m-%d %H:%M')", from: "lines")
    }
    #expect(try days() == [[.string("2024-01-05 10:30")]])
    try patch(
      path,
      [
        "xl/workbook.xml", "<sheets>",
        "<sheets><sheet name=\"Chart &amp; more\" sheetId=\"9\" r:id=\"rId99\"/>",
        "xl/_rels/workbook.xml.rels", "</Relationships>",
        "<Relationship Id=\"rId99\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/chartsheet\" "
          + "Target=\"chartsheets/sheet1.xml\"/></Relationships>",
      ])
    #expect(try days() == [[.string("2024-01-05 10:30")]])
    try patch(path, ["xl/workbook.xml", "<sheets>", "<workbookPr date1904=\"1\"/><sheets>"])
    #expect(try days() == [[.string("2028-01-06 10:30")]])
  }
}
