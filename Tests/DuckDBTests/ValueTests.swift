import DuckDB
import Testing

@Suite struct ValueTests {
  let connection: Connection

  init() throws { connection = try Connection(Database()) }

  @Test(
    arguments: [
      ("true", .bool(true)), ("false", .bool(false)),
      ("(-128)::TINYINT", -128), ("(-32768)::SMALLINT", -32768), ("(-2147483648)::INTEGER", -2_147_483_648),
      ("9223372036854775807::BIGINT", .int(.max)), ("255::UTINYINT", 255), ("65535::USMALLINT", 65535),
      ("4294967295::UINTEGER", 4_294_967_295), ("18446744073709551615::UBIGINT", .hugeint(18_446_744_073_709_551_615)),
      ("(-170141183460469231731687303715884105727)::HUGEINT", .hugeint(.min + 1)),
      ("0.1::FLOAT", .float(0.1)), ("0.1::DOUBLE", .double(0.1)), ("'-inf'::DOUBLE", .double(-.infinity)),
      ("-12.34::DECIMAL(4,2)", .decimal(SQLDecimal(unscaled: -1234, scale: 2))),
      ("1234567.89::DECIMAL(9,2)", .decimal(SQLDecimal(unscaled: 123_456_789, scale: 2))),
      ("-1234567890123456.78::DECIMAL(18,2)", .decimal(SQLDecimal(unscaled: -123_456_789_012_345_678, scale: 2))),
      (
        "12345678901234567890123456789012345678::DECIMAL(38,0)",
        .decimal(SQLDecimal(unscaled: 12_345_678_901_234_567_890_123_456_789_012_345_678, scale: 0))
      ),
      ("''", ""), ("'douze octets'", "douze octets"), ("'treize octets'", "treize octets"), ("'é' || chr(0)", "é\0"),
      ("'\\x00\\xFF'::BLOB", .blob([0, 255])),
      ("DATE '2011-12-09'", .date(SQLDate(year: 2011, month: 12, day: 9))),
      ("TIME '12:50:00.25'", .time(SQLTime(microseconds: 46_200_250_000))),
      (
        "TIMESTAMP '1969-12-31 23:59:59.999999'",
        .timestamp(SQLTimestamp(microsecondsSinceEpoch: -1))
      ),
      ("TIMESTAMP_S '1970-01-02 00:00:01'", .timestamp(SQLTimestamp(microsecondsSinceEpoch: 86_401_000_000))),
      ("TIMESTAMP_MS '1970-01-01 00:00:00.001'", .timestamp(SQLTimestamp(microsecondsSinceEpoch: 1_000))),
      ("TIMESTAMP_NS '1969-12-31 23:59:59.9999999'", .timestamp(SQLTimestamp(microsecondsSinceEpoch: -1))),
      ("'1970-01-01 01:00:00+01'::TIMESTAMPTZ", .timestampTZ(SQLTimestamp(microsecondsSinceEpoch: 0))),
      ("INTERVAL '1 month 2 days 3 seconds'", .interval(SQLInterval(months: 1, days: 2, microseconds: 3_000_000))),
      ("'or'::ENUM('bronze', 'or')", "or"),
      ("'00112233-4455-6677-8899-aabbccddeeff'::UUID", "00112233-4455-6677-8899-aabbccddeeff"),
      ("[1, NULL, 3]", [1, nil, 3]), ("[['a'], []]", [["a"], []]), ("[1, 2]::INTEGER[2]", [1, 2]),
      ("{'a': 1, 'b': 'x'}", .structure([.init("a", 1), .init("b", "x")])),
      ("MAP {'k': 2}", [.structure([.init("key", "k"), .init("value", 2)])]),
      ("NULL", nil), ("NULL::DECIMAL(9,2)", nil), ("NULL::INTEGER[]", nil),
    ] as [(String, Value)])
  func aLiteralIsRead(_ sql: String, _ expected: Value) throws {
    #expect(try connection.query("SELECT \(sql)").rows() == [[expected]])
  }

  @Test(
    arguments: [
      nil, true, -7, .int(.min), .hugeint(.max), .float(1.5), 0.1, .double(.infinity), "", "treize octets", "é\0",
      .decimal(SQLDecimal(unscaled: -5, scale: 2)), .decimal(SQLDecimal(unscaled: 123_456_789, scale: 4)),
      .decimal(SQLDecimal(unscaled: 123_456_789_012_345_678, scale: 18)),
      .decimal(SQLDecimal(unscaled: -99_999_999_999_999_999_999_999_999_999_999_999_999, scale: 3)),
      .blob([]), .blob([0, 1, 255]), .date(SQLDate(daysSinceEpoch: -719_529)), .time(SQLTime(microseconds: 1)),
      .timestamp(SQLTimestamp(microsecondsSinceEpoch: -1)), .timestampTZ(SQLTimestamp(microsecondsSinceEpoch: 1)),
      .interval(SQLInterval(months: -1, days: 40, microseconds: 5)), [1, nil, 3], [["a"], []], [nil],
    ] as [Value])
  func aParameterComesBack(_ value: Value) throws {
    #expect(try connection.query("SELECT ?", [value]).rows() == [[value]])
  }

  @Test(arguments: [[1, "a"], .structure([.init("a", 1)]), [[.structure([])]]] as [Value])
  func aParameterThatCannotBeIsAnError(_ value: Value) throws {
    let error = #expect(throws: DuckDBError.self) { try connection.query("SELECT ?", [value]) }
    #expect(error?.kind == .typeMismatch)
  }

  /// The engine's own casts to text are the reference for the descriptions.
  @Test(
    arguments: [
      "DATE '2011-12-09'", "DATE '0001-01-01'", "DATE '0001-03-01' - 400", "DATE '9999-12-31'", "'infinity'::DATE",
      "'-infinity'::TIMESTAMP", "DATE '2000-02-29'", "DATE '1900-03-01' - 1", "TIMESTAMP '1969-12-31 23:59:59.9'",
      "TIMESTAMP '2011-12-09 12:50:00'", "TIME '00:00:00.000001'", "-0.05::DECIMAL(4,2)", "-0.5::DECIMAL(4,3)",
      "123.45::DECIMAL(38,10)", "[1, NULL]", "'abc'", "1e300", "-12", "'\\x00A'::BLOB", "(2::HUGEINT ** 100)::HUGEINT",
      "INTERVAL '2 months 3 days 04:05:06.5'", "INTERVAL '-01:30:00'",
    ])
  func aDescriptionIsAsTheEngineWritesIt(_ sql: String) throws {
    let row = try #require(try connection.query("SELECT \(sql), (\(sql))::VARCHAR").rows().first)
    if case .blob = row[0] { return #expect(row[0].description == "\\x00\\x41") }
    #expect(row[0].description == row[1].description)
  }

  @Test func theDaysOfFourCenturiesKeepTheirComponents() throws {
    let result = try connection.stream(
      """
      SELECT day, year(day)::INTEGER, month(day)::INTEGER, day(day)::INTEGER
      FROM (SELECT DATE '1850-01-01' + range::INTEGER AS day FROM range(150000))
      """)
    let (days, years, months, dates) = try result.columns(SQLDate.self, Int.self, Int.self, Int.self)
    #expect(days.count == 150_000)
    for (index, day) in days.enumerated() {
      let (year, month, date) = day.components
      guard year == years[index], month == months[index], date == dates[index],
        SQLDate(year: year, month: month, day: date) == day
      else { return #expect(Bool(false), "\(day)") }
    }
  }
}
