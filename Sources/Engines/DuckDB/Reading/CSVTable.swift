internal import DuckDB
internal import Platform

/// Reads csv files into a table: all text, with file and line; what cannot be split goes to `source_rejects`.
///
/// The engine's own reader does the work, and is believed for a file where its rows and the lines that are no records are
/// together the lines behind the header: a row's place then tells its line. Any other file is split again by
/// `CSVSplitter`, which accounts for every line.
struct CSVTable {
  let session: DuckDBSession
  /// The view under which the rows are seen; its tables' names begin with it.
  let name: String
  /// The columns of the view, beside `source_file` and `source_line`.
  let columns: [String]
  var delimiter: UInt8 = UInt8(ascii: ",")

  /// One file.
  struct Input {
    /// What results call it.
    let name: String
    /// The file with its text in UTF-8.
    let path: String
    /// The column that each field of a row is, in the file's order; nil for one that is not used.
    let layout: [String?]
    /// What a look at its bytes told.
    let scan: CSVScan
    /// What its text was before it became UTF-8.
    var encoding = "UTF-8"
  }

  private var columnList: String { columns.map { SQL.quoteIdentifier($0) }.joined(separator: ", ") }
  private var rows: String { name + "_rows" }
  private var files: String { name + "_files" }
  private var exact: String { name + "_exact" }
  private var shifts: String { name + "_shifts" }

  /// Makes the view of the rows of `inputs`.
  func load(_ inputs: [Input]) throws {
    let texts = columns.map { "\(SQL.quoteIdentifier($0)) VARCHAR" }.joined(separator: ", ")
    try session.execute("CREATE TEMP TABLE \(rows) (\(texts), file_number INTEGER)")
    try session.execute("CREATE TEMP TABLE \(files) (file_number INTEGER, source_file VARCHAR, first_row BIGINT)")
    try session.execute("CREATE TABLE \(exact) (\(texts), source_file VARCHAR, source_line BIGINT)")
    try readByEngine(inputs)
    let (unproven, leftOut) = try judge(inputs)
    for index in unproven { try readExactly(inputs[index]) }
    if !leftOut.isEmpty { try makeShifts(leftOut) }
    try makeView(inputs, isShifted: !leftOut.isEmpty)
  }

  /// One file without a fault, the usual case with large files, needs no look at which file a row is of.
  private func makeView(_ inputs: [Input], isShifted: Bool) throws {
    let proven = try session.execute("SELECT source_file, first_row FROM \(files)").rows()
    let proved: String
    if isShifted {
      proved = """
        SELECT \(columnList), f.source_file, r.rowid - f.first_row + 2 + COALESCE(s.shift, 0) AS source_line
        FROM \(rows) AS r JOIN \(files) AS f USING (file_number) LEFT JOIN \(shifts) AS s ON s.id = r.rowid
        """
    } else if inputs.count == 1, let file = proven.first {
      let name = SQL.quoteLiteral("\(file[0])")
      proved = "SELECT \(columnList), \(name) AS source_file, rowid + 2 AS source_line FROM \(rows)"
    } else {
      proved = """
        SELECT \(columnList), f.source_file, r.rowid - f.first_row + 2 AS source_line
        FROM \(rows) AS r JOIN \(files) AS f USING (file_number)
        """
    }
    try session.execute(
      """
      CREATE TEMP VIEW \(name) AS
      \(proved)
      UNION ALL SELECT \(columnList), source_file, source_line FROM \(exact)
      """)
  }

  // MARK: - The engine's reader

  private func readByEngine(_ inputs: [Input]) throws {
    let regular = inputs.indices.filter { inputs[$0].scan.isRegular }
    // One call for all files of one layout: 300 files cost what one does.
    for (_, group) in Dictionary(grouping: regular, by: { types(inputs[$0].layout) }).sorted(by: { $0.key < $1.key }) {
      let paths = group.map { SQL.quoteFile(inputs[$0].path) }.joined(separator: ", ")
      let numbers = group.map(String.init).joined(separator: ", ")
      let number = group.count == 1 ? numbers : "([\(numbers)])[CAST(file_index AS INTEGER) + 1]"
      // Rows read in parallel are copied once more to stand in order: of two threads, one alone is done as soon.
      let isParallel = session.threads > 2
      do {
        try session.execute(
          """
          INSERT INTO \(rows)
          SELECT \(columnList), \(number)
          FROM read_csv([\(paths)], columns = {\(types(inputs[group[0]].layout))}, \(SQL.asWritten), auto_detect = false, header = true,
            delim = \(SQL.quoteLiteral(String(UnicodeScalar(delimiter)))), quote = '"', escape = '"', strict_mode = true,
            ignore_errors = true, parallel = \(isParallel))
          """)
      } catch let failure as StageFailure where failure.cause != .cancelled {
        // A text that the engine gives up on leaves no rows, so the exact reader takes the group's files.
        continue
      }
    }
  }

