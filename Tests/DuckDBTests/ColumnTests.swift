import DuckDB
import Testing

@Suite struct ColumnTests {
  let connection: Connection

  init() throws { connection = try Connection(Database(configuration: ["threads": "2"])) }

  @Test func columnsBeyondOneChunkComeInOrder() throws {
    let result = try connection.query(
      "SELECT range, range / 4, CASE WHEN range % 3 > 0 THEN 'texte numéro ' || range END FROM range(10000)")
    let (ids, quarters, texts) = try result.columns(Int64.self, Double.self, String?.self)
    #expect(ids == Array(0..<10_000))
    #expect(quarters == (0..<10_000).map { Double($0) / 4 })
    #expect(texts == (0..<10_000).map { $0 % 3 > 0 ? "texte numéro \($0)" : nil })
    #expect(result.rowsRead == 10_000)
    #expect(try result.nextChunk() == nil)
  }

  @Test func chunksKnowWhereTheyStart() throws {
    let result = try connection.stream("SELECT range AS n FROM range(5000)")
    var next = 0
    while let chunk = try result.nextChunk() {
      #expect(chunk.firstRow == next)
      var numbers: [Int] = []
      try chunk.column("n").append(to: &numbers)
      #expect(numbers == Array(next..<next + chunk.count))
      next += chunk.count
    }
    #expect(next == 5_000)
  }

  @Test(arguments: [
    "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT",
  ])
  func anyIntegerColumnIsReadAsAnyInteger(_ type: String) throws {
    let sql = "SELECT nullif(range, 5)::\(type) AS n FROM range(100)"
    let expected = (0..<100).map { $0 == 5 ? nil : $0 }
    #expect(try connection.query(sql).column("n") == expected.map { $0.map { Int8($0) } })
    #expect(try connection.query(sql).column("n") == expected.map { $0.map { Int16($0) } })
    #expect(try connection.query(sql).column("n") == expected.map { $0.map { Int32($0) } })
    #expect(try connection.query(sql).column("n") == expected.map { $0.map { Int64($0) } })
    #expect(try connection.query(sql).column("n") == expected)
    #expect(try connection.query(sql).column("n") == expected.map { $0.map { UInt8($0) } })
    #expect(try connection.query(sql).column("n") == expected.map { $0.map { UInt16($0) } })
    #expect(try connection.query(sql).column("n") == expected.map { $0.map { UInt32($0) } })
    #expect(try connection.query(sql).column("n") == expected.map { $0.map { UInt64($0) } })
    #expect(try connection.query(sql).column("n") == expected.map { $0.map { Int128($0) } })
    #expect(try connection.query(sql).column("n") == expected.map { $0.map { Double($0) } })
  }

  @Test(arguments: [("DECIMAL(4,1)", 1), ("DECIMAL(9,2)", 2), ("DECIMAL(18,3)", 3), ("DECIMAL(38,4)", 4)])
  func decimalsOfEveryWidthAreExact(_ type: String, _ scale: Int) throws {
    let sql = "SELECT (range / 10 - 20)::\(type) AS d FROM range(400)"
    let unit = (1..<scale).reduce(1) { product, _ in product * 10 }
    let unscaled = (0..<400).map { ($0 - 200) * unit }
    #expect(try connection.query(sql).column("d") == unscaled.map { SQLDecimal(unscaled: Int128($0), scale: scale) })
    #expect(try connection.query(sql).column("d") == (0..<400).map { Double($0 - 200) / 10 })
    let result = try connection.query(sql)
    #expect(result.types[0].decimal?.scale == scale)
    let chunk = try #require(try result.nextChunk())
    var numbers: [Int64] = []
    try chunk.column(0).appendUnscaled(to: &numbers, scale: scale)
    #expect(numbers == unscaled.map { Int64($0) })
    #expect(throws: DuckDBError.self) { try chunk.column(0).appendUnscaled(to: &numbers, scale: scale + 1) }
  }

  @Test func aLongDecimalIsTheNearestDouble() throws {
    let (decimal, engine) = try connection.query(
      "SELECT 123456789012345678901234567.891::DECIMAL(38,3), '123456789012345678901234567.891'::DOUBLE"
    ).columns(Double.self, Double.self)
    #expect(decimal == engine)
  }

