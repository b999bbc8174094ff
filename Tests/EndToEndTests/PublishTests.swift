import DuckDB
import Foundation
import JSON
import TestSupport
import Testing

/// Publication to files, a DuckDB file, and a real PostgreSQL server.
@Suite struct PublishTests {
  private func sandbox(_ publish: String, inputs: String = "\"rfm.customers\", \"rfm.segments\"") throws -> Sandbox {
    let sandbox = try Sandbox()
    try sandbox.edit(
      "pipeline.json", "\"stages\": [",
      "\"stages\": [ { \"id\": \"shelf\", \"kind\": \"publish\", \"inputs\": [\(inputs)], \"publish\": \(publish) },")
    return sandbox
  }

  private func rows(_ sandbox: Sandbox, _ output: String) throws -> [JSON] {
    try sandbox.palier("show", output, "-n", "0", "--json").json.array ?? []
  }

  @Test(arguments: ["csv", "parquet", "xlsx"])
  func filesHoldTheTables(format: String) throws {
    let sandbox = try sandbox("{ \"to\": \"\(format)\", \"folder\": \"shelf\" }")
    let run = try sandbox.run("--select", "+shelf")
    #expect(run.code == 0, "\(run.errors)")
    let names = try FileManager.default.contentsOfDirectory(atPath: sandbox.folder.path("shelf")).sorted()
    #expect(names == ["rfm_customers.\(format)", "rfm_segments.\(format)"])
    let customers = try rows(sandbox, "rfm.customers").count
    guard format == "parquet" else { return }
    let held = try Connection(Database()).execute(
      "SELECT count(*) FROM read_parquet('\(sandbox.folder.path("shelf/rfm_customers.parquet"))')"
    ).rows()
    #expect(held == [[.int(Int64(customers))]])
    let receipt = try sandbox.palier("show", "shelf.receipt", "--json")
    #expect(receipt.output.contains("rfm_customers"))
    #expect(try sandbox.run("--select", "+shelf").verdicts["shelf"] == "fresh")
  }

  /// What is outside cannot be taken back from the store: it is published again.
  @Test func aDatabaseFileHoldsWhatIsCurrent() throws {
    let sandbox = try sandbox(
      "{ \"to\": \"duckdb\", \"file\": \"shelf.duckdb\", \"tables\": { \"rfm.segments\": { \"name\": \"segments\" } } }"
    )
    func bins() throws -> Value? {
      let connection = try Connection(Database(path: sandbox.folder.path("shelf.duckdb")))
      return try connection.execute("SELECT max(r_score) FROM rfm_customers").rows().first?.first
    }
    #expect(try sandbox.run("--select", "+shelf").code == 0)
    #expect(try bins() == .int(5))
    #expect(try sandbox.run("--select", "+shelf", "--set", "rfm.bins=4").verdicts["shelf"] == "ran")
    #expect(try bins() == .int(4))
    let back = try sandbox.run("--select", "+shelf")
    #expect(back.verdicts["rfm"] == "restored" && back.verdicts["shelf"] == "ran")
    #expect(try bins() == .int(5))
  }

  /// Neither a rollback nor a failed night takes back what is outside: the next run sees to it.
  @Test func whatLiesOutsideIsSetRight() throws {
    let sandbox = try sandbox("{ \"to\": \"parquet\", \"folder\": \"shelf\" }")
    func bins() throws -> [[Value]] {
      try Connection(Database()).execute(
        "SELECT max(r_score) FROM read_parquet('\(sandbox.folder.path("shelf/rfm_customers.parquet"))')"
      ).rows()
    }
    #expect(try sandbox.run("--select", "+shelf").code == 0)
    #expect(try sandbox.run("--select", "+shelf", "--set", "rfm.bins=3").code == 0)
    #expect(try sandbox.palier("rollback", "previous").code == 0)
    #expect(try bins() == [[.int(3)]])
    let next = try sandbox.run("--select", "+shelf")
    #expect(next.verdicts["rfm"] == "fresh" && next.verdicts["shelf"] == "ran", "\(next.verdicts)")
    #expect(next.output.contains("what it last published is not the current version"), "\(next.output)")
    #expect(try bins() == [[.int(5)]])
    #expect(try sandbox.run("--select", "+shelf").verdicts["shelf"] == "fresh")

    // The shelf is written, then another stage fails: the night is not taken over, and the day after puts it right.
    try sandbox.folder.write("taken.duckdb/file", "")
    try sandbox.edit(
      "pipeline.json", "\"stages\": [",
      "\"stages\": [ { \"id\": \"zeta\", \"kind\": \"publish\", \"inputs\": [\"rfm.segments\"], "
        + "\"publish\": { \"to\": \"duckdb\", \"file\": \"taken.duckdb\" } },")
    let night = try sandbox.run("--jobs", "1", "--select", "+shelf", "--select", "+zeta", "--set", "rfm.bins=4", "-k")
    #expect(night.verdicts["shelf"] == "ran" && night.verdicts["zeta"] == "failed", "\(night.verdicts)")
    #expect(try bins() == [[.int(4)]])
    #expect(try sandbox.run("--select", "+shelf").verdicts["shelf"] == "ran")
    #expect(try bins() == [[.int(5)]])
    let verify = try sandbox.palier("verify")
    #expect(verify.code == 0, "\(verify.output)")
  }

