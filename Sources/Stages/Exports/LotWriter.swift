internal import PipelineModel
internal import Platform

/// Writes the rows of lots as csv and as the XML of a sheet. Each thread has its own.
final class LotWriter: @unchecked Sendable {
  /// What a lot comes to.
  struct Lot: Sendable {
    var csv: [UInt8]
    var sheet: ZipWriter.Piece
    /// Cells of each column that are not empty, and those that XML could hold nothing of.
    var cells: [Int]
    var emptied: [Int]
    /// Characters of the longest text of each column.
    var longest: [Int]
  }

  /// What a column of the query is written as.
  private struct Role {
    /// Whether csv shows it, and whether it is a text there.
    var isCSV = false
    var isText = false
    /// The sheet's column; -1 where it has none.
    var sheet = -1
  }

  private let rows: TableRows
  private let roles: [Role]
  private let kinds: [CellFormat.Kind]
  private let frames: [CellFormat.Frame]
  private let separator: UInt8
  private let needsQuotes: [Bool]
  private let packer = ZipWriter.Packer()
  private let csv = ByteBuffer()
  private let sheet = ByteBuffer(capacity: 1 << 21)

  private static let rowBegin = Array("<row r=\"".utf8)
  private static let numberEnd = Array("\">".utf8)
  private static let rowEnd = Array("</row>".utf8)

  init(_ rows: TableRows, _ columns: [OutputManifest.Column], _ formats: [CellFormat], separator: UInt8) {
    self.rows = rows
    self.separator = separator
    kinds = formats.map(\.kind)
    frames = formats.enumerated().map { $1.frame(WorkbookParts.letters($0)) }
    var roles = [Role](repeating: Role(), count: rows.width)
    for (index, column) in columns.enumerated() {
      roles[rows.csvColumns[index]].isCSV = true
      roles[rows.csvColumns[index]].isText = column.isText || column.isList
      roles[rows.sheetColumns[index]].sheet = index
    }
    self.roles = roles
    needsQuotes = Self.quoted(separator)
  }

  // MARK: - Lots

  /// Writes a lot.
  /// - Throws: `InflateError` where what was compressed cannot be read back.
  func write(_ lot: Int) throws -> Lot {
    csv.removeAll()
    sheet.removeAll()
    var cells = [Int](repeating: 0, count: kinds.count)
    var (emptied, longest) = (cells, cells)
    var digits: [UInt8] = []
    var isFirst = true
    rows.forEach(inLot: lot) { row in
      if !isFirst { endRow() }
      isFirst = false
      // The header is the first row of the sheet.
      digits = Array(String(row + 2).utf8)
      sheet.append(Self.rowBegin)
      sheet.append(digits)
      sheet.append(Self.numberEnd)
    } _: { column, text in
      let role = roles[column]
      if role.isCSV {
        if column > 0 { csv.append(separator) }
        if let text { addCSV(text, isText: role.isText) }
      }
      guard role.sheet >= 0, let text, let last = text.last else { return }
      let index = role.sheet
      var value = text
      switch kinds[index] {
      case .text:
        if text.count > longest[index] { longest[index] = max(longest[index], CellText.length(text)) }
        guard !CellText.isDelicate(text) else {
          let written = CellText.written(text)
          if written.isEmpty {
            emptied[index] += 1
          } else {
            cells[index] += 1
            written.withUnsafeBytes { addCell($0, index, digits, frames[index].keeping) }
          }
          return
        }
      case .number:
        // What is no number (nan, inf) has no cell.
        if last > UInt8(ascii: "9") { return }
      default: break
      }
      cells[index] += 1
      value = text
      addCell(value, index, digits, frames[index].middle)
    }
    if !isFirst { endRow() }
    return Lot(
      csv: Array(csv.bytes), sheet: try packer.pack(sheet.bytes, isLast: false), cells: cells, emptied: emptied,
      longest: longest)
  }

  private func endRow() {
    csv.append(UInt8(ascii: "\n"))
    sheet.append(Self.rowEnd)
  }

  @inline(__always)
  private func addCell(_ value: UnsafeRawBufferPointer, _ index: Int, _ digits: [UInt8], _ middle: [UInt8]) {
    sheet.append(frames[index].before)
    sheet.append(digits)
    sheet.append(middle)
    sheet.append(value)
    sheet.append(frames[index].behind)
  }

  // MARK: - csv

  /// A cell as the engine's own writer makes it; a text that a spreadsheet could take for a formula is marked as one.
  @inline(__always)
  private func addCSV(_ text: UnsafeRawBufferPointer, isText: Bool) {
    var isFormula = false
    if isText, let first = text.first { isFormula = Self.formulaStarts[Int(first)] }
    guard text.isEmpty || text.contains(where: { needsQuotes[Int($0)] }) else {
      if isFormula { csv.append(UInt8(ascii: "'")) }
      return csv.append(text)
    }
    csv.append(UInt8(ascii: "\""))
    if isFormula { csv.append(UInt8(ascii: "'")) }
    for byte in text {
      if byte == UInt8(ascii: "\"") { csv.append(byte) }
      csv.append(byte)
    }
    csv.append(UInt8(ascii: "\""))
  }

  private static let formulaStarts: [Bool] = (0..<256).map { "=+@-\t\r".utf8.contains(UInt8($0)) }

  /// The bytes for which the engine puts a cell in quotes.
  private static func quoted(_ separator: UInt8) -> [Bool] {
    (0..<256).map { $0 == Int(separator) || "\n\r\"#".utf8.contains(UInt8($0)) }
  }

  /// The first line of csv.
  static func header(_ names: [String], separator: UInt8) -> [UInt8] {
    let quoted = quoted(separator)
    var line: [UInt8] = []
    for (index, name) in names.enumerated() {
      if index > 0 { line.append(separator) }
      let isPlain = !name.isEmpty && !name.utf8.contains { quoted[Int($0)] }
      line += isPlain ? Array(name.utf8) : Array("\"\(name.replacing("\"", with: "\"\""))\"".utf8)
    }
    return line + [UInt8(ascii: "\n")]
  }
}