  @Test func booleansAndFloatsAreRead() throws {
    let sql = "SELECT range % 2 = 0 AS even, range::FLOAT / 8 AS eighth FROM range(3000)"
    let (even, eighth) = try connection.query(sql).columns(Bool.self, Float.self)
    #expect(even == (0..<3_000).map { $0 % 2 == 0 })
    #expect(eighth == (0..<3_000).map { Float($0) / 8 })
    #expect(try connection.query(sql).doubles(column: "eighth") == (0..<3_000).map { Double($0) / 8 })
  }

  @Test func datesAndTimestampsAreReadAsNumbers() throws {
    let chunk = try #require(
      try connection.query(
        """
        SELECT d, d::TIMESTAMP, d::TIMESTAMP_S, d::TIMESTAMP_MS, d::TIMESTAMP_NS, d::TIMESTAMP::TIMESTAMPTZ
        FROM (SELECT DATE '1969-12-30' + range::INTEGER AS d FROM range(4))
        """
      ).nextChunk())
    var days: [Int32] = []
    try chunk.column(0).appendDays(to: &days)
    #expect(days == [-2, -1, 0, 1])
    // The last column is an instant, which the session's time zone shifts; the engine without ICU has UTC alone.
    for index in 0..<5 {
      var microseconds: [Int64] = []
      try chunk.column(index).appendMicroseconds(to: &microseconds)
      #expect(microseconds == days.map { Int64($0) * 86_400_000_000 }, "column \(index)")
      var timestamps: [SQLTimestamp?] = []
      try chunk.column(index).append(to: &timestamps)
      #expect(timestamps.map { $0?.microsecondsSinceEpoch } == microseconds)
    }
    #expect(throws: DuckDBError.self) { try chunk.column(1).appendDays(to: &days) }
  }

  @Test func listsKeepTheirNulls() throws {
    let sql = """
      SELECT CASE WHEN range % 7 <> 3
        THEN list_transform(range(range % 4), lambda x: CASE WHEN x <> 1 THEN 'élément ' || x END) END AS l
      FROM range(5000)
      """
    let expected: [[String?]?] = (0..<5_000).map { row in
      row % 7 == 3 ? nil : (0..<(row % 4)).map { $0 == 1 ? nil : "élément \($0)" }
    }
    let lists: [[String?]?] = try connection.query(sql).column("l")
    #expect(lists == expected)
    let error = #expect(throws: DuckDBError.self) { let _: [[String?]] = try connection.query(sql).column("l") }
    #expect(error?.message == "Column 'l' is NULL in row 3.")
  }

  @Test func anElementErrorNamesTheListsRow() throws {
    let error = #expect(throws: DuckDBError.self) {
      let _: [[Int]] = try connection.query("SELECT [range, NULLIF(range, 4000)] AS l FROM range(5000)").column("l")
    }
    #expect(error?.message == "Column 'l[]' is NULL in row 4000.")
  }

  @Test func listsAreReadEndToEnd() throws {
    let result = try connection.query("SELECT range(range % 3) AS l FROM range(3000)")
    var elements: [Int64] = []
    var ends: [Int] = []
    while let chunk = try result.nextChunk() { try chunk.column(0).appendLists(to: &elements, ends: &ends) }
    // Of every three lists, one has no element, one has 0, and one has 0 and 1.
    let expectedEnds = (0..<1_000).flatMap { (group: Int) -> [Int] in [3 * group, 3 * group + 1, 3 * group + 3] }
    let expectedElements = (0..<1_000).flatMap { (_: Int) -> [Int64] in [0, 0, 1] }
    #expect(ends == expectedEnds)
    #expect(elements == expectedElements)
  }

  /// Expressions that leave the engine's vectors sliced or constant inside; its own text is the reference.
  @Test(
    arguments: [
      "[n, n + 1]", "[1, 2]", "list_reverse(l)", "l[2:]", "list_filter(l, lambda x: x % 2 = 0)", "list_sort(l, 'DESC')",
      "list_transform(l, lambda x: {'a': x, 'b': [x]})", "{'a': 1, 'b': [n]}", "{'a': l, 'b': NULL}", "l || [NULL]",
      "CASE WHEN n % 2 = 0 THEN l END", "[l, NULL, []]", "list_zip(l, l)",
    ])
  func nestedValuesAreReadAsTheEngineWritesThem(_ sql: String) throws {
    let rows = try connection.query(
      """
      SELECT \(sql), (\(sql))::VARCHAR FROM (SELECT range AS n, range(range % 5) AS l FROM range(6000)) WHERE n % 3 > 0
      """
    ).rows()
    #expect(rows.count == 4_000)
    for row in rows {
      let text = row[1].description.replacing("'", with: "")
      guard row[0].description == text else { return #expect(row[0].description == text) }
    }
  }

  @Test func nestedListsAndFixedArraysAreRead() throws {
    let nested: [[[Int]]] = try connection.query("SELECT [[1, 2], [], [3]] AS l").column("l")
    #expect(nested == [[[1, 2], [], [3]]])
    let arrays: [[Float]] = try connection.query("SELECT [range, 0.5]::FLOAT[2] AS a FROM range(3)").column("a")
    #expect(arrays == [[0, 0.5], [1, 0.5], [2, 0.5]])
  }
}

