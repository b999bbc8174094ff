import Engines
import Foundation
import JSON
import PipelineModel
import Runner
import TestSupport
import Testing

@Suite struct SchedulingTests {
  private typealias P = CommandProject

  private func options(jobs: Int, keepGoing: Bool = false) -> RunOptions {
    var options = RunOptions()
    options.jobs = jobs
    options.keepGoing = keepGoing
    return options
  }

  /// Succeeds when as many programs run at the same time.
  private func meeting(of count: Int) -> String {
    """
    touch here-$PALIER_STAGE
    for i in $(seq 400); do
      [ $(ls here-* | wc -l) -eq \(count) ] && { echo met > $PALIER_OUTPUT_OUT; exit 0; }
      sleep 0.05
    done
    exit 1
    """
  }

  /// Succeeds when no other program of the kind runs.
  private let alone = "mkdir busy || exit 1; sleep 0.1; rmdir busy; echo $PALIER_THREADS > $PALIER_OUTPUT_OUT"

  @Test func asManyStagesRunAsAreAllowed() throws {
    let project = try CommandProject()
    let run = try project.run((0..<6).map { P.shell("s\($0)", meeting(of: 6)) }, options: options(jobs: 6))
    #expect(run.status == .succeeded, "\(run.stages.compactMap(\.failure))")
    let one = try CommandProject()
    let serial = try one.run((0..<4).map { P.shell("s\($0)", alone) }, options: options(jobs: 1))
    #expect(serial.status == .succeeded, "\(serial.stages.compactMap(\.failure))")
  }

  // MARK: - Budgets

  @Test func stagesWaitUntilWhatTheyNeedIsFree() throws {
    let project = try CommandProject()
    // Two of three threads each: never two at a time. The small ones fit beside one another.
    let large = (0..<3).map { P.shell("l\($0)", alone, "\"resources\": { \"threads\": 2 }") }
    let run = try project.run(large, "\"limits\": { \"threads\": 3 },", options: options(jobs: 4))
    #expect(run.status == .succeeded, "\(run.stages.compactMap(\.failure))")
    #expect(try project.text(run, "l0") == "2\n")
    let small = try CommandProject()
    let together = try small.run(
      (0..<3).map { P.shell("s\($0)", meeting(of: 3), "\"resources\": { \"threads\": 1 }") },
      "\"limits\": { \"threads\": 3 },", options: options(jobs: 4))
    #expect(together.status == .succeeded, "\(together.stages.compactMap(\.failure))")
  }

  @Test func memoryIsSharedOut() throws {
    let project = try CommandProject()
    let script = alone.replacing("PALIER_THREADS", with: "PALIER_MEMORY")
    let stages = [
      P.shell("a", script, "\"resources\": { \"memory\": \"700MB\" }"), P.shell("b", script),
      P.shell("c", script, "\"resources\": { \"memory\": \"9GB\" }"),
    ]
    let run = try project.run(stages, "\"limits\": { \"memory\": \"1GB\" },", options: options(jobs: 2))
    #expect(run.status == .succeeded, "\(run.stages.compactMap(\.failure))")
    // Its own; an even share; all there is, and alone.
    #expect(try ["a", "b", "c"].map { try project.text(run, $0) } == ["700000000\n", "500000000\n", "1000000000\n"])
  }