  /// A failure before anything is changed outside leaves what lies there current; where the note of that is lost, it is
  /// published again.
  @Test func whatLiesOutsideIsKnownFromANote() throws {
    let sandbox = try sandbox("{ \"to\": \"duckdb\", \"file\": \"shelf.duckdb\" }", inputs: "\"rfm.customers\"")
    func change(_ sql: String) throws {
      _ = try Connection(Database(path: sandbox.folder.path("shelf.duckdb"))).execute(sql)
    }
    #expect(try sandbox.run("--select", "+shelf").code == 0)
    try change("ALTER TABLE rfm_customers ADD COLUMN other INTEGER")
    let refused = try sandbox.run("--select", "+shelf", "--set", "rfm.bins=3")
    #expect(refused.code == 2 && refused.errors.contains("other columns"), "\(refused.errors)")
    try change("ALTER TABLE rfm_customers DROP COLUMN other")
    #expect(try sandbox.run("--select", "+shelf").verdicts["shelf"] == "fresh")

    try sandbox.folder.write("output/outside.json", "{ \"format\": 1, \"sta")
    #expect(try sandbox.run("--select", "+shelf").verdicts["shelf"] == "ran")
    #expect(try sandbox.run("--select", "+shelf").verdicts["shelf"] == "fresh")
    try FileManager.default.removeItem(atPath: sandbox.folder.path("output/outside.json"))
    #expect(try sandbox.run("--select", "+shelf").verdicts["shelf"] == "ran")
    #expect(try sandbox.run("--select", "+shelf").verdicts["shelf"] == "fresh")
  }

  /// What is taken as equal lies outside as well, but only where the version that it is equal to does.
  @Test func whatIsAcceptedLiesOutsideWhereItsEqualDoes() throws {
    let sandbox = try sandbox("{ \"to\": \"parquet\", \"folder\": \"shelf\" }", inputs: "\"rfm.customers\"")
    func change(_ from: String, to other: String) throws { try sandbox.edit("pipeline.json", from, other) }
    #expect(try sandbox.run("--select", "+shelf").code == 0)
    let named = "\"folder\": \"shelf\", \"tables\": { \"rfm.customers\": { \"name\": \"rfm_customers\" } }"
    try change("\"folder\": \"shelf\"", to: named)
    let accepted = try sandbox.palier("accept", "shelf")
    #expect(accepted.code == 0, "\(accepted.errors)")
    #expect(try sandbox.run("--select", "+shelf").verdicts["shelf"] == "fresh")

    #expect(try sandbox.run("--select", "+shelf", "--set", "rfm.bins=3").verdicts["shelf"] == "ran")
    #expect(try sandbox.palier("rollback", "previous").code == 0)
    try change(named, to: "\"folder\": \"shelf\"")
    _ = try sandbox.palier("accept", "shelf")
    #expect(try sandbox.run("--select", "+shelf").verdicts["shelf"] == "ran")
  }

  /// A table of DuckDB that is there already, what is published into it how, and with what words that is refused.
  struct Taken: CustomTestStringConvertible {
    let name: String
    let sql: [String]
    var refusal: String?

    var testDescription: String { name }
  }

