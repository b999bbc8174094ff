import DuckDB
import Engines
import JSON
import PipelineModel
import TestSupport
import Testing

@Suite struct DuckDBSessionTests {
  private func session(_ folder: TemporaryDirectory, control: JobControl = JobControl()) throws -> DuckDBSession {
    try DuckDBSession(folder: folder.root, databases: DatabasePool(EngineLimits(threads: 2)), control: control)
  }

  private func export(_ select: String) throws -> OutputManifest {
    let folder = try TemporaryDirectory()
    let session = try session(folder)
    try session.seal()
    return try session.export("t", select, from: SQLOrigin(file: "t.sql", firstLine: 1))
  }

  @Test func digestsAreOfRowsWhateverTheirOrder() throws {
    let rows = "(VALUES (1, 'a', 0.5), (2, NULL, 1.5), (2, NULL, 1.5)) AS t(x, y, z)"
    let plain = try export("SELECT * FROM \(rows)")
    #expect(plain.rows == 3)
    #expect(try export("SELECT * FROM \(rows) ORDER BY x DESC").digest == plain.digest)
    #expect(try export("SELECT DISTINCT * FROM \(rows)").digest != plain.digest)
    #expect(try export("SELECT x, y, z + 1 AS z FROM \(rows)").digest != plain.digest)
    #expect(try export("SELECT x AS w, y, z FROM \(rows)").digest != plain.digest)
    #expect(try export("SELECT CAST(x AS BIGINT) AS x, y, z FROM \(rows)").digest != plain.digest)
    #expect(try export("SELECT x, coalesce(y, '') AS y, z FROM \(rows)").digest != plain.digest)
    #expect(try export("SELECT * FROM \(rows) WHERE FALSE").rows == 0)
  }

  @Test func aSealedSessionReadsItsInputsOnly() throws {
    let folder = try TemporaryDirectory()
    let other = try TemporaryDirectory()
    let secret = try other.write("secret.csv", "a\n1\n")
    let session = try session(folder)
    try session.seal()
    for statement in [
      "SELECT * FROM read_csv('\(secret)')", "COPY (SELECT 1) TO '\(other.path("out.csv"))'",
      "ATTACH '\(other.path("db"))'", "SET enable_external_access = true", "SET allowed_directories = ['/']",
    ] {
      #expect(throws: StageFailure.self, "\(statement)") { try session.execute(statement) }
    }
  }

  @Test func errorsNameTheLineOfTheFile() throws {
    let folder = try TemporaryDirectory()
    let session = try session(folder)
    #expect {
      try session.materialize(
        "t", "SELECT 1 AS a,\n  nothing\nFROM (SELECT 1)", from: SQLOrigin(file: "stages/x.sql", firstLine: 7))
    } throws: { error in
      let failure = error as? StageFailure
      return failure?.file == "stages/x.sql" && failure?.position == TextPosition(line: 8, column: 3)
        && failure?.message.contains("nothing") == true
    }
  }

  @Test func aCancelledSessionStops() throws {
    let folder = try TemporaryDirectory()
    let control = JobControl()
    let session = try session(folder, control: control)
    control.cancel()
    #expect {
      try session.execute("SELECT 1")
    } throws: { ($0 as? StageFailure)?.cause == .cancelled }
  }

  @Test func listParametersAreViews() throws {
    let folder = try TemporaryDirectory()
    let session = try session(folder)
    try session.add(
      ParameterSet([
        "non_product_codes": ["M'", "D"], "rfm.cut_points.recency": [],
        "rfm.grid": [["position": 1, "segment": "a", "r_min": 1]], "k": 4,
      ]))
    #expect(
      try session.execute("SELECT * FROM parameter_non_product_codes ORDER BY position").rows()
        == [[.int(1), .string("M'")], [.int(2), .string("D")]])
    #expect(try session.execute("SELECT value + 0.5 FROM parameter_rfm_cut_points_recency").rows().isEmpty)
    #expect(try session.execute("SELECT segment FROM parameter_rfm_grid").rows() == [[.string("a")]])
  }

  @Test func databasesOpenedAheadAreNeverShared() throws {
    let pool = DatabasePool(EngineLimits(threads: 1))
    pool.expect(3)
    let folder = try TemporaryDirectory()
    for _ in 0..<3 {
      let session = try DuckDBSession(folder: folder.root, databases: pool, control: JobControl())
      try session.execute("CREATE TABLE seen (x INTEGER)")
    }
  }
}
