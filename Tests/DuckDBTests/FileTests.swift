import DuckDB
import TestSupport
import Testing

@Suite struct FileTests {
  let directory: TemporaryDirectory
  let connection: Connection

  init() throws {
    directory = try TemporaryDirectory()
    connection = try Connection(Database(configuration: ["threads": "2"]))
  }

  private func copy(_ query: String, to file: String, _ options: String = "FORMAT parquet") throws -> String {
    let path = directory.path(file)
    try connection.execute("COPY (\(query)) TO \(SQL.quoteLiteral(path)) (\(options))")
    return path
  }

  @Test func parquetKeepsTypesAndRows() throws {
    let path = try copy(
      "SELECT range AS id, (range / 100)::DECIMAL(18,2) AS amount, 'l''article ' || range AS name FROM range(5000)",
      to: "l'été.parquet")
    let result = try connection.query("SELECT * FROM read_parquet(?) ORDER BY id", [.string(path)])
    #expect(result.types == [.bigint, .decimal(width: 18, scale: 2), .varchar])
    let (ids, amounts, names) = try result.columns(Int.self, SQLDecimal.self, String.self)
    #expect(ids == Array(0..<5_000))
    #expect(amounts == ids.map { SQLDecimal(unscaled: Int128($0), scale: 2) })
    #expect(names == ids.map { "l'article \($0)" })
  }

  @Test(.enabled(if: DuckDBLibrary.excelExtensionPath != nil, "the Excel extension is absent: run `make deps`"))
  func workbooksAreWrittenAndRead() throws {
    let library = try #require(DuckDBLibrary.excelExtensionPath)
    try connection.execute("LOAD \(SQL.quoteLiteral(library))")
    let path = try copy(
      "SELECT range AS id, 'segment ' || range AS name FROM range(3)", to: "export.xlsx", "FORMAT xlsx, HEADER true")
    let (ids, names) = try connection.query(
      "SELECT id, name FROM read_xlsx(\(SQL.quoteLiteral(path)), header = true)"
    ).columns(Double.self, String.self)
    #expect(ids == [0, 1, 2])
    #expect(names == ["segment 0", "segment 1", "segment 2"])
  }

  @Test func aDatabaseFileKeepsItsTables() throws {
    let path = directory.path("base.duckdb")
    do { try Connection(Database(path: path)).execute("CREATE TABLE t AS SELECT 42 AS a") }
    #expect(try Connection(Database(path: path)).query("SELECT a FROM t").scalar(Int.self) == 42)
  }
}

// MARK: - Confinement

extension FileTests {
  @Test func aConfinedDatabaseReadsAndWritesWhatItMayAndNothingElse() throws {
    try directory.write("in/a.csv", "a\n1\n")
    try directory.write("in/b.csv", "a\n2\n")
    try directory.write("in2/sibling.csv", "a\n3\n")
    try directory.write("other/secret.csv", "a\n4\n")
    try directory.write("other/one.csv", "a\n5\n")
    try directory.write("out/here", "")
    try connection.execute("SET temp_directory = \(SQL.quoteLiteral(directory.path("tmp")))")
    try connection.confine(
      directories: [directory.path("in"), directory.path("out")], paths: [directory.path("other/one.csv")])

    func read(_ file: String) throws -> [Int] {
      try connection.query("SELECT a FROM read_csv(?) ORDER BY a", [.string(directory.path(file))]).column("a")
    }
    #expect(try read("in/a.csv") == [1])
    #expect(try read("in/*.csv") == [1, 2])
    #expect(try read("other/one.csv") == [5])
    #expect(try read("other/../in/b.csv") == [2])
    _ = try copy("SELECT 6 AS a", to: "out/written.parquet")

    for file in ["other/secret.csv", "in2/sibling.csv", "in/../other/secret.csv", "*/*.csv"] {
      let error = try #require(throws: DuckDBError.self) { try read(file) }
      #expect(error.kind == .permission)
      #expect(error.message.contains(directory.path(file)))
    }
    let write = #expect(throws: DuckDBError.self) { try copy("SELECT 1 AS a", to: "other/written.parquet") }
    #expect(write?.message.contains(directory.path("other/written.parquet")) == true)

    for setting in ["enable_external_access = true", "lock_configuration = false", "allowed_paths = ['/etc/passwd']"] {
      #expect(throws: DuckDBError.self) { try connection.execute("SET \(setting)") }
    }
    // The confinement is the database's, so another connection has it too.
    #expect(throws: DuckDBError.self) {
      try Connection(connection.database).query("SELECT * FROM read_text('/etc/passwd')")
    }
    #expect(throws: DuckDBError.self) { try connection.confine(directories: ["/"], paths: []) }
  }

  @Test func aLinkOutOfTheConfinementIsNotFollowed() throws {
    let secret = try directory.write("other/secret.csv", "a\n4\n")
    try directory.write("in/a.csv", "a\n1\n")
    try directory.link("in/link.csv", to: secret)
    try connection.confine(directories: [directory.path("in")], paths: [])
    let error = #expect(throws: DuckDBError.self) {
      try connection.query("SELECT * FROM read_csv(?)", [.string(directory.path("in/link.csv"))])
    }
    #expect(error?.kind == .permission)
  }
}