  @Test(arguments: [
    Taken(name: "a unique index", sql: ["CREATE UNIQUE INDEX u ON t (segment)"]),
    Taken(name: "a unique index over two columns", sql: ["CREATE UNIQUE INDEX u ON t (segment, customers)"]),
    Taken(
      name: "two unique indexes",
      sql: ["CREATE UNIQUE INDEX u ON t (segment)", "CREATE UNIQUE INDEX v ON t (customers)"],
      refusal: "unique indexes"),
    Taken(
      name: "whole numbers for money", sql: ["ALTER TABLE t ALTER revenue TYPE INTEGER"],
      refusal: "\"revenue\" of the table main.t is INTEGER, which cannot hold"),
    Taken(
      name: "a view", sql: ["ALTER TABLE t RENAME TO u", "CREATE VIEW t AS SELECT * FROM u"],
      refusal: "main.t is a view, which takes no rows"),
    Taken(name: "wider numbers", sql: ["ALTER TABLE t ALTER customers TYPE HUGEINT"]),
  ])
  func tablesThatAreThere(_ taken: Taken) throws {
    let sandbox = try sandbox(
      "{ \"to\": \"duckdb\", \"file\": \"shelf.duckdb\", \"tables\": { \"rfm.segments\": { \"name\": \"t\" } } }",
      inputs: "\"rfm.segments\"")
    let path = sandbox.folder.path("shelf.duckdb")
    #expect(try sandbox.run("--select", "+shelf").code == 0)
    do {
      let connection = try Connection(Database(path: path))
      if taken.refusal != nil { _ = try connection.execute("UPDATE t SET customers = 1 + rowid") }
      for sql in taken.sql { _ = try connection.execute(sql) }
    }
    for bins in ["4", "3", "5"] {
      let run = try sandbox.run("--select", "+shelf", "--set", "rfm.bins=\(bins)")
      if let refusal = taken.refusal {
        // What was there before is there still.
        #expect(
          bins == "5" ? run.verdicts["shelf"] == "fresh" : run.code == 2 && run.errors.contains(refusal),
          "\(run.output)\(run.errors)")
        continue
      }
      #expect(run.code == 0, "\(run.errors)")
      let made = try rows(sandbox, "rfm.segments").compactMap { $0["customers"]?.int }.sorted()
      let held = try Connection(Database(path: path)).execute("SELECT customers FROM t ORDER BY ALL").rows()
      #expect(held.map { "\($0[0])" } == made.map { "\($0)" })
    }
  }

  @Test func rowsThatCannotBeMergedAreRefused() throws {
    let sandbox = try sandbox(
      "{ \"to\": \"duckdb\", \"file\": \"shelf.duckdb\", \"mode\": \"upsert\", "
        + "\"tables\": { \"rfm.customers\": { \"keys\": [\"segment\"] } } }", inputs: "\"rfm.customers\"")
    let run = try sandbox.run("--select", "+shelf")
    #expect(
      run.code == 2 && run.errors.contains("different segment: one row would take another's place"), "\(run.errors)")
    try sandbox.edit("pipeline.json", "\"mode\": \"upsert\"", "\"mode\": \"replace\", \"schema\": \"none\"")
    let elsewhere = try sandbox.run("--select", "+shelf")
    #expect(elsewhere.code == 2 && elsewhere.errors.contains("there is no schema \"none\""), "\(elsewhere.errors)")
  }

  @Test func nothingIsPublishedWhereSomethingFailed() throws {
    let sandbox = try sandbox("{ \"to\": \"csv\", \"folder\": \"shelf\" }")
    try sandbox.edit(
      "pipeline.json", "\"rfm.customers\": [", "\"kmeans.assignments\": [ { \"max_rows\": 1 } ], \"rfm.customers\": [")
    #expect(try sandbox.run("--keep-going").code == 3)
    #expect(!FileManager.default.fileExists(atPath: sandbox.folder.path("shelf")))
  }

  /// What one stage wrote stays where another fails after it, and the night's words say so.
  @Test func whatIsWrittenElsewhereIsTold() throws {
    let csv = "{ \"to\": \"csv\", \"folder\": \"shelf\" }"
    let sandbox = try sandbox(csv)
    try sandbox.folder.write("taken.duckdb/file", "")
    try sandbox.edit(
      "pipeline.json", "\(csv) },",
      "\(csv) }, { \"id\": \"zeta\", \"kind\": \"publish\", \"inputs\": [\"rfm.segments\"], "
        + "\"publish\": { \"to\": \"duckdb\", \"file\": \"taken.duckdb\" } },")
    let run = try sandbox.run("--jobs", "1", "--select", "+shelf", "--select", "+zeta")
    #expect(run.code == 1 && run.verdicts["shelf"] == "ran" && run.verdicts["zeta"] == "failed", "\(run.verdicts)")
    #expect(run.errors.contains("shelf wrote elsewhere, nothing else was published"), "\(run.errors)")
    #expect(FileManager.default.fileExists(atPath: sandbox.folder.path("shelf/rfm_customers.csv")))
  }

  @Test(
    .enabled(
      if: ProcessInfo.processInfo.environment["PALIER_POSTGRES"] == "1" && PostgresServer.programs != nil
        && Self.hasExtension,
      "needs PALIER_POSTGRES=1, PostgreSQL's server programs and make deps' extension: make test-postgres"))
  func aServerHoldsTheTables() throws {
    let server = try PostgresServer()
    let target =
      "\"to\": \"postgresql\", \"host\": \"127.0.0.1\", \"port\": \(server.port), \"database\": \"postgres\", "
      + "\"user\": \"palier\", \"password_environment\": \"SHELF_PASSWORD\""
    let sandbox = try sandbox("{ \(target) }")
    func run(_ more: String..., password: String? = nil) throws -> PalierProcess {
      try PalierProcess.run(
        ["run", "--json", "--progress", "none", "--select", "+shelf"] + more, in: sandbox.folder.root,
        environment: ["SHELF_PASSWORD": password ?? server.password])
    }
    let first = try run()
    #expect(first.code == 0, "\(first.errors)")
    let customers = try rows(sandbox, "rfm.customers")
    #expect(try server.query("SELECT count(*), sum(monetary) FROM rfm_customers").count == 1)
    #expect(try server.query("SELECT count(*) FROM rfm_customers") == ["\(customers.count)"])
    // Replaced in one transaction; the table itself stays, with what hangs on it.
    _ = try server.query("CREATE VIEW best AS SELECT * FROM rfm_customers WHERE segment = 'champions'")
    #expect(try run("--set", "rfm.bins=4").code == 0)
    #expect(try server.query("SELECT max(r_score) FROM rfm_customers") == ["4"])
    #expect(try server.query("SELECT count(*) >= 0 FROM best") == ["t"])
    // Merged by key: a row that is no longer made stays.
    try sandbox.edit(
      "pipeline.json", "{ \(target) }",
      "{ \(target), \"mode\": \"upsert\", \"tables\": { \"rfm.customers\": { \"name\": \"merged\", "
        + "\"keys\": [\"customer_id\"] }, \"rfm.segments\": { \"name\": \"merged_segments\", \"keys\": [\"segment\"] } } }"
    )
    #expect(try run().code == 0)
    _ = try server.query("INSERT INTO merged (customer_id, r_score) VALUES ('gone', 9)")
    let merged = try run("--set", "rfm.bins=4")
    #expect(merged.code == 0, "\(merged.errors)")
    #expect(try server.query("SELECT count(*) FROM merged") == ["\(customers.count + 1)"])
    #expect(try server.query("SELECT max(r_score) FROM merged WHERE customer_id <> 'gone'") == ["4"])
    #expect(try server.query("SELECT count(*) FROM pg_tables WHERE tablename LIKE 'palier_new%'") == ["0"])
    // A table of other columns is not touched, nor is any before it.
    _ = try server.query("ALTER TABLE merged_segments RENAME COLUMN revenue TO turnover")
    let refused = try run()
    #expect(refused.code == 2 && refused.errors.contains("other columns"))
    #expect(try server.query("SELECT max(r_score) FROM merged WHERE customer_id <> 'gone'") == ["4"])
    // A wrong password is told without it; none is kept anywhere.
    let wrong = try run(password: "not the secret")
    #expect(wrong.code == 1 && wrong.errors.contains("no connection"))
    #expect(!(wrong.output + wrong.errors).contains("not the secret"))
    let unset = try PalierProcess.run(["run", "--select", "+shelf", "--progress", "none"], in: sandbox.folder.root)
    #expect(unset.code == 2 && unset.errors.contains("SHELF_PASSWORD"))
    for secret in ["not the secret", server.password] {
      #expect(try Command.run("/bin/grep", ["-rlF", secret, sandbox.folder.path("output")]).output == "")
    }
  }

  private static let hasExtension: Bool = {
    (try? DuckDBLibrary.load()) != nil && DuckDBLibrary.extensionPath("postgres_scanner") != nil
  }()
}
