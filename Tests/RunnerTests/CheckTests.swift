import Engines
import Foundation
import JSON
import PipelineModel
import Runner
import TestSupport
import Testing

/// Checks and contracts on what stages make, and on what they made before.
@Suite struct CheckTests {
  /// A pipeline a → b, whose rows are `a` and `b`, with checks.
  private final class Bench {
    let folder: TemporaryDirectory
    var a = "SELECT * FROM (VALUES ('x', 1, 10.5), ('y', 2, 20.0), ('z', NULL, 30.0)) AS t(id, n, amount)"
    var b = "SELECT * FROM a_out"
    var checks: [String: String] = [:]
    var contracts = ""
    var options = RunOptions()

    init() throws { folder = try TemporaryDirectory() }

    func run() throws -> RunOutcome {
      try folder.write("a.sql", "-- output: out\n\(a)\n")
      try folder.write("b.sql", "-- output: out\n\(b)\n")
      let list = checks.map { "\"\($0).out\": [\($1)]" }.joined(separator: ", ")
      let config = try folder.write(
        "p.json",
        """
        { "name": "p", "checks": { \(list) }, "contracts": { \(contracts) }, "stages": [
          { "id": "a", "kind": "sql", "sql": "a.sql", "inputs": [] },
          { "id": "b", "kind": "sql", "sql": "b.sql", "inputs": ["a.out"] } ] }
        """)
      let project = try Project(configPath: config, output: folder.path("output"), overrides: .init())
      return try PipelineRunner(project, options, observer: SilentObserver()).execute()
    }

    var current: String? { try? String(contentsOfFile: folder.path("output/current.json"), encoding: .utf8) }

    func files(_ path: String) -> [String] {
      (FileManager.default.enumerator(atPath: folder.path(path))?.compactMap { $0 as? String } ?? []).sorted()
    }
  }

  private func broken(_ rule: String) throws -> CheckResult? {
    let bench = try Bench()
    bench.checks["a"] = rule
    let outcome = try bench.run()
    #expect((outcome.status == .checkFailed) == outcome.stages[0].brokenChecks.contains(where: \.isFatal))
    #expect((bench.current == nil) == (outcome.status != .succeeded))
    return outcome.stages[0].brokenChecks.first
  }

  @Test(arguments: [
    ("{ \"not_null\": [\"n\"] }", 1, "1 of 3 rows"), ("{ \"unique\": [\"id\"] }", 0, ""),
    ("{ \"min_rows\": 4 }", 1, "3 rows; at least 4"), ("{ \"max_rows\": 2 }", 1, "3 rows; at most 2"),
    ("{ \"accepted_values\": { \"id\": [\"x\", \"y\"] } }", 1, "1 of 3 rows"),
    ("{ \"accepted_values\": { \"id\": [] } }", 3, "3 of 3"),
    ("{ \"accepted_values\": { \"amount\": [10.50, 20, 30] } }", 0, ""),
    ("{ \"accepted_values\": { \"amount\": [10.5, 20] } }", 1, "1 of 3"),
    ("{ \"range\": { \"amount\": [null, 15] } }", 2, "2 of 3 rows"), ("{ \"range\": { \"n\": [1, 2] } }", 0, ""),
    ("{ \"sql\": \"SELECT * FROM data WHERE amount > 25 -- why\" }", 1, "1 of 3 rows"),
    ("{ \"range\": { \"amount\": [null, 15] }, \"max_failures\": 2 }", 0, ""),
    ("{ \"range\": { \"amount\": [null, 15] }, \"max_failures\": 1 }", 2, "2 of 3 rows"),
    ("{ \"not_null\": [\"n\"], \"max_share\": 0.34 }", 0, ""),
    ("{ \"not_null\": [\"n\"], \"max_share\": 0.33 }", 1, "1 of 3"),
    ("{ \"foreign_key\": { \"column\": \"id\", \"references\": \"a.out.id\" } }", 0, ""),
    ("{ \"change\": { \"max_percent\": 0 } }", 0, ""),
  ])
  func rulesCountWhatBreaksThem(rule: String, failures: Int, says: String) throws {
    let found = try broken(rule)
    #expect(found?.failures ?? 0 == failures, "\(rule)")
    #expect(found?.text.contains(says) ?? says.isEmpty, "\(found?.text ?? "")")
  }

