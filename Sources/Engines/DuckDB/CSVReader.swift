internal import DuckDB
internal import JSON
internal import PipelineModel
internal import Platform

/// Reads csv files into `source` (all text, with file and line) and `source_rejects` (what cannot be split).
///
/// The engine's own reader does the work, and is believed for a file where it gives as many rows as the file has lines
/// behind its header: each line is then one record, and a row's place is its line. Any other file is split again by
/// `CSVSplitter`, which accounts for every line.
struct CSVReader {
  let session: DuckDBSession
  let source: InputSource

  private struct Input {
    let file: SourceFile
    let header: CSVHeader
    let scan: CSVScan
  }

  private var names: [String] { source.kind.columns.map(\.name) }
  private var columnList: String { names.map { SQL.quoteIdentifier($0) }.joined(separator: ", ") }

  func read() throws {
    let inputs = try source.files.map { file in
      Input(
        file: file, header: try CSVHeader(file, kind: source.kind),
        scan: try MappedFile.withBytes(file.path) { CSVScan($0) })
    }
    let texts = names.map { "\(SQL.quoteIdentifier($0)) VARCHAR" }.joined(separator: ", ")
    try session.execute("CREATE TEMP TABLE source_rows (\(texts), file_number INTEGER)")
    try session.execute("CREATE TEMP TABLE source_files (file_number INTEGER, source_file VARCHAR, first_row BIGINT)")
    try session.execute("CREATE TABLE source_exact (\(texts), source_file VARCHAR, source_line BIGINT)")
    try session.execute(
      "CREATE TABLE source_rejects (source_file VARCHAR, source_line BIGINT, raw VARCHAR, reason VARCHAR)")
    try readByEngine(inputs)
    for index in try unproven(inputs) { try readExactly(inputs[index]) }
    try makeView(inputs)
  }

  /// One file without a fault, the usual case with large files, needs no look at which file a row is of.
  private func makeView(_ inputs: [Input]) throws {
    let proven = try session.execute("SELECT source_file, first_row FROM source_files").rows()
    let rows: String
    if inputs.count == 1, let file = proven.first {
      let name = SQL.quoteLiteral("\(file[0])")
      rows = "SELECT \(columnList), \(name) AS source_file, rowid + 2 AS source_line FROM source_rows"
    } else {
      rows = """
        SELECT \(columnList), f.source_file, r.rowid - f.first_row + 2 AS source_line
        FROM source_rows AS r JOIN source_files AS f USING (file_number)
        """
    }
    try session.execute(
      """
      CREATE TEMP VIEW source AS
      \(rows)
      UNION ALL SELECT \(columnList), source_file, source_line FROM source_exact
      """)
  }

  // MARK: - The engine's reader

  private func readByEngine(_ inputs: [Input]) throws {
    let regular = inputs.indices.filter { inputs[$0].scan.isRegular }
    // One call for all files of one layout: 300 files cost what one does.
    for (_, group) in Dictionary(grouping: regular, by: { layout(inputs[$0].header) }).sorted(by: { $0.key < $1.key }) {
      let files = group.map { SQL.quoteLiteral(inputs[$0].file.path) }.joined(separator: ", ")
      let numbers = group.map(String.init).joined(separator: ", ")
      let number = group.count == 1 ? numbers : "([\(numbers)])[CAST(file_index AS INTEGER) + 1]"
      // Rows read in parallel are copied once more to stand in order: of two threads, one alone is done as soon.
      let isParallel = session.threads > 2
      do {
        try session.execute(
          """
          INSERT INTO source_rows
          SELECT \(columnList), \(number)
          FROM read_csv([\(files)], columns = {\(layout(inputs[group[0]].header))}, auto_detect = false, header = true,
            delim = ',', quote = '"', escape = '"', strict_mode = true, ignore_errors = true, parallel = \(isParallel))
          """)
      } catch let failure as StageFailure where failure.cause != .cancelled {
        // A text that the engine gives up on leaves no rows, so the exact reader takes the group's files.
        continue
      }
    }
  }

  private func layout(_ header: CSVHeader) -> String {
    header.columns.enumerated().map { index, column in
      "\(SQL.quoteLiteral(column?.name ?? "unused \(index)")): 'VARCHAR'"
    }.joined(separator: ", ")
  }

  /// The files whose rows are not one a line; what the engine read of them is left out of `source`.
  private func unproven(_ inputs: [Input]) throws -> [Int] {
    let result = try session.execute(
      "SELECT file_number, count(*), min(rowid) FROM source_rows GROUP BY file_number ORDER BY file_number")
    let (numbers, counts, firsts) = try result.columns(Int32.self, Int64.self, Int64.self)
    var rows = [Int: (count: Int, first: Int64)]()
    for (index, number) in numbers.enumerated() { rows[Int(number)] = (Int(counts[index]), firsts[index]) }
    var unproven: [Int] = []
    var proven: [(Int32, String, Int64)] = []
    for (index, input) in inputs.enumerated() {
      let found = rows[index] ?? (0, 0)
      if input.scan.isRegular, found.count == max(0, input.scan.lines - 1) {
        proven.append((Int32(index), input.file.name, found.first))
      } else {
        unproven.append(index)
      }
    }
    let appender = try Appender(session.connection, table: "source_files")
    try appender.append(proven.map(\.0), proven.map(\.1), proven.map(\.2))
    try appender.close()
    return unproven
  }

  // MARK: - The exact reader

  private func readExactly(_ input: Input) throws {
    let places = names.map { name in input.header.columns.firstIndex { $0?.name == name } ?? 0 }
    let rows = try Appender(session.connection, table: "source_exact")
    let rejects = try Appender(session.connection, table: "source_rejects")
    try MappedFile.withBytes(input.file.path) { bytes in
      var splitter = CSVSplitter(bytes, fieldCount: input.header.columns.count)
      while let (line, record) = splitter.next() {
        switch record {
        case .fields(let fields):
          let values = places.map { fields[$0].map { Value.string($0) } ?? .null }
          try rows.append(row: values + [.string(input.file.name), .int(Int64(line))])
        case .reject(let reason, let raw):
          try rejects.append(row: [.string(input.file.name), .int(Int64(line)), .string(raw), .string(reason)])
        }
      }
    }
    try rows.close()
    try rejects.close()
  }
}
