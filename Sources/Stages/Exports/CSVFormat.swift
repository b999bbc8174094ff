internal import DuckDB
internal import Engines
internal import Platform

/// How csv files are written.
struct CSVFormat {
  var separator: String
  /// Whether the file begins with the bytes by which some spreadsheets know UTF-8.
  var hasByteOrderMark: Bool

  /// The columns as cells: lists joined, and texts that a spreadsheet could take for a formula marked as text.
  func cells(_ columns: [TableColumn]) -> String {
    columns.map { column in
      let name = SQL.quoteIdentifier(column.name)
      if !column.isText && !column.isList { return name }
      let text = column.isList ? "array_to_string(\(name), ' + ')" : name
      return "CASE WHEN regexp_matches(\(text), '^[=+@\\t\\r-]') THEN '''' || \(text) ELSE \(text) END AS \(name)"
    }.joined(separator: ", ")
  }

  /// Writes the rows of a SELECT.
  func write(_ select: String, to path: String, _ session: DuckDBSession) throws {
    try session.execute(
      """
      COPY (\(select)) TO \(SQL.quoteLiteral(path))
      (FORMAT csv, HEADER true, DELIMITER \(SQL.quoteLiteral(separator)))
      """)
    if hasByteOrderMark { try Files.write([0xEF, 0xBB, 0xBF] + Files.read(path), to: path) }
  }
}
