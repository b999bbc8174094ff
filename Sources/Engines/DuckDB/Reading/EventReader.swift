internal import DuckDB
internal import JSON
internal import PipelineModel
internal import Platform

/// Reads csv files of events straight into Parquet, file by file, however large they are.
///
/// The engine writes each file's rows in their order, typed, and is believed where its rows and the lines that
/// are no records are together the lines behind the header: a row's place then tells its line. Any other file is split again by
/// `CSVSplitter`, which accounts for every line. Rows whose values are no event are rejected.
///
/// The rows are seen as `source`, with file and line; `parts` are their files.
struct EventReader {
  let session: DuckDBSession
  let source: InputSource
  let control: JobControl
  let protection: SourceProtection?

  private var columns: [String] { source.kind.columns.map(\.name) }
  private var folder: String { session.folder + "/.source" }

  private var typed: String {
    """
    \(protection?.customer("user_id") ?? "user_id") AS customer_id, user_session AS session_id, TRY_CAST(event_time AS TIMESTAMP) AS occurred_at, event_type,
    product_id, category_code AS category, brand, parse_money(price) AS price
    """
  }

  /// The reason why a row is no event, '' for an event.
  private var reason: String {
    guard protection?.protection.erasures != nil else { return Self.fault }
    return "CASE WHEN customer_id = \(SourceProtection.erasedMark) THEN '\(CustomerProtection.erasedReason)' "
      + "ELSE \(Self.fault) END"
  }

  private static let fault = """
    concat_ws('; ',
      CASE WHEN occurred_at IS NULL OR year(occurred_at) NOT BETWEEN 1990 AND 2200 THEN 'event_time: not a time' END,
      CASE WHEN event_type IS NULL OR event_type NOT IN ('view', 'cart', 'remove_from_cart', 'purchase')
        THEN 'event_type: not one of view, cart, remove_from_cart, purchase' END,
      CASE WHEN product_id IS NULL THEN 'product_id: missing' END,
      CASE WHEN customer_id IS NULL THEN 'user_id: missing' END,
      CASE WHEN price IS NULL THEN 'price: not a number' WHEN price < 0 THEN 'price: negative' END)
    """

  private static let names =
    "customer_id, session_id, occurred_at, event_type, product_id, category, brand, price, source_file"

  /// - Returns: the files of the events, in the stage's folder.
  func read() throws -> [String] {
    try Files.makeFolder(folder)
    var selects: [String] = []
    var parts: [String] = []
    for (index, file) in source.files.enumerated() {
      try control.checkCancelled()
      control.report(.init(step: "reading \(file.name)"))
      let (select, part) = try read(file, index)
      selects.append(select)
      parts.append(part)
    }
    try session.execute("CREATE TEMP VIEW source AS\n" + selects.joined(separator: "\nUNION ALL "))
    return parts
  }

  private func read(_ file: SourceFile, _ index: Int) throws -> (select: String, part: String) {
    let copy = "\(folder)/\(index).csv"
    let (path, _) = try PlainText.path(file, .utf8, copy: copy, control)
    let header = try CSVHeader(SourceFile(path: path, name: file.name), kind: source.kind)
    let scan = try MappedFile.withPassing(path) { CSVScan($0, passed: $1) }
    let name = "events-\(index).parquet"
    let part = session.folder + "/" + name
    let proven = scan.isRegular ? try readByEngine(path, file, header, scan, part, index) : nil
    let select = try proven ?? refuseInvalid(path, file, part, readExactly(path, file, header, scan, part, index))
    if path == copy { try Files.remove(copy) }
    return (select, name)
  }

  // MARK: - Ways of reading

  /// The SELECT of the events with their lines, or nil where the engine's account does not add up.
  ///
  /// What is no event is left out as the part is written, and found by a review of the file only where rows are
  /// missing. Erased customers cannot be found in the text: with them, all rows are written first.
  private func readByEngine(
    _ path: String, _ file: SourceFile, _ header: CSVHeader, _ scan: CSVScan, _ part: String, _ index: Int
  ) throws -> String? {
    let types = header.columns.enumerated().map { index, column in
      "\(SQL.quoteLiteral(column?.name ?? "unused \(index)")): 'VARCHAR'"
    }.joined(separator: ", ")
    let hasErasures = protection?.protection.erasures != nil
    do {
      try session.execute(
        """
        COPY (
          SELECT * FROM (
            SELECT \(typed), \(SQL.quoteLiteral(file.name)) AS source_file
            FROM read_csv(\(SQL.quoteFile(path)), columns = {\(types)}, \(SQL.asWritten), auto_detect = false, header = true, delim = ',',
              quote = '"', escape = '"', strict_mode = true, ignore_errors = true)
          ) WHERE \(hasErasures ? "TRUE" : "\(reason) = ''")
        ) TO \(SQL.quoteLiteral(part)) (\(DuckDBSession.parquet))
        """)
    } catch let failure as StageFailure where failure.cause != .cancelled {
      return nil
    }
    let rows = try session.execute("SELECT count(*) FROM \(SQL.readParquet([part]))").scalar(Int64.self)
    let missing = max(0, scan.lines - 1) - Int(rows)
    var leftOut = scan.blank
    var rejects: [LineReview.Reject] = []
    if missing > leftOut.count {
      let columns = header.columns.map { $0?.name }
      let review = try MappedFile.withPassing(path) {
        LineReview($0, fieldCount: columns.count, keepsSuspects: !hasErasures, EventPattern(columns), passed: $1)
      }
      guard let review else { return nil }
      rejects = review.rejects
      if !hasErasures { rejects += try refused(review.suspects, columns, index) }
      leftOut += rejects.map(\.line)
    }
    guard leftOut.count == missing else { return nil }
    try session.note(rejects, of: file.name)
    let lines = try RowLines(session: session, table: "left_out_\(index)", without: leftOut)
    return hasErasures
      ? try refuseInvalid(path, file, part, lines) : "SELECT \(Self.names), source_line FROM \(lines.rows(of: part))"
  }

