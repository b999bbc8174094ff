internal import DuckDB
internal import PipelineModel

/// How the cells of a column stand in a sheet.
struct CellFormat {
  /// What a cell holds.
  enum Kind {
    case text, number, flag, day, instant
  }

  /// The number of a style in the workbook, as ``WorkbookStyles`` lists them.
  var style: Int
  var kind: Kind

  /// The format of a column, by its type, and where that leaves open what a number is, by its name.
  init(_ column: OutputManifest.Column) {
    let type = column.type
    let name = column.name
    if type == "BOOLEAN" {
      (kind, style) = (.flag, WorkbookStyles.general)
    } else if type == "DATE" {
      (kind, style) = (.day, WorkbookStyles.day)
    } else if type.hasPrefix("TIMESTAMP") {
      (kind, style) = (.instant, WorkbookStyles.instant)
    } else if type.hasSuffix("INT") || type == "INTEGER" {
      (kind, style) = (.number, WorkbookStyles.whole)
    } else if type == "DOUBLE", Self.mixed.contains(name) {
      (kind, style) = (.number, WorkbookStyles.general)
    } else if type.hasPrefix("DECIMAL") || type == "DOUBLE" || type == "FLOAT" {
      let isShare = Self.shares.contains { name == $0 || name.hasSuffix("_\($0)") }
      let isRatio = type == "DOUBLE" && !Self.amounts.contains { name == $0 || name.hasSuffix("_\($0)") }
      kind = .number
      style = isShare ? WorkbookStyles.percent : isRatio ? WorkbookStyles.ratio : WorkbookStyles.amount
    } else {
      (kind, style) = (.text, WorkbookStyles.general)
    }
  }

  private static let shares = ["share", "retention", "confidence", "support", "alive", "rate"]
  private static let amounts = [
    "revenue", "monetary", "amount", "clv", "spend", "value", "cost", "customer", "price", "total",
  ]
  /// Columns whose rows hold one measure each: money in one, a share in the next.
  private static let mixed = ["value", "baseline", "difference"]

  // MARK: - SQL

  /// SQL for what stands in the cell, as text and NULL for an empty one, where it is not what csv shows.
  func sheetValue(_ column: OutputManifest.Column) -> String? {
    let name = SQL.quoteIdentifier(column.name)
    switch kind {
    case .text, .number: return nil
    case .flag: return "CASE WHEN \(name) THEN '1' WHEN NOT \(name) THEN '0' END"
    // The calendar of sheets takes 1900 for a leap year: before March of it, no number means the same everywhere.
    case .day: return "CASE WHEN \(name) >= DATE '1900-03-01' THEN CAST(\(name) - DATE '1899-12-30' AS VARCHAR) END"
    case .instant:
      return """
        CASE WHEN \(name) >= TIMESTAMP '1900-03-01'
        THEN CAST(epoch_us(CAST(\(name) AS TIMESTAMP)) / 86400000000.0 + 25569 AS VARCHAR) END
        """
    }
  }

  /// SQL for how many cells of a column are not empty.
  func presence(_ column: OutputManifest.Column) -> String {
    let name = SQL.quoteIdentifier(column.name)
    switch kind {
    case .text: return "count(nullif(CAST(\(CSVFormat.text(column)) AS VARCHAR), ''))"
    case .number:
      return column.type == "DOUBLE" || column.type == "FLOAT"
        ? "count(*) FILTER (WHERE isfinite(\(name)))" : "count(\(name))"
    case .flag: return "count(\(name))"
    case .day: return "count(*) FILTER (WHERE \(name) >= DATE '1900-03-01')"
    case .instant: return "count(*) FILTER (WHERE \(name) >= TIMESTAMP '1900-03-01')"
    }
  }

  // MARK: - XML

  /// What stands around a value in the sheet: before its row's number, behind it, the same where space at the ends is to
  /// be kept, and after the value.
  struct Frame {
    var before: [UInt8]
    var middle: [UInt8]
    var keeping: [UInt8]
    var behind: [UInt8]
  }

  /// The frame of cells in the sheet's column `letters`.
  func frame(_ letters: String) -> Frame {
    let looks = style == WorkbookStyles.general ? "\"" : "\" s=\"\(style)\""
    func frame(_ middle: String, _ keeping: String, _ behind: String) -> Frame {
      Frame(
        before: Array("<c r=\"\(letters)".utf8), middle: Array((looks + middle).utf8),
        keeping: Array((looks + keeping).utf8), behind: Array(behind.utf8))
    }
    switch kind {
    case .text:
      return frame(
        " t=\"inlineStr\"><is><t>", " t=\"inlineStr\"><is><t xml:space=\"preserve\">", "</t></is></c>")
    case .flag: return frame(" t=\"b\"><v>", " t=\"b\"><v>", "</v></c>")
    default: return frame("><v>", "><v>", "</v></c>")
    }
  }
}
