import Foundation
import JSON
import TestSupport
import Testing

/// What goes wrong once a run's results are current takes nothing back, and is told as what it is.
@Suite struct AfterTheSwapTests {
  @Test func aDashboardThatCannotFollowFailsTheRunAndItsResultsAreCurrent() throws {
    let sandbox = try Sandbox()
    // Somebody's own folder, a mount point say, where the link is to be.
    try sandbox.folder.write("output/report/own.txt", "mine")
    let run = try sandbox.run()
    #expect(run.code == 1 && run.errors.contains("the results are current, but"), "\(run.errors)")
    #expect(run.errors.contains("mend: move away what stands there") && !run.errors.contains("nothing was published"))
    #expect(run.json["published"] == true && run.json["stages"]?.array?.count == 17)
    let id = try #require(run.json["run_id"]?.string)
    #expect(try sandbox.palier("status", "--json").json["current_run"]?.string ?? id == id)
    #expect(try sandbox.palier("status", "--json").json["stale"] == 0)
    let log = try sandbox.text("output/runs/\(id)/log.txt")
    #expect(log.contains("publication; its results are current. Next: mend") && !log.contains("nothing was published"))
    let record = try JSON.parse(sandbox.text("output/runs/\(id)/run.json"))
    #expect(record["published"] == true && record["stages"]?.array?.count == 17)
    // The next one says so again, loses nothing, and is whole once the place is free.
    let again = try sandbox.run()
    #expect(again.code == 1 && Set(again.verdicts.values) == ["fresh"], "\(again.verdicts)")
    try FileManager.default.removeItem(atPath: sandbox.folder.path("output/report"))
    #expect(try sandbox.run().code == 0)
    #expect(try sandbox.text("output/report/index.html").contains("<html"))
  }

  @Test func aFolderInTheLinksPlaceKeepsNobodyFromRunning() throws {
    let sandbox = try Sandbox()
    #expect(try sandbox.run().code == 0)
    let link = sandbox.folder.path("output/current/rfm")
    try FileManager.default.removeItem(atPath: link)
    try sandbox.folder.write("output/current/rfm/own.txt", "mine")
    let run = try sandbox.run()
    #expect(run.code == 0 && run.errors.contains("the links in current/ could not be mended"), "\(run.errors)")
    let changed = try sandbox.run("--set", "rfm.bins=4")
    #expect(changed.code == 1 && changed.json["published"] == true, "\(changed.errors)")
    let scores = try sandbox.palier("show", "rfm.scores", "-n", "0", "--json").json.array ?? []
    #expect(scores.compactMap { $0["score"]?.int }.max() == 4, "\(scores)")
  }

  /// A swap that fails tells what was written elsewhere before it.
  @Test func whatWasWrittenElsewhereBeforeAFailedSwapIsTold() throws {
    let sandbox = try Sandbox()
    try sandbox.edit(
      "pipeline.json", "\"stages\": [",
      "\"stages\": [ { \"id\": \"shelf\", \"kind\": \"publish\", \"inputs\": [\"rfm.segments\"], "
        + "\"publish\": { \"to\": \"csv\", \"folder\": \"shelf\" } },")
    let run = try sandbox.palier(
      "run", "--json", "--progress", "none", "--select", "+shelf",
      environment: ["PALIER_FAULT": "fail:pointer-written:1"])
    #expect(run.code == 1 && run.json["published"] == false, "\(run.errors)")
    #expect(run.errors.contains("shelf wrote elsewhere, nothing else was published"), "\(run.errors)")
    #expect(run.verdicts["shelf"] == "ran")
  }

  /// Also where the run whose results are current left no record.
  @Test(arguments: ["kill:swap-journaled:1", "fail:record-written:1"])
  func previousIsTheRunBeforeTheCurrentOne(fault: String) throws {
    let sandbox = try Sandbox()
    func current() throws -> Int? { try sandbox.palier("show", "kmeans.model").json["k"]?.int }
    #expect(try sandbox.run("--set", "kmeans.k=3").code == 0)
    #expect(try sandbox.run("--set", "kmeans.k=4").code == 0)
    _ = try sandbox.palier(
      "run", "-q", "--progress", "none", "--set", "kmeans.k=5", environment: ["PALIER_FAULT": fault])
    #expect(try current() == 5)
    let back = try sandbox.palier("rollback", "previous")
    #expect(back.code == 0, "\(back.errors)")
    #expect(try current() == 4)
  }

  /// What is not selected stays current, damaged or not, and is told.
  @Test func aDamagedStageThatIsNotSelectedStays() throws {
    let sandbox = try Sandbox()
    #expect(try sandbox.run().code == 0)
    let path = try sandbox.palier("path", "cohorts.retention").output.trimmingCharacters(in: .newlines)
    try Data("torn".utf8).write(to: URL(fileURLWithPath: path))
    let run = try sandbox.run("-s", "rfm", "-f", "rfm")
    #expect(run.code == 0 && run.errors.contains("cohorts, which was not selected, is damaged"), "\(run.errors)")
    #expect(try sandbox.palier("path", "cohorts.retention").output.contains(path))
    #expect(try sandbox.run().verdicts["cohorts"] == "ran")
  }

  /// What lies below `runs/` and is no run's is its owner's.
  @Test func foldersThatAreNoRunsStay() throws {
    let sandbox = try Sandbox()
    #expect(try sandbox.run().code == 0)
    try sandbox.folder.write("output/runs/zzz/notes.txt", "mine")
    #expect(try sandbox.run("--set", "rfm.bins=4").code == 0)
    #expect(try sandbox.text("output/runs/zzz/notes.txt") == "mine")
    let verify = try sandbox.palier("verify")
    #expect(
      verify.output.contains("zzz: is no part of the store") && !verify.output.contains("damaged: "), "\(verify.output)"
    )
  }
}
