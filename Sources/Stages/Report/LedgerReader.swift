internal import Report

/// What became of every input row, for the page on data and run.
package enum LedgerReader {
  /// Rejected rows shown, and characters shown of each.
  private static let sampleCount = 200
  private static let rawLength = 500

  /// The ledger, or nil where the pipeline has none.
  static func read(_ inputs: ReportInputs) throws -> ReportModel.Ledger? {
    let rows = try inputs.view("row_ledger", having: "rows_read")
    let returns = try inputs.view("returns_ledger", having: "matched_quantity")
    let rejects = try inputs.view("rejects", having: "reason")
    guard rows != nil || returns != nil || rejects != nil else { return nil }
    // Otherwise nobody has looked for the purchases that returns belong to.
    let matches = try inputs.context.text("returns") == "net"
    return ReportModel.Ledger(
      files: try files(inputs, rows, matches), returns: try totals(inputs, returns, matches),
      rejects: try sample(inputs, rejects),
      rejectReasons: try reasons(inputs, rejects))
  }

  private static func files(
    _ inputs: ReportInputs, _ view: String?, _ matches: Bool
  ) throws -> [ReportModel.FileLedger] {
    guard let view else { return [] }
    return try inputs.rows("SELECT * FROM \(view) ORDER BY source_file") { row in
      ReportModel.FileLedger(
        file: try row.text("source_file"), read: try row.integer("rows_read"), kept: try row.integer("kept"),
        rejected: try row.integer("rejected"), duplicates: try row.integer("duplicates"),
        erased: row.has("erased") ? try row.integer("erased") : 0,
        anonymous: try row.integerIfAny("anonymous"), zeroPrice: try row.integerIfAny("zero_price"),
        returnsMatched: matches ? try row.integerIfAny("returns_matched") : nil,
        returnsUnmatched: matches ? try row.integerIfAny("returns_unmatched") : nil)
    }
  }

  private static func totals(
    _ inputs: ReportInputs, _ view: String?, _ matches: Bool
  ) throws -> ReportModel.ReturnsTotals? {
    guard let view else { return nil }
    let sql = """
      SELECT count(*) AS line_count, coalesce(sum(returned_quantity), 0) AS quantity,
        coalesce(sum(matched_quantity), 0) AS matched_quantity,
        coalesce(sum(unmatched_quantity), 0) AS unmatched_quantity, coalesce(sum(matched_value), 0) AS matched_value,
        coalesce(sum(CAST(unmatched_quantity AS DECIMAL(18, 0)) * unit_price), 0) AS unmatched_value,
        coalesce(sum(CAST(returned_quantity AS DECIMAL(18, 0)) * unit_price), 0) AS returned_value,
        median(days_to_return) AS days
      FROM \(view)
      """
    return try inputs.rows(sql) { row in
      ReportModel.ReturnsTotals(
        lines: try row.integer("line_count"), quantity: try row.number("quantity"),
        value: try row.number("returned_value"), matchedQuantity: matches ? try row.number("matched_quantity") : nil,
        unmatchedQuantity: matches ? try row.number("unmatched_quantity") : nil,
        matchedValue: matches ? try row.number("matched_value") : nil,
        unmatchedValue: matches ? try row.number("unmatched_value") : nil,
        medianDaysToReturn: matches ? try row.numberIfAny("days") : nil)
    }.first
  }

  // MARK: - Rejected rows

  /// The first rows rejected; a long row is cut.
  private static func sample(_ inputs: ReportInputs, _ view: String?) throws -> [ReportModel.Reject] {
    guard let view else { return [] }
    let sql = """
      SELECT source_file, source_line, reason,
        CASE WHEN length(raw) > \(rawLength) THEN left(raw, \(rawLength)) || '…' ELSE coalesce(raw, '') END AS shown
      FROM \(view) WHERE reason <> 'erased' ORDER BY source_file, source_line, reason LIMIT \(sampleCount)
      """
    return try inputs.rows(sql) { row in
      ReportModel.Reject(
        file: try row.text("source_file"), line: try row.integer("source_line"), raw: try row.text("shown"),
        reason: RejectWording.phrases(try row.text("reason")))
    }
  }

  /// How many rows each kind of reason rejected, most frequent first; a row with two reasons is of a kind of its own.
  private static func reasons(_ inputs: ReportInputs, _ view: String?) throws -> [ReportModel.RejectReason] {
    guard let view else { return [] }
    let sql = """
      SELECT \(kind(of: "reason")) AS kind, count(*) AS row_count FROM \(view)
      WHERE reason <> 'erased' GROUP BY kind ORDER BY row_count DESC, kind
      """
    return try inputs.rows(sql) { row in
      ReportModel.RejectReason(reason: RejectWording.phrases(try row.text("kind")), rows: try row.integer("row_count"))
    }
  }

  /// SQL for the kind of a reason: `price: negative: "-3"; quantity: missing` without the quoted values.
  ///
  /// A value is quoted as it stands, quotes and semicolons included, so it ends where the next field's reason begins or
  /// the text does.
  package static func kind(of column: String) -> String {
    #"regexp_replace(\#(column), ': ".*?"(; [a-z_0-9]+: |$)', '\1', 'gs')"#
  }
}