  @Test func resultsDoNotDependOnBudgets() throws {
    func digests(_ limits: String, _ resources: String, jobs: Int) throws -> [String] {
      let project = try CommandProject()
      try project.folder.write(
        "a.sql",
        "-- output: t\nSELECT i % 1000 AS k, count(*) AS n, sum(i)::BIGINT AS s FROM range(200000) AS r(i) GROUP BY k")
      try project.folder.write("b.sql", "-- output: t\nSELECT k % 7 AS k, sum(s) AS s FROM a_t GROUP BY 1")
      let run = try project.run(
        [
          "{ \"id\": \"a\", \"kind\": \"sql\", \"sql\": \"a.sql\", \"inputs\": []\(resources) }",
          "{ \"id\": \"b\", \"kind\": \"sql\", \"sql\": \"b.sql\", \"inputs\": [\"a.t\"] }",
        ], limits, options: options(jobs: jobs))
      #expect(run.status == .succeeded, "\(run.stages.compactMap(\.failure))")
      return run.stages.compactMap(\.manifest).flatMap { [$0.fingerprint, $0.contentDigest] }
    }
    let plain = try digests("", "", jobs: 2)
    #expect(plain.count == 4)
    #expect(try digests("\"limits\": { \"threads\": 1, \"memory\": \"300MB\" },", "", jobs: 1) == plain)
    #expect(
      try digests(
        "\"limits\": { \"threads\": 8 },", ", \"resources\": { \"threads\": 3, \"memory\": \"200 MiB\" }", jobs: 3)
        == plain)
  }

  @Test func anEngineKeepsToItsBudget() throws {
    let project = try CommandProject()
    try project.folder.write(
      "a.sql",
      "-- output: t (json)\nSELECT current_setting('threads') AS threads, current_setting('memory_limit') AS memory")
    let run = try project.run(
      [
        "{ \"id\": \"a\", \"kind\": \"sql\", \"sql\": \"a.sql\", \"inputs\": [], "
          + "\"resources\": { \"threads\": 3, \"memory\": \"512MiB\" } }"
      ], "\"limits\": { \"threads\": 4 },")
    #expect(run.status == .succeeded, "\(run.stages.compactMap(\.failure))")
    let told = try JSON.parse(try project.text(run, "a", "t"))
    #expect(told["threads"] == 3)
    #expect(told["memory"]?.string?.hasPrefix("511.9") == true || told["memory"]?.string?.hasPrefix("512") == true)
  }

  @Test(arguments: [
    ("\"limits\": { \"threads\": 0 },", "", "whole number, 1 or more"),
    ("\"limits\": { \"memory\": \"lots\" },", "", "no amount of memory"),
    ("", "\"resources\": { \"thread\": 2 }", "did you mean \"threads\""),
    ("", "\"retries\": {}", "\"count\" is missing"),
    ("", "\"retries\": { \"count\": 2, \"backoff\": \"5\" }", "no length of time"),
  ])
  func amountsAreChecked(pipeline: String, stage: String, message: String) throws {
    let project = try CommandProject()
    let error = #expect(throws: ConfigError.self) { try project.open([P.shell("a", "true", stage)], pipeline) }
    #expect(error?.description.contains(message) == true, "\(String(describing: error))")
  }

  // MARK: - Failures

  @Test func aFailureThatPassesIsTriedAgain() throws {
    let project = try CommandProject()
    let script = "echo try $PALIER_ATTEMPT; [ $PALIER_ATTEMPT -eq 3 ] && echo x > $PALIER_OUTPUT_OUT"
    let stage = P.shell("a", script, "\"retries\": { \"count\": 3, \"backoff\": \"10 ms\" }")
    let run = try project.run([stage])
    #expect(run.status == .succeeded)
    let outcome = run.stages[0]
    #expect(outcome.verdict == .ran && outcome.attempts.count == 2)
    #expect(outcome.attempts.first?.message.contains("exit code 1") == true)
    #expect(outcome.json["attempts"]?.array?.count == 2)
    let log = try String(contentsOfFile: project.folder.path("output/runs/\(run.run)/logs/a.log"), encoding: .utf8)
    #expect(log == "try 1\n--- attempt 2\ntry 2\n--- attempt 3\ntry 3\n")
    let record = try JSON.parse(
      try String(contentsOfFile: project.folder.path("output/runs/\(run.run)/run.json"), encoding: .utf8))
    #expect(record["stages"]?.array?[0]["attempts"]?.array?.count == 2)
  }

  @Test func retriesEndAndWhatFollowsIsSkipped() throws {
    let project = try CommandProject()
    let run = try project.run([
      P.shell("a", "echo x >> tries; exit 7", "\"retries\": { \"count\": 2, \"backoff\": \"1 ms\" }"),
      P.shell("b", "true", inputs: ["a.out"]),
    ])
    #expect(run.verdicts == ["a": .failed, "b": .skipped])
    #expect(run.stages[0].attempts.count == 2)
    #expect(try String(contentsOfFile: project.folder.path("tries"), encoding: .utf8) == "x\nx\nx\n")
  }

  @Test(arguments: [
    "\"command\": [\"no-such-program\"]", "\"command\": [\"true\"]",
    "\"command\": [\"sh\", \"-c\", \"echo '{' > $PALIER_OUTPUT_OUT\"]",
  ])
  func whatCannotPassIsNotTriedAgain(command: String) throws {
    let project = try CommandProject()
    let run = try project.run([
      "{ \"id\": \"a\", \"kind\": \"command\", \(command), \"inputs\": [], \"outputs\": { \"out\": \"json\" }, "
        + "\"retries\": { \"count\": 5, \"backoff\": \"1 hour\" } }"
    ])
    #expect(run.status == .failed && run.stages[0].attempts.isEmpty)
  }

  @Test func aBrokenCheckIsNotTriedAgain() throws {
    let project = try CommandProject()
    try project.folder.write("a.sql", "-- output: t\nSELECT 1 AS x")
    let run = try project.run(
      [
        "{ \"id\": \"a\", \"kind\": \"sql\", \"sql\": \"a.sql\", \"inputs\": [], "
          + "\"retries\": { \"count\": 5, \"backoff\": \"1 hour\" } }"
      ], "\"checks\": { \"a.t\": [{ \"min_rows\": 2 }] },")
    #expect(run.status == .checkFailed && run.stages[0].attempts.isEmpty)
  }

  @Test func whatDoesNotDependOnAFailureGoesOn() throws {
    let project = try CommandProject()
    let stages = [
      P.shell("bad", "exit 1"), P.shell("after", "true", inputs: ["bad.out"]),
      P.shell("apart", "echo x > $PALIER_OUTPUT_OUT"),
      P.shell("later", "cp $PALIER_INPUT_APART_OUT $PALIER_OUTPUT_OUT", inputs: ["apart.out"]),
      P.shell("both", "true", inputs: ["later.out", "after.out"]),
    ]
    let run = try project.run(stages, options: options(jobs: 2, keepGoing: true))
    #expect(
      run.verdicts == ["bad": .failed, "after": .skipped, "apart": .ran, "later": .ran, "both": .skipped])
    #expect(run.stages.last?.reasons == [.upstreamFailed("bad")])
    // What went well is taken up when the failure is mended; nothing of it runs twice.
    let mended = try project.run(
      [
        P.shell("bad", "echo y > $PALIER_OUTPUT_OUT"),
        P.shell("after", "cp $PALIER_INPUT_BAD_OUT $PALIER_OUTPUT_OUT", inputs: ["bad.out"]), stages[2], stages[3],
        P.shell("both", "cat $PALIER_INPUT_AFTER_OUT > $PALIER_OUTPUT_OUT", inputs: ["later.out", "after.out"]),
      ])
    #expect(mended.verdicts["apart"] == .restored && mended.verdicts["later"] == .restored)
    #expect(mended.status == .succeeded, "\(mended.stages.compactMap(\.failure))")
  }
}
