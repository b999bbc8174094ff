internal import DuckDB

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
  init(_ column: TableColumn) {
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

  // MARK: - SQL

  /// What of a text XML or Excel would take for something else, and space at an end, which they drop.
  private static let delicate = #"[\x00-\x1F\x{FFFE}\x{FFFF}&<>]|_x[0-9A-Fa-f]{4}_|^ | $"#
  /// A sheet holds 32,767 units of text in a cell, two for some characters.
  private static let longest = 16_383

  /// SQL for the value as text, before anything is written for XML.
  private func plain(_ column: TableColumn) -> String {
    let name = SQL.quoteIdentifier(column.name)
    switch kind {
    case .text: return column.isList ? "array_to_string(\(name), ' + ')" : "CAST(\(name) AS VARCHAR)"
    case .number:
      let isFloating = column.type == "DOUBLE" || column.type == "FLOAT"
      return isFloating
        ? "CASE WHEN isfinite(\(name)) THEN CAST(\(name) AS VARCHAR) END" : "CAST(\(name) AS VARCHAR)"
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

  /// SQL aggregates: how many cells have a value, how long the longest is, and whether some text is delicate.
  func measures(_ column: TableColumn) -> [String] {
    let text = plain(column)
    guard kind == .text else { return ["count(\(text))", "0", "false"] }
    let isDelicate = "bool_or(regexp_matches(\(text), '\(Self.delicate)') OR length(\(text)) > \(Self.longest))"
    return ["count(nullif(\(text), ''))", "coalesce(max(length(\(text))), 0)", "coalesce(\(isDelicate), false)"]
  }

  /// SQL for the value as it stands in the cell; NULL for an empty one.
  func value(_ column: TableColumn, isDelicate: Bool) -> String {
    guard kind == .text else { return plain(column) }
    guard isDelicate else { return "nullif(\(plain(column)), '')" }
    // What XML cannot hold is left out. Excel reads _x0041_ as an A: its first underline is written as a code itself.
    let clean =
      #"regexp_replace(left(\#(plain(column)), \#(Self.longest)), '[\x00-\x08\x0B\x0C\x0E-\x1F\x{FFFE}\x{FFFF}]', '', 'g')"#
    let kept = #"regexp_replace(\#(clean), '_(x[0-9A-Fa-f]{4}_)', '_x005F_\1', 'g')"#
    return "nullif(replace(replace(replace(\(kept), '&', '&amp;'), '<', '&lt;'), '>', '&gt;'), '')"
  }

  /// What stands before and behind a value in the sheet's column `letters`; its row's number is left open as a byte 1.
  func frame(_ letters: String, isDelicate: Bool) -> (before: String, behind: String) {
    let begin = "<c r=\"\(letters)\u{1}\"\(style == WorkbookStyles.general ? "" : " s=\"\(style)\"")"
    switch kind {
    case .text:
      return (
        "\(begin) t=\"inlineStr\"><is><t\(isDelicate ? " xml:space=\"preserve\"" : "")>", "</t></is></c>"
      )
    case .flag: return ("\(begin) t=\"b\"><v>", "</v></c>")
    default: return ("\(begin)><v>", "</v></c>")
    }
  }
}
