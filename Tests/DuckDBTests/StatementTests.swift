import DuckDB
import Testing

@Suite struct StatementTests {
  let connection: Connection

  init() throws { connection = try Connection(Database(configuration: ["threads": "2"])) }

  @Test func severalStatementsRunInOrderAndGiveTheLastResult() throws {
    let result = try connection.execute(
      "CREATE TABLE t (a INTEGER); INSERT INTO t VALUES (1), (2); -- un commentaire\n SELECT sum(a) AS total FROM t;")
    #expect(result.names == ["total"])
    #expect(try result.scalar(Int.self) == 3)
  }

  @Test func changedRowsAreCounted() throws {
    try connection.execute("CREATE TABLE t AS SELECT range AS a FROM range(10)")
    #expect(try connection.execute("DELETE FROM t WHERE a >= 7").rowsChanged == 3)
  }

  @Test func aStatementRunsAgainWithOtherParameters() throws {
    let statement = try connection.prepare("SELECT $1 + $2")
    #expect(statement.parameterCount == 2)
    try statement.bind([1, 2])
    #expect(try statement.execute().scalar(Int.self) == 3)
    try statement.bind(40, at: 2)
    #expect(try statement.execute().scalar(Int.self) == 41)
  }

  @Test func wrongParametersAreErrors() throws {
    let tooFew = #expect(throws: DuckDBError.self) { try connection.query("SELECT ?, ?", [1]) }
    #expect(tooFew?.message == "The statement has 2 parameters, but 1 values were given.")
    let statement = try connection.prepare("SELECT ?")
    #expect(throws: DuckDBError.self) { try statement.bind(1, at: 2) }
    #expect(throws: DuckDBError.self) { try statement.bind(1, at: 0) }
    #expect(throws: DuckDBError.self) { try statement.execute() }
  }

  @Test(
    arguments: [
      ("SELEC 1", DuckDBError.Kind.parser, "syntax error", "parsing"),
      ("SELECT * FROM nulle_part", .catalog, "nulle_part", "preparing"),
      ("SELECT x FROM range(3)", .binder, "\"x\" not found", "preparing"),
      ("SELECT 'abc'::INTEGER", .conversion, "Could not convert string 'abc' to INT32", "executing"),
      ("SELECT error('raison') FROM range(3)", .invalidInput, "raison", "executing"),
      ("SELECT * FROM 'absent.parquet'", .io, "absent.parquet", "preparing"),
      ("", .misuse, "no statement", "parsing"), (" ; -- rien", .misuse, "no statement", "parsing"),
      ("SELECT 1\0", .misuse, "NUL", "parsing"),
    ])
  func anErrorKeepsTheEnginesTextAndTheSQL(
    _ sql: String, _ kind: DuckDBError.Kind, _ part: String, _ action: String
  ) throws {
    let error = try #require(throws: DuckDBError.self) { try connection.query(sql) }
    #expect(error.kind == kind)
    #expect(error.message.contains(part))
    #expect(error.sql == sql)
    #expect(error.action == action)
    #expect("\(error)".hasPrefix(error.message + "\nwhile \(action):\n"))
    #expect("\(error)".hasSuffix(sql))
  }

  @Test func statementsBeforeTheOneThatFailedStay() throws {
    #expect(throws: DuckDBError.self) { try connection.execute("CREATE TABLE t (a INTEGER); SELECT 1 FROM nulle_part") }
    #expect(try connection.query("SELECT count(*) FROM t").scalar(Int.self) == 0)
  }

  @Test func prepareWantsOneStatement() throws {
    let error = #expect(throws: DuckDBError.self) { try connection.prepare("SELECT 1; SELECT 2") }
    #expect(error?.message == "Expected one statement, found 2.")
  }

  @Test func databasesOpenWithTheirSettings() throws {
    #expect(try connection.query("SELECT current_setting('threads')").scalar(Int.self) == 2)
    let unknown = #expect(throws: DuckDBError.self) { try Database(configuration: ["thraeds": "2"]) }
    #expect(unknown?.message.contains("thraeds") == true)
    let path = #expect(throws: DuckDBError.self) { try Database(path: "/dev/null/absent/base.db") }
    #expect(path?.message.contains("/dev/null/absent/base.db") == true)
  }
}

// MARK: - Streams

extension StatementTests {
  @Test func aStreamFailsWhereItsRowsDo() throws {
    let stream = try connection.stream(
      "SELECT CASE WHEN range = 500000 THEN error('raison') ELSE range END AS n FROM range(1000000)")
    var rows = 0
    let error = #expect(throws: DuckDBError.self) {
      while let chunk = try stream.nextChunk() { rows += chunk.count }
    }
    #expect(rows > 0 && rows <= 500_000)
    #expect(error?.message.contains("raison") == true)
    #expect(try connection.query("SELECT 1").scalar(Int.self) == 1)
  }

  @Test(arguments: ["execute", "prepare", "append"])
  func aStreamThatAnotherStatementEndedSaysSo(_ action: String) throws {
    try connection.execute("CREATE TABLE t (a INTEGER)")
    let stream = try connection.stream("SELECT * FROM range(1000000)")
    #expect(try stream.nextChunk() != nil)
    switch action {
    case "execute": try connection.execute("SELECT 1")
    case "prepare": _ = try connection.prepare("SELECT 1")
    default: _ = try Appender(connection, table: "t")
    }
    let error = #expect(throws: DuckDBError.self) { try stream.nextChunk() }
    #expect(error?.kind == .misuse)
  }

  @Test func resultsInMemoryOutliveTheNextStatementAndTheirConnection() throws {
    func make() throws -> QueryResult {
      let result = try Connection(Database()).query("SELECT * FROM range(5000)")
      #expect(try result.nextChunk()?.count == 2_048)
      return result
    }
    let result = try make()
    #expect(try result.columns(Int.self).count == 5_000 - 2_048)
  }

  @Test func columnsOutliveTheirChunk() throws {
    func column() throws -> Column {
      try #require(try connection.query("SELECT 'un texte assez long ' || range AS t FROM range(2000)").nextChunk())
        .column(0)
    }
    let column = try column()
    var texts: [String] = []
    try column.append(to: &texts)
    #expect(texts.last == "un texte assez long 1999")
  }
}
