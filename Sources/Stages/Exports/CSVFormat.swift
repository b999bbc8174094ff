internal import DuckDB
internal import Engines
internal import PipelineModel
internal import Platform

/// How csv files are written.
struct CSVFormat {
  var separator: String
  /// Whether the file begins with the bytes by which some spreadsheets know UTF-8.
  var hasByteOrderMark: Bool

  static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

  /// What a spreadsheet could take for the beginning of a formula.
  private static let formulaStarts = "'=', '+', '@', '-', chr(9), chr(13)"

  /// SQL for what a column shows, lists joined.
  static func text(_ column: OutputManifest.Column) -> String {
    let name = SQL.quoteIdentifier(column.name)
    return column.isList ? "array_to_string(\(name), ' + ')" : name
  }

  /// SQL for whether a text could be taken for a formula.
  static func isFormula(_ text: String) -> String { "left(\(text), 1) IN (\(formulaStarts))" }

  /// SQL for a text, marked as one where it could be taken for a formula.
  static func marked(_ text: String) -> String {
    "CASE WHEN \(isFormula(text)) THEN '''' || \(text) ELSE \(text) END"
  }

  /// The columns as cells: lists joined, and texts that a spreadsheet could take for a formula marked as text.
  func cells(_ columns: [OutputManifest.Column]) -> String {
    columns.map { column in
      guard column.isText || column.isList else { return SQL.quoteIdentifier(column.name) }
      return "\(Self.marked(Self.text(column))) AS \(SQL.quoteIdentifier(column.name))"
    }.joined(separator: ", ")
  }

  /// Has the engine write the rows of a SELECT.
  func write(_ select: String, to path: String, _ session: DuckDBSession) throws {
    try session.execute(
      """
      COPY (\(select)) TO \(SQL.quoteLiteral(path))
      (FORMAT csv, HEADER true, DELIMITER \(SQL.quoteLiteral(separator)))
      """)
    if hasByteOrderMark { try Files.write(Self.byteOrderMark + Files.read(path), to: path) }
  }
}
