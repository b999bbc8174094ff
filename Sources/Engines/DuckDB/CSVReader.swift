internal import DuckDB
internal import JSON
internal import PipelineModel
internal import Platform

/// Reads csv files into `source` (all text, with file and line) and `source_rejects` (what cannot be split).
struct CSVReader {
  let session: DuckDBSession
  let source: InputSource

  func read() throws {
    let headers = try source.files.map { try CSVHeader($0, kind: source.kind) }
    let names = source.kind.columns.map { SQL.quoteIdentifier($0.name) }.joined(separator: ", ")
    let header = headers[0]
    let columns = header.columns.enumerated().map { index, column in
      "\(SQL.quoteLiteral(column?.name ?? "unused_\(index)")): 'VARCHAR'"
    }.joined(separator: ", ")
    let files = source.files.map { SQL.quoteLiteral($0.path) }.joined(separator: ", ")
    let shown = source.files.map { SQL.quoteLiteral($0.name) }.joined(separator: ", ")
    try session.execute(
      """
      CREATE TEMP TABLE source AS
      SELECT \(names), ([\(shown)])[file_index + 1] AS source_file, row_number() OVER () + 1 AS source_line
      FROM read_csv([\(files)], columns = {\(columns)}, auto_detect = false, header = true, delim = ',', quote = '"',
        escape = '"', strict_mode = true)
      """)
    try session.execute(
      "CREATE TEMP TABLE source_rejects (source_file VARCHAR, source_line BIGINT, raw VARCHAR, reason VARCHAR)")
  }
}
