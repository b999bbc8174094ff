internal import Dispatch
internal import DuckDB
internal import Engines
internal import Platform
internal import Synchronization

/// Writes tables, each as csv and as a sheet at once: the engine hands out the rows once, in order and as text, and as
/// many lots of them as there are threads are written and compressed at the same time.
struct TableExporter {
  let format: CSVFormat
  let session: DuckDBSession
  let threads: Int

  /// Lots that are held before they are written.
  private static let wave = 64

  /// What the engine counts.
  private struct Counted {
    var rows = 0
    /// Cells of each column that have a value, and whether some text could be taken for a formula.
    var cells: [Int] = []
    var hasFormulas: [Bool] = []
  }

  /// Writes a table's csv file, and where there is a workbook its sheet.
  /// - Throws: `StageFailure` where what was written is not what the engine counts.
  func write(_ table: ExportTable, to path: String, _ workbook: inout Workbook?) throws {
    let formats = table.columns.map { CellFormat($0) }
    let counted = workbook == nil ? Counted() : try count(table, formats)
    // Rows that a sheet cannot hold may be more than the memory does: the engine writes them as they come.
    guard workbook != nil, counted.rows <= Workbook.rowLimit else {
      workbook?.leaveOut(table, rows: counted.rows)
      return try format.write(
        "SELECT \(format.cells(table.columns)) FROM \(table.source) ORDER BY ALL", to: path, session)
    }
    let rows = try TableRows(table, formats, hasFormulas: counted.hasFormulas, session)
    let separator = format.separator.utf8.first ?? UInt8(ascii: ",")
    let writers = (0..<threads).map { _ in LotWriter(rows, table.columns, formats, separator: separator) }
    let file = try FileWriter(path)
    if format.hasByteOrderMark { try file.write(CSVFormat.byteOrderMark) }
    try file.write(LotWriter.header(table.names, separator: separator))
    var sheet = Workbook.SheetParts(columns: table.columns.count)
    for first in stride(from: 0, to: rows.lots, by: Self.wave) {
      for lot in try Self.lots(first..<min(rows.lots, first + Self.wave), writers) {
        try file.write(lot.csv)
        sheet.add(lot)
      }
    }
    try file.close()
    guard rows.count == counted.rows, sheet.cellsMet == counted.cells else {
      throw StageFailure(
        "\(table.name): \(rows.count) rows with \(sheet.cellsMet) cells were written, not \(counted.rows) with "
          + "\(counted.cells)", mend: "set \"exports.excel\" to false, and tell of this with the table's columns")
    }
    try workbook?.add(table, formats, sheet, rows: rows.count)
  }

  private func count(_ table: ExportTable, _ formats: [CellFormat]) throws -> Counted {
    let list = zip(table.columns, formats).flatMap { column, format in
      let isText = column.isText || column.isList
      let formula = CSVFormat.isFormula(CSVFormat.text(column))
      return [format.presence(column), isText ? "coalesce(bool_or(\(formula)), false)" : "false"]
    }
    let sql = "SELECT count(*), \(list.joined(separator: ", ")) FROM \(table.source)"
    var counted = Counted()
    guard let row = try session.execute(sql).rows().first else { return counted }
    func number(_ index: Int) -> Int { if case .int(let number) = row[index] { Int(number) } else { 0 } }
    counted.rows = number(0)
    counted.cells = formats.indices.map { number(2 * $0 + 1) }
    counted.hasFormulas = formats.indices.map { row[2 * $0 + 2] == .bool(true) }
    return counted
  }

  private static func lots(_ range: Range<Int>, _ writers: [LotWriter]) throws -> [LotWriter.Lot] {
    let made = Mutex([Result<LotWriter.Lot, any Error>?](repeating: nil, count: range.count))
    let next = Atomic<Int>(0)
    DispatchQueue.concurrentPerform(iterations: writers.count) { thread in
      while true {
        let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard index < range.count else { return }
        let result = Result { try writers[thread].write(range.lowerBound + index) }
        made.withLock { $0[index] = result }
      }
    }
    return try made.withLock { $0 }.compactMap { try $0?.get() }
  }
}
