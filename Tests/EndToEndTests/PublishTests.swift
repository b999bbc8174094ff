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