// MARK: - What must not be read silently

extension ColumnTests {
  @Test func aNullNamesItsColumnAndRow() throws {
    let error = #expect(throws: DuckDBError.self) {
      try connection.query("SELECT nullif(range, 4321) AS n FROM range(5000)").int64s(column: "n")
    }
    #expect(error?.kind == .unexpectedNull)
    #expect(error?.message == "Column 'n' is NULL in row 4321.")
    #expect(error?.sql?.hasPrefix("SELECT nullif") == true)
  }

  @Test(
    arguments: [
      ("1.5", "Int64"), ("1", "String"), ("'1'", "Int64"), ("'1'", "Double"), ("1.0::DOUBLE", "Int64"),
      ("true", "Int64"),
      ("1", "Bool"), ("DATE '2020-01-01'", "Int64"), ("DATE '2020-01-01'", "String"), ("1", "SQLDate"),
      ("[1]", "Int64"), ("1", "[Int64]"),
    ])
  func aColumnOfAnotherTypeIsAnError(_ sql: String, _ wanted: String) throws {
    let result = try connection.query("SELECT \(sql) AS c")
    let error = #expect(throws: DuckDBError.self) {
      switch wanted {
      case "Int64": let _: [Int64] = try result.column("c")
      case "Double": let _: [Double] = try result.column("c")
      case "Bool": let _: [Bool] = try result.column("c")
      case "SQLDate": let _: [SQLDate] = try result.column("c")
      case "[Int64]": let _: [[Int64]] = try result.column("c")
      default: let _: [String] = try result.column("c")
      }
    }
    #expect(error?.kind == .typeMismatch)
    #expect(error?.message.hasPrefix("Column 'c' is \(result.types[0])") == true)
  }

  @Test func aValueThatDoesNotFitIsAnError() throws {
    let error = #expect(throws: DuckDBError.self) {
      let _: [Int8] = try connection.query("SELECT range AS n FROM range(5000)").column("n")
    }
    #expect(error?.kind == .valueOutOfRange)
    #expect(error?.message == "Column 'n' holds 128 in row 128, which is no Int8.")
    #expect(throws: DuckDBError.self) { try connection.query("SELECT 2::HUGEINT ** 100 AS n").int64s(column: "n") }
    #expect(throws: DuckDBError.self) { try connection.query("SELECT 9007199254740993 AS n").doubles(column: "n") }
    #expect(throws: DuckDBError.self) { try connection.query("SELECT (-1) AS n").column("n", as: UInt64.self) }
  }

  @Test func aMissingColumnIsNamedWithThoseThereAre() throws {
    let error = #expect(throws: DuckDBError.self) { try connection.query("SELECT 1 AS a, 2 AS b").int64s(column: "c") }
    #expect(error?.message == "There is no column 'c'; there are: a, b.")
    #expect(throws: DuckDBError.self) { try connection.query("SELECT 1 AS a, 2 AS b").columns(Int.self) }
  }

  @Test func aTypeThatIsNotReadSaysSo() throws {
    let error = #expect(throws: DuckDBError.self) { try connection.query("SELECT '101'::BIT AS b").rows() }
    #expect(error?.kind == .typeMismatch)
  }

  @Test func typesAreWrittenAsSQLWritesThem() throws {
    let result = try connection.query(
      "SELECT 1.5::DECIMAL(9,2), ['a'], {'k': 1}, MAP {1: 2.0::DOUBLE}, 'x'::ENUM('x', 'y'), [1]::INTEGER[1], now()")
    #expect(
      result.types.map(\.description) == [
        "DECIMAL(9,2)", "VARCHAR[]", "STRUCT(\"k\" INTEGER)", "MAP(INTEGER, DOUBLE)", "ENUM('x', 'y')", "INTEGER[1]",
        "TIMESTAMP WITH TIME ZONE",
      ])
  }
}