  @Test func boundsAreExact() throws {
    for (after, isFound) in [(107.0, false), (93, false), (108, true), (92, true)] {
      let change = OutputCheck.Change(aggregate: nil, maximumPercent: 7, direction: .both)
      #expect((change.finding(before: 100, after: after) != nil) == isFound, "\(after)")
    }
    // A number that is none is a change, either way.
    let change = OutputCheck.Change(aggregate: "sum(v)", maximumPercent: 7, direction: .fall)
    #expect(change.finding(before: 60, after: .nan) != nil && change.finding(before: .nan, after: 60) != nil)
    #expect(change.finding(before: .nan, after: .nan) == nil)
    let bench = try Bench()
    bench.a =
      "SELECT CASE WHEN i >= 29 THEN i END AS n, CASE WHEN i = 7 THEN 'nan'::DOUBLE ELSE i END AS x FROM range(100) AS t(i)"
    bench.checks["a"] = "{ \"not_null\": [\"n\"], \"max_share\": 0.29 }"
    #expect(try bench.run().status == .succeeded)
    // What is no number lies in no range.
    for range in ["[0, null]", "[null, 1e300]"] {
      bench.checks["a"] = "{ \"range\": { \"x\": \(range) } }"
      #expect(try bench.run().stages[0].brokenChecks.map(\.failures) == [1])
    }
  }

  @Test func failingRowsOfChecksAlikeInNameAreKeptApart() throws {
    let bench = try Bench()
    bench.checks["a"] =
      "{ \"not_null\": [\"n\"], \"name\": \"é n\" }, { \"range\": { \"amount\": [null, 15] }, \"name\": \"è n\" }"
    let files = try bench.run().stages[0].brokenChecks.compactMap(\.file)
    let rows = try files.map {
      try String(contentsOfFile: bench.folder.path("output/\($0)"), encoding: .utf8).split(separator: "\n").count - 1
    }
    #expect(rows == [1, 2] && Set(files).count == 2)
  }

  @Test func failingRowsAreShownAndKept() throws {
    let bench = try Bench()
    bench.a = "SELECT i AS number, 'v' || i AS word, i * 2 AS twice FROM range(30000) AS t(i)"
    bench.checks["a"] = "{ \"range\": { \"twice\": [null, 100] }, \"name\": \"low/twice\" }, { \"min_rows\": 1 }"
    let failed = try bench.run()
    #expect(failed.status == .checkFailed)
    let check = try #require(failed.stages[0].brokenChecks.first)
    #expect(check.sample?.columns == ["twice", "number", "word"])
    #expect(check.sample?.rows.count == 5 && check.sample?.rows.first == ["102", "51", "v51"])
    // The message that is kept and sent names no value of a row.
    #expect(failed.stages[0].failure?.description.contains("v51") == false)
    #expect(!failed.json.text().contains("v51"))
    let file = try #require(check.file)
    #expect(file.hasPrefix("quarantine/a-") && file.hasSuffix("/failing_rows/out-low_twice.csv"))
    let rows = try String(contentsOfFile: bench.folder.path("output/\(file)"), encoding: .utf8).split(separator: "\n")
    #expect(rows.count == 10_001 && rows[0] == "number,word,twice" && rows[1] == "51,v51,102")
    // What was made lies beside them, and nowhere else.
    #expect(bench.files("output/quarantine").contains { $0.hasSuffix("/out.parquet") })
    #expect(bench.files("output/artifacts/a").isEmpty && bench.current == nil)
    #expect(failed.stages[1].verdict == .skipped)
  }

