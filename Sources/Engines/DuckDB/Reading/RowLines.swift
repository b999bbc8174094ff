internal import DuckDB
internal import Platform

/// Tells from the place of a row in a Parquet file on which line of its source it stood.
struct RowLines {
  private enum Way {
    /// Behind the header, one a line.
    case everyLine
    /// So, but for lines that made no row: a table with the first row behind each and how many they are by then.
    case shifted(String)
    /// A table with each row's line.
    case listed(String)
  }

  private let way: Way

  /// Rows of every line but the header and those of `missing`.
  init(session: DuckDBSession, table: String, without missing: [Int]) throws {
    if missing.isEmpty {
      way = .everyLine
      return
    }
    way = .shifted(table)
    try session.execute("CREATE TEMP TABLE \(table) (from_row BIGINT, shift BIGINT)")
    let shifts = Self.shifts(without: missing)
    let appender = try Appender(session.connection, table: table)
    try appender.append(shifts.map(\.row), shifts.map(\.shift))
    try appender.close()
  }

  /// The rows, from 0, behind which lines are missing, and how many are by then.
  static func shifts(without missing: [Int]) -> [(row: Int64, shift: Int64)] {
    let all = missing.sorted().enumerated().map { (row: Int64($1 - 2 - $0), shift: Int64($0 + 1)) }
    // Of lines that follow each other the last one counts.
    return all.indices.filter { $0 + 1 == all.count || all[$0 + 1].row != all[$0].row }.map { all[$0] }
  }

  /// Rows whose lines a table lists by `place`, from 0.
  init(places: String) { way = .listed(places) }

  /// The rows of a Parquet file with `source_line`, to be read FROM.
  func rows(of file: String) -> String {
    let rows = SQL.readParquet([file], "file_row_number = true") + " AS r"
    switch way {
    case .everyLine: return "(SELECT r.*, r.file_row_number + 2 AS source_line FROM \(rows))"
    case .shifted(let table):
      return """
        (SELECT r.*, r.file_row_number + 2 + COALESCE(m.shift, 0) AS source_line
          FROM \(rows) ASOF LEFT JOIN \(table) AS m ON r.file_row_number >= m.from_row)
        """
    case .listed(let table):
      return "(SELECT r.*, p.source_line FROM \(rows) JOIN \(table) AS p ON p.place = r.file_row_number)"
    }
  }
}
