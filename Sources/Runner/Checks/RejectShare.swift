internal import DuckDB
internal import Engines
internal import PipelineModel

/// Says whether too many rows of a source were rejected, and shows the first of them.
struct RejectShare {
  let session: DuckDBSession
  /// The view of rejected rows.
  let view: String

  private static let shown = 5
  private static let reasons = 3

  /// Judges the rejected rows against the bounds.
  ///
  /// - Parameters:
  ///   - made: rows that were not rejected.
  func judge(_ bounds: SourceRejects, made: Int, _ result: inout CheckResult) throws {
    // Rows of erased customers stand among them, and are no fault of the data.
    let rejected = "\(SQL.quoteIdentifier(view)) WHERE reason IS DISTINCT FROM 'erased'"
    let count = Int(try session.execute("SELECT count(*) FROM \(rejected)").scalar(Int64.self))
    result.rows = made + count
    guard let bound = bounds.bound(rejected: count, of: made + count) else { return }
    result.failures = count
    result.severity = bound.severity
    let often = try session.execute(
      """
      SELECT split_part(reason, ': "', 1) AS kind, count(*) AS n FROM \(rejected)
      GROUP BY kind ORDER BY n DESC, kind LIMIT \(Self.reasons)
      """
    ).rows()
    result.finding = .rejected(
      count, of: made + count, allowed: bound.share,
      often: often.map { row in
        if case .int(let rows) = row[1] { .init("\(row[0])", Int(rows)) } else { .init("\(row[0])", 0) }
      })
    let rows = try session.execute(
      """
      SELECT source_file, source_line, reason, raw FROM \(rejected)
      ORDER BY source_file, source_line LIMIT \(Self.shown)
      """
    ).rows()
    result.sample = FailingRows(
      columns: ["source_file", "source_line", "reason", "raw"], rows: rows.map { $0.map { "\($0)" } })
  }
}