  @Test func warningsAreToldAtEveryRun() throws {
    let bench = try Bench()
    bench.checks["a"] = "{ \"not_null\": [\"n\"], \"severity\": \"warn\" }"
    for verdict in [StageOutcome.Verdict.ran, .fresh] {
      let outcome = try bench.run()
      #expect(outcome.status == .succeeded && outcome.stages[0].verdict == verdict)
      let check = try #require(outcome.stages[0].brokenChecks.first)
      #expect(check.severity == .warn && check.failures == 1)
      #expect(outcome.json.text().contains("\"severity\":\"warn\""))
    }
    #expect(!bench.files("output/artifacts").contains { $0.contains("failing") })
  }

  @Test func changedChecksRunAgainWithoutTheStage() throws {
    let bench = try Bench()
    let first = try bench.run()
    let current = bench.current
    func versions(_ outcome: RunOutcome) -> [String?] { outcome.stages.map { $0.manifest?.version } }
    bench.checks["a"] = "{ \"unique\": [\"id\"] }"
    bench.contracts = "\"b.out\": { \"columns\": { \"id\": \"VARCHAR\" } }"
    let checked = try bench.run()
    #expect(checked.stages.map(\.verdict) == [.fresh, .fresh])
    #expect(checked.stages.map(\.reasons) == [[.checks], [.checks]])
    #expect(versions(checked) == versions(first))
    // Once passed, they are known.
    #expect(try bench.run().stages.map(\.reasons) == [[.unchanged], [.unchanged]])
    // A check that the version breaks fails the run until it is mended, and changes nothing.
    bench.checks["a"] = "{ \"not_null\": [\"n\"] }"
    for _ in 0..<2 {
      let failed = try bench.run()
      #expect(failed.status == .checkFailed && failed.stages.map(\.verdict) == [.failed, .skipped])
      #expect(failed.stages[0].brokenChecks.first?.file.map { bench.files("output").contains($0) } == true)
    }
    #expect(bench.current == current)
    bench.checks["a"] = "{ \"not_null\": [\"n\"], \"severity\": \"warn\" }"
    let warned = try bench.run()
    #expect(warned.status == .succeeded && warned.stages[0].brokenChecks.count == 1)
    #expect(versions(warned) == versions(first))
    // Without what was noted, the checks run once more.
    try FileManager.default.removeItem(atPath: bench.folder.path("output/cache"))
    #expect(try bench.run().stages[0].reasons == [.checks])
    #expect(!bench.files("output").contains { $0.contains(".staging") })
  }

  @Test func foreignKeysFollowTheOtherOutput() throws {
    let bench = try Bench()
    bench.b = "SELECT 'x' AS id"
    bench.checks["b"] = "{ \"foreign_key\": { \"column\": \"id\", \"references\": \"a.out.id\" } }"
    #expect(try bench.run().status == .succeeded)
    bench.a = "SELECT 'q' AS id"
    let failed = try bench.run()
    #expect(failed.status == .checkFailed && failed.stages[1].brokenChecks.first?.failures == 1)
    bench.a = "SELECT 'x' AS id UNION ALL SELECT 'q'"
    #expect(try bench.run().status == .succeeded)
  }

  @Test func contractsAreKept() throws {
    let bench = try Bench()
    bench.contracts =
      "\"a.out\": { \"columns\": { \"id\": \"text\", \"n\": \"BIGINT\" }, \"extra_columns\": \"forbid\" }"
    let failed = try bench.run()
    #expect(failed.status == .checkFailed)
    let text = failed.stages[0].failure?.description ?? ""
    #expect(text.contains("n: BIGINT is promised, INTEGER was made"), "\(text)")
    #expect(text.contains("+ amount") && text.contains("change the contract"), "\(text)")
    bench.contracts = "\"a.out\": { \"columns\": { \"n\": \"int\", \"id\": \"string\", \"amount\": \"DECIMAL\" } }"
    #expect(try bench.run().status == .succeeded)
  }