  /// Those of some records that are no events, with the reasons.
  private func refused(
    _ suspects: [LineReview.Suspect], _ layout: [String?], _ index: Int
  ) throws -> [LineReview.Reject] {
    if suspects.isEmpty { return [] }
    let table = "source_suspects_\(index)"
    let list = columns.map { "\(SQL.quoteIdentifier($0)) VARCHAR" }.joined(separator: ", ")
    try session.execute("CREATE TEMP TABLE \(table) (\(list), place BIGINT)")
    let places = columns.map { name in layout.firstIndex { $0 == name } }
    let appender = try Appender(session.connection, table: table)
    for (number, suspect) in suspects.enumerated() {
      let values = places.map { place in place.flatMap { suspect.fields[$0] }.map { Value.string($0) } ?? .null }
      try appender.append(row: values + [.int(Int64(number))])
    }
    try appender.close()
    let found = try session.execute(
      "SELECT place, \(reason) FROM (SELECT \(typed), place FROM \(table)) WHERE \(reason) <> '' ORDER BY place")
    let (numbers, reasons) = try found.columns(Int64.self, String.self)
    try session.execute("DROP TABLE \(table)")
    return zip(numbers, reasons).map { number, reason in
      .init(line: suspects[Int(number)].line, reason: reason, raw: suspects[Int(number)].raw)
    }
  }

  private func readExactly(
    _ path: String, _ file: SourceFile, _ header: CSVHeader, _ scan: CSVScan, _ part: String, _ index: Int
  ) throws -> RowLines {
    let table = "source_events_\(index)"
    var plain = scan
    plain.isRegular = false
    try CSVTable(session: session, name: table, columns: columns).load([
      .init(name: file.name, path: path, layout: header.columns.map { $0?.name }, scan: plain)
    ])
    let places = "source_places_\(index)"
    try session.execute(
      """
      CREATE TEMP TABLE \(places) AS
      SELECT row_number() OVER (ORDER BY source_line) - 1 AS place, source_line FROM \(table)
      """)
    try session.execute(
      """
      COPY (SELECT \(typed), source_file FROM \(table) ORDER BY source_line)
      TO \(SQL.quoteLiteral(part)) (\(DuckDBSession.parquet))
      """)
    return RowLines(places: places)
  }

  // MARK: - Values

  /// Takes rows that are no events out of a part, and gives the SELECT of those that are, with their lines.
  private func refuseInvalid(_ path: String, _ file: SourceFile, _ part: String, _ rowLines: RowLines) throws -> String
  {
    let refused = try session.execute(
      "SELECT CAST(source_line AS BIGINT), \(reason) FROM \(rowLines.rows(of: part)) WHERE \(reason) <> ''")
    let (lines, reasons) = try refused.columns(Int64.self, String.self)
    guard !lines.isEmpty else { return "SELECT \(Self.names), source_line FROM \(rowLines.rows(of: part))" }
    let isErased = reasons.map { $0 == CustomerProtection.erasedReason }
    let texts = try RawLines.read(path, Set(zip(lines, isErased).filter { !$0.1 }.map { Int($0.0) }))
    let rejects = try Appender(session.connection, table: "source_rejects")
    for (line, reason) in zip(lines, reasons) {
      if reason == CustomerProtection.erasedReason {
        try rejects.append(row: [.string(file.name), .null, .null, .string(reason)])
        continue
      }
      try rejects.append(row: [
        .string(file.name), .int(line), .string(texts[Int(line)] ?? ""), .string(reason),
      ])
    }
    try rejects.close()
    // The lines of what stays are counted among all rows, so these stay until the stage is done.
    let all = "\(folder)/\(part.split(separator: "/").last ?? "all")"
    try Files.rename(part, to: all)
    try session.execute(
      """
      COPY (SELECT \(Self.names) FROM \(SQL.readParquet([all])) WHERE \(reason) = '')
      TO \(SQL.quoteLiteral(part)) (\(DuckDBSession.parquet))
      """)
    return "SELECT \(Self.names), source_line FROM \(rowLines.rows(of: all)) WHERE \(reason) = ''"
  }
}
