import DuckDB
import Testing

@Suite struct AppenderTests {
  let connection: Connection

  init() throws { connection = try Connection(Database()) }

  @Test func wholeColumnsAreAppended() throws {
    try connection.execute(
      """
      CREATE TABLE t (id BIGINT, small TINYINT, amount DOUBLE, price DECIMAL(18,4), day DATE, instant TIMESTAMP, name VARCHAR,
        flag BOOLEAN, items VARCHAR[])
      """)
    let rows = 0..<5_000
    let ids = rows.map { Int64($0) }
    let smalls = rows.map { $0 % 5 == 0 ? nil : $0 % 100 }
    let amounts = rows.map { Double($0) / 8 }
    let prices = rows.map { SQLDecimal(unscaled: Int128($0), scale: 2) }
    let days = rows.map { SQLDate(daysSinceEpoch: Int32($0)) }
    let instants = rows.map { SQLTimestamp(microsecondsSinceEpoch: Int64($0)) }
    let names = rows.map { $0 % 2 == 0 ? nil : "un nom assez long \($0)" }
    let flags = rows.map { $0 % 3 == 0 }
    // Seven does not divide a chunk's rows, so each chunk has its NULLs elsewhere.
    let items = rows.map { row in
      row % 7 == 0 ? nil : (0..<row % 7).map { (row + $0) % 5 == 2 ? nil : "article \($0)" }
    }
    let appender = try Appender(connection, table: "t")
    #expect(appender.types.last == .list(.varchar))
    try appender.append(ids, smalls, amounts, prices, days, instants, names, flags, items)
    try appender.close()
    let read = try connection.query("SELECT * FROM t ORDER BY id").columns(
      Int64.self, Int?.self, Double.self, SQLDecimal.self, SQLDate.self, SQLTimestamp.self, String?.self, Bool.self,
      [String?]?.self)
    #expect(read.0 == ids)
    #expect(read.1 == smalls)
    #expect(read.2 == amounts)
    #expect(read.3 == rows.map { SQLDecimal(unscaled: Int128($0) * 100, scale: 4) })
    #expect(read.4 == days)
    #expect(read.5 == instants)
    #expect(read.6 == names)
    #expect(read.7 == flags)
    #expect(read.8 == items)
  }

  @Test func rowsAreAppended() throws {
    try connection.execute("CREATE TABLE t (a INTEGER, b VARCHAR, c DECIMAL(9,2), d BLOB, e INTEGER[], f HUGEINT)")
    let appender = try Appender(connection, table: "t")
    let rows = (0..<4_100).map { (row: Int) -> [Value] in
      let id = Value.int(Int64(row))
      if row % 10 == 9 { return [id, nil, nil, nil, nil, nil] }
      let price = SQLDecimal(unscaled: Int128(row), scale: 2)
      return [id, .string("rang \(row)"), .decimal(price), .blob([UInt8(row & 255)]), [1, nil, id], .hugeint(.max)]
    }
    for row in rows { try appender.append(row: row) }
    try appender.flush()
    #expect(try connection.query("SELECT * FROM t ORDER BY a").rows() == rows)
  }

  @Test func aRowThatDoesNotFitLeavesNoTrace() throws {
    try connection.execute("CREATE TABLE t (a TINYINT, b TINYINT)")
    let appender = try Appender(connection, table: "t")
    try appender.append(row: [1, 1])
    let range = #expect(throws: DuckDBError.self) { try appender.append(row: [nil, 128]) }
    #expect(range?.message == "Column 2 of 't' is TINYINT, which cannot hold 128.")
    let type = #expect(throws: DuckDBError.self) { try appender.append(row: [2, "deux"]) }
    #expect(type?.kind == .typeMismatch)
    #expect(throws: DuckDBError.self) { try appender.append(row: [2]) }
    #expect(throws: DuckDBError.self) { try appender.append([2], [2, 3]) }
    try appender.append(row: [3, nil])
    try appender.close()
    #expect(try connection.query("SELECT * FROM t ORDER BY a").rows() == [[1, 1], [3, nil]])
    #expect(throws: DuckDBError.self) { try appender.append(row: [4, 4]) }
  }

  @Test(arguments: [("DECIMAL(4,2)", 10_000, 2), ("DECIMAL(4,2)", 1, 3), ("DECIMAL(9,2)", 1_000_000_000, 2)])
  func aDecimalThatDoesNotFitIsAnError(_ type: String, _ unscaled: Int128, _ scale: Int) throws {
    try connection.execute("CREATE TABLE t (a \(type))")
    let appender = try Appender(connection, table: "t")
    let error = #expect(throws: DuckDBError.self) {
      try appender.append([SQLDecimal(unscaled: unscaled, scale: scale)])
    }
    #expect(error?.kind == .valueOutOfRange)
  }

  @Test func aBrokenConstraintIsThrownByFlush() throws {
    try connection.execute("CREATE TABLE t (a INTEGER PRIMARY KEY)")
    let appender = try Appender(connection, table: "t")
    try appender.append([1, 2, 1])
    let error = #expect(throws: DuckDBError.self) { try appender.flush() }
    #expect(error?.kind == .constraint)
    #expect(error?.message.contains("duplicate key \"1\"") == true)
    #expect(try connection.query("SELECT count(*) FROM t").scalar(Int.self) == 0)
  }

  @Test func whatIsNotFlushedIsDropped() throws {
    try connection.execute("CREATE TABLE t (a INTEGER)")
    do {
      let appender = try Appender(connection, table: "t")
      try appender.append(Array(0..<5_000))
    }
    #expect(try connection.query("SELECT count(*) FROM t").scalar(Int.self) == 0)
  }

  @Test func aMissingTableIsNamed() throws {
    let error = #expect(throws: DuckDBError.self) { try Appender(connection, table: "nulle_part") }
    #expect(error?.message.contains("nulle_part") == true)
  }

  @Test func anAppenderWritesToASchema() throws {
    try connection.execute("CREATE SCHEMA s; CREATE TABLE s.t (a INTEGER)")
    let appender = try Appender(connection, table: "t", schema: "s")
    try appender.append([7])
    try appender.close()
    #expect(try connection.query("SELECT a FROM s.t").scalar(Int.self) == 7)
  }
}