  @Test func changesAreMeasuredAgainstWhatTheyReplace() throws {
    let bench = try Bench()
    bench.checks["a"] =
      "{ \"change\": { \"max_percent\": 20 } }, { \"change\": { \"of\": \"sum(x)\", \"max_percent\": 50 } }"
    func rows(_ count: Int) -> String { "SELECT i AS x FROM range(1, \(count + 1)) AS t(i)" }
    // The first version replaces nothing, and neither does one that is current.
    bench.a = rows(100)
    #expect(try bench.run().status == .succeeded)
    #expect(try bench.run().status == .succeeded)
    bench.a = rows(110)
    #expect(try bench.run().status == .succeeded)
    bench.a = rows(90)
    #expect(try bench.run().status == .succeeded)
    let current = bench.current
    // An older version that comes back is compared with what it replaces as well.
    bench.a = rows(110)
    let back = try bench.run()
    #expect(back.stages[0].verdict == .failed && back.stages[0].reasons.count == 2)
    #expect(back.stages[0].brokenChecks.first?.finding?.text.contains("90 before, 110 now (+22.2 %)") == true)
    #expect(back.stages[0].failure?.mend?.contains("--accept a") == true)
    #expect(bench.current == current)
    bench.a = rows(40)
    #expect(try bench.run().stages[0].brokenChecks.count == 2)
    // Unless it is accepted.
    bench.options.accept = ["a"]
    let accepted = try bench.run()
    #expect(accepted.status == .succeeded && accepted.stages[0].brokenChecks.allSatisfy { $0.severity == .warn })
    bench.options.accept = []
    let after = try bench.run()
    #expect(after.status == .succeeded && after.stages.allSatisfy { $0.verdict == .fresh && $0.brokenChecks.isEmpty })
    // Other columns cannot be compared, which is said and is no failure.
    bench.a = "SELECT 1 AS y FROM range(40)"
    bench.checks["a"] = "{ \"change\": { \"of\": \"sum(y)\", \"max_percent\": 1 } }"
    #expect(try bench.run().status == .succeeded)
  }

  @Test func agesAreCountedFromTheDayOfThePipeline() throws {
    let bench = try Bench()
    bench.a = "SELECT TIMESTAMP '2024-01-30 12:00:00' AS t, 1 AS v"
    let folder = bench.folder
    func run(_ within: String) throws -> RunOutcome {
      try folder.write("a.sql", "-- output: out\n\(bench.a)\n")
      let config = try folder.write(
        "p.json",
        """
        { "name": "p", "parameters": { "as_of": "2024-02-01" },
          "checks": { "a.out": [
            { "freshness": { "column": "t", "within": "\(within)", "of": "as_of" } } ] },
          "stages": [ { "id": "a", "kind": "sql", "sql": "a.sql", "inputs": [] } ] }
        """)
      let project = try Project(configPath: config, output: folder.path("output"), overrides: .init())
      return try PipelineRunner(project, RunOptions(), observer: SilentObserver()).execute()
    }
    #expect(try run("36 hours").status == .succeeded)
    let failed = try run("35 hours")
    #expect(failed.status == .checkFailed)
    #expect(
      failed.stages[0].brokenChecks.first?.finding?.text
        == "the newest t is 2024-01-30T12:00:00Z, 1 day 12 hours before as_of (2024-02-01T00:00:00Z); at most 1 day 11 hours is allowed"
    )
    bench.a = "SELECT NULL::TIMESTAMP AS t"
    #expect(try run("36 hours").stages[0].brokenChecks.first?.finding?.text.contains("no t at all") == true)
  }

  @Test(arguments: [
    ("{ \"unique\": [\"idd\"] }", "did you mean \"id\"?"),
    ("{ \"sql\": \"SELECT nope FROM data\" }", "palier show a.out"),
    ("{ \"change\": { \"of\": \"sum(nope)\", \"max_percent\": 3 } }", "palier show a.out"),
  ])
  func checksThatCannotRunSayWhy(rule: String, mend: String) throws {
    let bench = try Bench()
    #expect(try bench.run().status == .succeeded)
    bench.a += " WHERE id <> 'z'"
    bench.checks["a"] = rule
    let outcome = try bench.run()
    #expect(outcome.status == .failed && outcome.stages[0].failure?.cause == .usage)
    #expect(
      outcome.stages[0].failure?.description.contains(mend) == true, "\(outcome.stages[0].failure?.description ?? "")")
  }
}
