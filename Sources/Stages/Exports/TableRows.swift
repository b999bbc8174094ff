internal import DuckDB
internal import Engines
internal import PipelineModel

/// The rows of a table as text, in the order of its csv file, cut into lots that can be written at the same time.
///
/// Whatever the chunks in which they come, a lot begins after so many rows: what is made of lots does not depend on
/// threads.
struct TableRows: Sendable {
  static let lotSize = 4096

  private let chunks: [ChunkTexts]
  /// The first row of each chunk, and behind the last the number of rows.
  private let starts: [Int]
  /// Which columns of the query hold what csv shows of each column, and what the sheet does.
  let csvColumns: [Int]
  let sheetColumns: [Int]

  /// How many columns the query has.
  let width: Int

  var count: Int { starts.last ?? 0 }
  var lots: Int { max(1, (count + Self.lotSize - 1) / Self.lotSize) }

  /// Asks the engine for a table.
  init(_ table: ExportTable, _ formats: [CellFormat], hasFormulas: [Bool], _ session: DuckDBSession) throws {
    var selected: [String] = []
    var order: [String] = []
    var (csv, sheet): ([Int], [Int]) = ([], [])
    for (index, column) in table.columns.enumerated() {
      let name = SQL.quoteIdentifier(column.name)
      let shown = CSVFormat.text(column)
      csv.append(selected.count)
      selected.append("CAST(\(shown) AS VARCHAR)")
      // Marked as texts, formulas sort elsewhere.
      order.append(hasFormulas[index] ? CSVFormat.marked(shown) : column.isList ? shown : name)
      // Days, times and flags stand in a sheet as numbers.
      if let value = formats[index].sheetValue(column) {
        sheet.append(selected.count)
        selected.append(value)
      } else {
        sheet.append(csv[index])
      }
    }
    let result = try session.execute(
      "SELECT \(selected.joined(separator: ", ")) FROM \(table.source) ORDER BY \(order.joined(separator: ", "))")
    var chunks: [ChunkTexts] = []
    var starts = [0]
    while let chunk = try result.nextChunk() {
      chunks.append(try ChunkTexts(chunk))
      starts.append(starts[starts.count - 1] + chunk.count)
    }
    (self.chunks, self.starts, csvColumns, sheetColumns, width) = (chunks, starts, csv, sheet, selected.count)
  }

  /// Lends the texts of a lot, rows first; rows are counted from 0 in the whole table.
  func forEach(
    inLot lot: Int, startRow: (Int) -> Void, _ body: (_ column: Int, _ text: UnsafeRawBufferPointer?) -> Void
  ) {
    let rows = lot * Self.lotSize..<min(count, (lot + 1) * Self.lotSize)
    // The last chunk that begins at or before the lot.
    var (low, high) = (0, chunks.count)
    while low + 1 < high {
      let middle = (low + high) / 2
      if starts[middle] <= rows.lowerBound { low = middle } else { high = middle }
    }
    var index = low
    while index < chunks.count, starts[index] < rows.upperBound {
      let start = starts[index]
      let own = max(rows.lowerBound, start) - start..<min(rows.upperBound, starts[index + 1]) - start
      chunks[index].forEach(rows: own, startRow: { startRow(start + $0) }, body)
      index += 1
    }
  }
}
