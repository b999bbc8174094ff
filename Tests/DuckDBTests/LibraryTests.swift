import DuckDB
import Glibc
import Testing

/// Each in a process of its own: the library loads once a process, and the count of handles is the process's.
@Suite struct LibraryTests {
  @Test func candidatesGoUpFromTheExecutableThenFromTheCurrentFolder() {
    #expect(
      DuckDBLibrary.candidates(named: nil, executable: "/a/b", current: "/a/c") == [
        "/a/b/.deps/duckdb/libduckdb.so", "/a/.deps/duckdb/libduckdb.so", "/.deps/duckdb/libduckdb.so",
        "/a/c/.deps/duckdb/libduckdb.so", "libduckdb.so",
      ])
    #expect(DuckDBLibrary.candidates(named: "/x.so", executable: "/a/b", current: "/a/c") == ["/x.so"])
    #expect(DuckDBLibrary.candidates(named: nil, executable: nil, current: "/").first == "/.deps/duckdb/libduckdb.so")
  }

  @Test func theEngineIsThePinnedOne() async {
    await #expect(processExitsWith: .success) {
      unsetenv("PALIER_DUCKDB")
      try #require(try DuckDBLibrary.version == "v1.5.5")
      try #require(try DuckDBLibrary.path.hasSuffix("/.deps/duckdb/libduckdb.so"))
    }
  }

  @Test func aNamedLibraryThatIsAbsentIsAnError() async {
    await #expect(processExitsWith: .success) {
      setenv("PALIER_DUCKDB", "/absent/libduckdb.so", 1)
      let error = try #require(throws: DuckDBError.self) { try Database() }
      try #require(error.kind == .library)
      try #require(error.message.contains("/absent/libduckdb.so"))
      try #require(error.message.contains("PALIER_DUCKDB"))
    }
  }

  @Test func aLibraryWithoutASymbolNamesIt() async {
    await #expect(processExitsWith: .success) {
      setenv("PALIER_DUCKDB", "libm.so.6", 1)
      let error = try #require(throws: DuckDBError.self) { try Database() }
      try #require(error.message.contains("libm.so.6 has no symbol duckdb_library_version"))
    }
  }

  @Test func nothingStaysOpen() async {
    await #expect(processExitsWith: .success) {
      func use() throws {
        let connection = try Connection(Database(configuration: ["threads": "1"]))
        try connection.execute("CREATE TABLE t (a INTEGER, b VARCHAR[]); INSERT INTO t VALUES (1, ['x'])")
        let appender = try Appender(connection, table: "t")
        try appender.append(row: [2, ["y", nil]])
        try appender.flush()
        let stream = try connection.stream("SELECT * FROM range(100000)")
        let chunk = try stream.nextChunk()
        try #require(chunk != nil)
        try #require(DuckDBHandles.live == 6)  // database, connection, appender, statement, result, chunk
        let statement = try connection.prepare("SELECT ? FROM t")
        try statement.bind(["x"])
        _ = try statement.execute().rows()
      }
      for _ in 0..<3 { try use() }
      try #require(DuckDBHandles.live == 0)
    }
  }

  @Test func nothingStaysOpenAfterFailures() async {
    await #expect(processExitsWith: .success) {
      func fails(_ body: () throws -> Void) throws { try #require(throws: DuckDBError.self) { try body() } }
      try fails { _ = try Database(path: "/dev/null/absent/base.db") }
      try fails { _ = try Database(configuration: ["inconnu": "1"]) }
      try #require(DuckDBHandles.live == 0)
      do {
        let connection = try Connection(Database(configuration: ["threads": "1"]))
        let open = DuckDBHandles.live
        try fails { _ = try connection.prepare("SELECT * FROM nulle_part") }
        try fails { try connection.execute("SELECT 1; SELEC 2") }
        try fails { try connection.execute("SELECT 1; SELECT * FROM nulle_part") }
        try fails { _ = try connection.query("SELECT error('raison')") }
        try fails { _ = try connection.query("SELECT ?", [[1, "a"]]) }
        try fails { _ = try connection.query("SELECT 'a' AS a").int64s(column: "a") }
        try fails { _ = try Appender(connection, table: "nulle_part") }
        try #require(DuckDBHandles.live == open)
      }
      try #require(DuckDBHandles.live == 0)
    }
  }
}
