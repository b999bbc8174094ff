import Foundation
import TestSupport
import Testing

/// Commands as a user runs them: stopping a run stops its programs.
@Suite struct CommandEndToEndTests {
  private func project(_ script: String, _ rest: String = "") throws -> TemporaryDirectory {
    let folder = try TemporaryDirectory()
    try folder.write(
      "pipeline.json",
      """
      { "name": "p", "stages": [
        { "id": "slow", "kind": "command", "command": ["sh", "-c", "\(script)"], "inputs": [],
          "outputs": { "out": "file" }\(rest) },
      ] }
      """)
    return folder
  }

  /// Starts a run, waits until its program has written its number, sends a signal, and gives the program's number.
  private func stop(_ folder: TemporaryDirectory, _ signal: Int32) throws -> (program: Int32, run: Process) {
    let run = Process()
    run.executableURL = PalierProcess.binary
    run.arguments = ["run", "--progress", "none"]
    run.currentDirectoryURL = folder.url
    (run.standardOutput, run.standardError) = (FileHandle.nullDevice, FileHandle.nullDevice)
    try run.run()
    var program: Int32?
    for _ in 0..<1000 where program == nil {
      usleep(10_000)
      let text = try? String(contentsOfFile: folder.path("program"), encoding: .utf8)
      program = text.flatMap { $0.hasSuffix("\n") ? Int32($0.dropLast()) : nil }
    }
    kill(run.processIdentifier, signal)
    run.waitUntilExit()
    return (try #require(program), run)
  }

  private func isRunning(_ process: Int32) -> Bool {
    guard let status = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8) else { return false }
    return !status.contains(") Z ")
  }

  @Test func aStoppedRunEndsItsPrograms() throws {
    let folder = try project("trap 'echo asked > asked; exit 1' TERM; echo $$ > program; while :; do sleep 0.05; done")
    let (program, run) = try stop(folder, SIGTERM)
    #expect(run.terminationStatus == 143)
    #expect(!isRunning(program))
    #expect(FileManager.default.fileExists(atPath: folder.path("asked")))
    #expect(!FileManager.default.fileExists(atPath: folder.path("output/current.json")))
  }

  @Test func aRunThatWaitsToTryAgainStopsAtOnce() throws {
    let folder = try project("echo $$ > program; exit 1", ", \"retries\": { \"count\": 1, \"backoff\": \"5 minutes\" }")
    let watch = Date()
    let (_, run) = try stop(folder, SIGTERM)
    #expect(run.terminationStatus == 143)
    #expect(Date().timeIntervalSince(watch) < 60)
  }

  @Test func aKilledRunTakesItsProgramsAlong() throws {
    let folder = try project("trap '' TERM; echo $$ > program; while :; do sleep 0.05; done")
    let (program, _) = try stop(folder, SIGKILL)
    for _ in 0..<500 where isRunning(program) { usleep(10_000) }
    #expect(!isRunning(program))
    // What the killed run left is cleared away by the next.
    try folder.write(
      "pipeline.json",
      try String(contentsOfFile: folder.path("pipeline.json"), encoding: .utf8)
        .replacing("while :; do sleep 0.05; done", with: "echo done > $PALIER_OUTPUT_OUT"))
    let next = try PalierProcess.run(["run", "--json", "--progress", "none"], in: folder.root)
    #expect(next.verdicts == ["slow": "ran"], "\(next.errors)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path("output/artifacts/slow")).count == 1)
  }

  @Test func nothingStartsWhereNothingIsStale() throws {
    let folder = try project("echo x >> runs; echo done > $PALIER_OUTPUT_OUT")
    #expect(try PalierProcess.run(["plan", "--json"], in: folder.root).verdicts == ["slow": "will_run"])
    #expect(!FileManager.default.fileExists(atPath: folder.path("runs")))
    for expected in ["ran", "fresh", "fresh"] {
      let run = try PalierProcess.run(["run", "--json", "--progress", "none"], in: folder.root)
      #expect(run.verdicts == ["slow": expected], "\(run.errors)")
    }
    #expect(try String(contentsOfFile: folder.path("runs"), encoding: .utf8) == "x\n")
  }
}
