import Foundation
import JSON
import TestSupport
import Testing

/// Ctrl-C and SIGTERM stop real work within a second, leave the output folder clean, and are recorded.
@Suite struct CancellationTests {
  private static let isSoak = ProcessInfo.processInfo.environment["PALIER_SOAK"] == "1"

  /// The promise is a second. Beside all other tests, which keep processors and disk busy, only that it ends at all long
  /// before its work would can be told.
  private static let bound = isSoak ? 2.0 : 10.0

  /// Millions of clusterings.
  private static let long = [
    "--set", "kmeans.k=auto", "--set", "kmeans.restarts=1000", "--set", "kmeans.bootstrap=1000",
  ]

  /// A project whose stages have too much to do to end by themselves.
  ///
  /// - Parameters:
  ///   - lines: order lines of a sample of its own; nil for the small one of all tests.
  private func project(lines: Int? = nil) throws -> TemporaryDirectory {
    let shared = try CrashProject.shared.get()
    let folder = try TemporaryDirectory()
    for name in ["stages", "charts.js"] + (lines == nil ? ["data"] : []) {
      try FileManager.default.copyItem(atPath: shared.folder.path(name), toPath: folder.path(name))
    }
    if let lines {
      let sample = try PalierProcess.run(["sample", "data", "--lines", "\(lines)", "-q"], in: folder.root)
      #expect(sample.code == 0, "\(sample.errors)")
    }
    try folder.write(
      "stages/slow.sql",
      """
      -- output: rows
      SELECT count(*) AS n FROM ingest_lines a, ingest_lines b, ingest_lines c, ingest_lines d
      WHERE a.line_no + b.line_no < c.line_no + d.line_no
      """)
    let stages = try String(contentsOfFile: shared.folder.path("pipeline.json"), encoding: .utf8)
    try folder.write(
      "pipeline.json",
      stages.replacing(
        "{ \"id\": \"kmeans\"",
        with: "{ \"id\": \"slow\", \"kind\": \"sql\", \"sql\": \"stages/slow.sql\", \"inputs\": [\"ingest.lines\"] },\n"
          + "{ \"id\": \"kmeans\""))
    return folder
  }

  private func expectClean(_ folder: TemporaryDirectory, status: String, _ stages: [String] = []) throws {
    let listed = FileManager.default.enumerator(atPath: folder.path("output"))?.compactMap { $0 as? String } ?? []
    let left = listed.filter { $0.contains("/.staging") || $0.contains("/.abandoned") || $0.hasSuffix(".new") }
    #expect(left.isEmpty, "\(left)")
    let history = try PalierProcess.run(["history", "--json"], in: folder.root).json.array
    #expect(history?.first?["status"]?.string == status)
    let id = try #require(history?.first?["run_id"]?.string)
    let run = try JSON.parse(String(contentsOfFile: folder.path("output/runs/\(id)/run.json"), encoding: .utf8))
    for stage in stages {
      let record = run["stages"]?.array?.first { $0["id"]?.string == stage }
      #expect(record?["verdict"] == "failed" && record?["error"]?["message"] == "stopped", "\(record ?? .null)")
    }
  }

  @Test(arguments: [(SIGINT, Int32(130)), (SIGTERM, Int32(143))])
  func aQueryUnderWayStops(signal: Int32, code: Int32) throws {
    let folder = try project()
    let run = try SignalledRun(["run", "-s", "+slow"], in: folder.root, marker: "slow: started", signals: [signal])
    #expect(run.code == code && !run.wasKilled && run.seconds < Self.bound, "\(run)")
    #expect(run.errors.contains("stopped; nothing was published"))
    try expectClean(folder, status: "cancelled", ["slow"])
    // What had been made is used again.
    let again = try PalierProcess.run(["run", "-s", "+features", "--json"], in: folder.root)
    #expect(again.code == 0 && again.verdicts["ingest"] == "restored", "\(again.verdicts)")
  }

  @Test func aClusteringUnderWayStops() throws {
    let folder = try project(lines: 50_000)
    let run = try SignalledRun(
      ["run", "-s", "+kmeans"] + Self.long, in: folder.root, marker: "kmeans: started",
      delay: 0.4, signals: [SIGINT])
    #expect(run.code == 130 && !run.wasKilled && run.seconds < Self.bound, "\(run)")
    try expectClean(folder, status: "cancelled", ["kmeans"])
    #expect(try PalierProcess.run(["run", "-s", "+features"], in: folder.root).code == 0)
  }

  @Test func aSecondSignalKillsAtOnceAndTheNextRunGoesOn() throws {
    let folder = try project(lines: 50_000)
    let run = try SignalledRun(
      ["run", "-s", "+kmeans"] + Self.long, in: folder.root, marker: "kmeans: started",
      delay: 0.4, signals: [SIGINT, SIGINT])
    #expect(run.code == 130 && run.wasKilled, "\(run)")
    #expect(try PalierProcess.run(["run", "-s", "+features"], in: folder.root).code == 0)
    let history = try PalierProcess.run(["history", "--json"], in: folder.root).json.array
    #expect(history?.map { $0["status"]?.string } == ["succeeded", "killed"])
    try expectClean(folder, status: "succeeded")
  }

  @Test func waitingForTheLockStops() throws {
    let shared = try CrashProject.shared.get()
    let output = try shared.output(from: .first)
    defer { shared.remove(output) }
    let held = try StoppedRun(shared, output, .second, at: "links-replaced:2")
    defer { held.resume() }
    let run = try SignalledRun(
      ["run", "--output", output, "--lock-timeout", "600"], in: shared.folder.root, marker: "waiting for run",
      signals: [SIGTERM])
    #expect(run.code == 143 && !run.wasKilled && run.seconds < Self.bound, "\(run)")
    held.resume()
    #expect(try held.wait().code == 0)
  }

  /// A source of many gigabytes, all of it a hole in the file: looking at its content takes long.
  @Test func digestingALargeSourceStops() throws {
    let folder = try project()
    _ = FileManager.default.createFile(atPath: folder.path("data/zz.csv"), contents: nil)
    let file = try FileHandle(forWritingTo: URL(fileURLWithPath: folder.path("data/zz.csv")))
    try file.truncate(atOffset: 64 << 30)
    try file.close()
    let run = try SignalledRun(
      ["run"], in: folder.root, marker: "", file: folder.path("output/lock"), delay: 0.5, signals: [SIGINT])
    #expect(run.code == 130 && !run.wasKilled && run.seconds < Self.bound, "\(run)")
    try expectClean(folder, status: "cancelled")
  }

  /// Large enough that reading takes seconds, so only in the long form.
  @Test(.enabled(if: isSoak, "PALIER_SOAK is not 1: it takes long"))
  func readingALargeFileStops() throws {
    let folder = try project()
    #expect(
      try PalierProcess.run(["sample", "large", "--lines", "3000000", "--months", "24", "-q"], in: folder.root).code
        == 0)
    let run = try SignalledRun(
      ["run", "-s", "ingest", "--source", "sales=large"], in: folder.root, marker: "ingest: started", delay: 0.3,
      signals: [SIGINT])
    #expect(run.code == 130 && !run.wasKilled && run.seconds < Self.bound, "\(run)")
    try expectClean(folder, status: "cancelled", ["ingest"])
  }
}