  private func types(_ layout: [String?]) -> String {
    layout.enumerated().map { index, column in "\(SQL.quoteLiteral(column ?? "unused \(index)")): 'VARCHAR'" }
      .joined(separator: ", ")
  }

  /// The files whose rows do not account for their lines, of which what the engine read is left out of the view; and of
  /// the others, by file, the lines that made no row.
  private func judge(_ inputs: [Input]) throws -> (unproven: [Int], leftOut: [Int: [Int]]) {
    let result = try session.execute(
      "SELECT file_number, count(*), min(rowid) FROM \(rows) GROUP BY file_number ORDER BY file_number")
    let (numbers, counts, firsts) = try result.columns(Int32.self, Int64.self, Int64.self)
    var read = [Int: (count: Int, first: Int64)]()
    for (index, number) in numbers.enumerated() { read[Int(number)] = (Int(counts[index]), firsts[index]) }
    var unproven: [Int] = []
    var proven: [(Int32, String, Int64)] = []
    var leftOut: [Int: [Int]] = [:]
    for (index, input) in inputs.enumerated() {
      let found = read[index] ?? (0, 0)
      let missing = max(0, input.scan.lines - 1) - found.count
      guard input.scan.isRegular, let lines = missing == 0 ? [] : try linesWithoutRow(input, missing) else {
        unproven.append(index)
        continue
      }
      if !lines.isEmpty { leftOut[index] = lines }
      proven.append((Int32(index), input.name, found.first))
    }
    let appender = try Appender(session.connection, table: files)
    try appender.append(proven.map(\.0), proven.map(\.1), proven.map(\.2))
    try appender.close()
    return (unproven, leftOut)
  }

  /// The lines of a file that are no records, where they are as many as `count`; rejects them.
  private func linesWithoutRow(_ input: Input, _ count: Int) throws -> [Int]? {
    if input.scan.blank.count == count { return input.scan.blank }
    let review = try MappedFile.withBytes(input.path) {
      LineReview(
        $0, fieldCount: input.layout.count, delimiter: delimiter, encoding: input.encoding, keepsSuspects: false,
        PlainPattern(fieldCount: input.layout.count, delimiter: delimiter))
    }
    guard let rejects = review?.rejects, rejects.count + input.scan.blank.count == count else { return nil }
    try session.note(rejects, of: input.name)
    return input.scan.blank + rejects.map(\.line)
  }

  /// Makes the table of the rows behind lines that made none: how many those are, by row.
  private func makeShifts(_ leftOut: [Int: [Int]]) throws {
    let missing = name + "_missing"
    try session.execute("CREATE TEMP TABLE \(missing) (file_number INTEGER, from_row BIGINT, shift BIGINT)")
    let appender = try Appender(session.connection, table: missing)
    for (index, lines) in leftOut.sorted(by: { $0.key < $1.key }) {
      let shifts = RowLines.shifts(without: lines)
      try appender.append(shifts.map { _ in Int32(index) }, shifts.map(\.row), shifts.map(\.shift))
    }
    try appender.close()
    try session.execute(
      """
      CREATE TEMP TABLE \(shifts) AS
      SELECT r.id, m.shift
      FROM (
        SELECT r.rowid AS id, file_number, r.rowid - f.first_row AS place
        FROM \(rows) AS r JOIN \(files) AS f USING (file_number)
        WHERE file_number IN (SELECT file_number FROM \(missing))
      ) AS r
      ASOF JOIN \(missing) AS m ON r.file_number = m.file_number AND r.place >= m.from_row
      """)
  }

  // MARK: - The exact reader

  private func readExactly(_ input: Input) throws {
    let places = columns.map { name in input.layout.firstIndex { $0 == name } }
    let kept = try Appender(session.connection, table: exact)
    let rejects = try Appender(session.connection, table: "source_rejects")
    try MappedFile.withBytes(input.path) { bytes in
      var splitter = CSVSplitter(
        bytes, fieldCount: input.layout.count, delimiter: delimiter, encoding: input.encoding)
      while let (line, record) = splitter.next() {
        switch record {
        case .fields(let fields):
          let values = places.map { place in place.flatMap { fields[$0] }.map { Value.string($0) } ?? .null }
          try kept.append(row: values + [.string(input.name), .int(Int64(line))])
        case .reject(let reason, let raw):
          try rejects.append(row: [.string(input.name), .int(Int64(line)), .string(raw), .string(reason)])
        }
      }
    }
    try kept.close()
    try rejects.close()
  }
}
