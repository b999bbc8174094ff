import Foundation
import JSON
import TestSupport
import Testing

/// Going back to past runs, taking old ones away, and looking for damage.
@Suite struct TimeTravelTests {
  private func id(_ run: PalierProcess) throws -> String { try #require(run.json["run_id"]?.string, "\(run.errors)") }

  private func currentDigests(_ project: CrashProject, _ output: String) throws -> [String: String] {
    let stages = try JSON.parse(
      String(contentsOfFile: project.folder.path(output + "/current.json"), encoding: .utf8))["stages"]?.object
    return try Dictionary(
      uniqueKeysWithValues: (stages ?? []).map { stage in
        let manifest = project.folder.path("\(output)/artifacts/\(stage.key)/\(stage.value.string ?? "")/manifest.json")
        let json = try JSON.parse(String(contentsOfFile: manifest, encoding: .utf8))
        return (stage.key, json["content_digest"]?.string ?? "")
      })
  }

  // MARK: - rollback

  @Test func rollbackMakesAPastRunCurrentInOneStep() throws {
    let project = try CrashProject.shared.get()
    let output = try project.output(from: .first)
    defer { project.remove(output) }
    let first = try #require(project.palier("history", output, ["--json"]).json.array?.first?["run_id"]?.string)
    let second = try id(project.run(output, .second))
    let back = try project.palier("rollback", output, [first, "--json"])
    #expect(back.code == 0, "\(back.errors)")
    #expect(back.json["changed"] == true && back.json["rollback_of"]?.string == first)
    #expect(try currentDigests(project, output) == project.digests[.first])
    #expect(try OutputAudit(project.folder.path(output)).faults == [])
    // The dashboard that is shown is that run's.
    let report = try #require(back.json["run"]?["stages"]?.array?.first { $0["id"] == "report" }?["version"]?.string)
    let shown = try FileManager.default.destinationOfSymbolicLink(atPath: project.folder.path(output + "/report"))
    #expect(shown.contains(report))
    // It is a run of its own in the history, after the others.
    let history = try #require(project.palier("history", output, ["--json"]).json.array)
    #expect(history.map { $0["kind"]?.string } == ["rollback", "run", "run"])
    #expect(history[0]["rollback_of"]?.string == first && history[0]["status"] == "succeeded")
    #expect(try project.palier("history", output).output.contains("rollback of \(first)"))
    // What the next run would do is said, and is what it does; nothing is computed again.
    #expect(try project.palier("status", output, ["--json"]).json["stale"] == 0)
    let forward = try project.palier("rollback", output, [second])
    #expect(forward.code == 0 && forward.output.contains("the next run with this config changes that"))
    #expect(forward.output.contains("kmeans (restored)"), "\(forward.output)")
    let run = try project.run(output, .first)
    #expect(run.verdicts["kmeans"] == "restored" && run.verdicts["ingest"] == "fresh", "\(run.verdicts)")
    #expect(try OutputAudit(project.folder.path(output)).faults == [])
    // Back to what is current already: nothing happens.
    let nothing = try project.palier("rollback", output, [first, "--json"])
    #expect(nothing.code == 0 && nothing.json["changed"] == false && nothing.json["run"] == .null)
  }

  @Test func rollbackRefusesWhatCannotBeMadeWhole() throws {
    let project = try CrashProject.shared.get()
    let output = try project.output(from: .first)
    defer { project.remove(output) }
    let first = try #require(project.palier("history", output, ["--json"]).json.array?.first?["run_id"]?.string)
    let failed = try project.run(output, .second, fault: "fail:produced:2")
    #expect(failed.code == 1)
    let second = try id(project.run(output, .second))
    let unknown = try project.palier("rollback", output, ["19990101T000000Z-0000"])
    #expect(unknown.code == 2 && unknown.errors.contains("there is no such run"), "\(unknown.errors)")
    let never = try project.palier("rollback", output, [try id(failed)])
    #expect(never.code == 2 && never.errors.contains("never current"), "\(never.errors)")
    let several = try project.palier("rollback", output, ["2"])
    #expect(several.code == 2 && several.errors.contains("runs begin so"), "\(several.errors)")
    // A flipped byte in a version of the first run, with its times put back as far as a program can.
    let record = try JSON.parse(
      String(contentsOfFile: project.folder.path("\(output)/runs/\(first)/run.json"), encoding: .utf8))
    let version = try #require(record["stages"]?.array?.first { $0["id"] == "kmeans" }?["version"]?.string)
    let file = project.folder.path("\(output)/artifacts/kmeans/\(version)/assignments.parquet")
    try flip(file)
    let damaged = try project.palier("rollback", output, [first])
    #expect(damaged.code == 1 && damaged.errors.contains("assignments.parquet was altered"), "\(damaged.errors)")
    try FileManager.default.removeItem(atPath: project.folder.path("\(output)/artifacts/kmeans/\(version)"))
    let gone = try project.palier("rollback", output, [first])
    #expect(gone.code == 1 && gone.errors.contains("is no longer there"), "\(gone.errors)")
    #expect(try currentDigests(project, output) == project.digests[.second])
    #expect(try project.palier("status", output, ["--json"]).json["run"]?.string == second)
  }

  @Test(arguments: ["pointer-written", "pointer-replaced", "report-filled", "record-written"])
  func aRollbackThatIsKilledIsOneOrTheOther(step: String) throws {
    let project = try CrashProject.shared.get()
    let output = try project.output(from: .first)
    defer { project.remove(output) }
    let first = try #require(project.palier("history", output, ["--json"]).json.array?.first?["run_id"]?.string)
    #expect(try project.run(output, .second).code == 0)
    #expect(try project.palier("rollback", output, [first], fault: "kill:\(step):1").code == 137)
    let expected: CrashProject.Configuration = step == "pointer-written" ? .second : .first
    #expect(try currentDigests(project, output) == project.digests[expected])
    #expect(try project.run(output, .first).contentDigests == project.digests[.first])
    #expect(try OutputAudit(project.folder.path(output)).faults == [])
    let killed = try project.palier("history", output, ["--json"]).json.array?.first { $0["status"] == "killed" }
    #expect(killed?["kind"] == "rollback")
  }

  // MARK: - gc

  @Test func gcIsDryUntilToldAndKeepsWhatRunsReach() throws {
    let project = try CrashProject.shared.get()
    let output = try project.output(from: .first)
    defer { project.remove(output) }
    let first = try #require(project.palier("history", output, ["--json"]).json.array?.first?["run_id"]?.string)
    let second = try id(project.run(output, .second))
    let keep = ["--keep-runs", "1", "--keep-days", "0", "--json"]
    let audit = { try OutputAudit(project.folder.path(output)).faults }
    // What was current a moment ago may still be read, and stays.
    #expect(try project.palier("gc", output, keep).json["versions"] == [])
    // Young runs stay whatever their number.
    let young = try project.palier("gc", output, ["--keep-runs", "1", "--grace", "0", "--json"])
    #expect(young.json["versions"] == [] && young.json["runs"] == [])
    let before = try bytes(project.folder.path(output + "/artifacts"))
    let dry = try project.palier("gc", output, keep + ["--grace", "0"])
    let gone = try #require(dry.json["versions"]?.array)
    #expect(Set(gone.compactMap { $0["stage"]?.string }) == ["features", "kmeans", "report"])
    #expect(dry.json["runs"] == [.string(first)] && dry.json["applied"] == false)
    #expect(try bytes(project.folder.path(output + "/artifacts")) == before)
    let applied = try project.palier("gc", output, keep + ["--grace", "0", "--apply"])
    #expect(applied.code == 0 && applied.json["versions"] == dry.json["versions"], "\(applied.errors)")
    let freed = try #require(applied.json["freed_bytes"]?.int)
    #expect(try bytes(project.folder.path(output + "/artifacts")) == before - freed)
    #expect(try project.palier("verify", output, ["--deep"]).code == 0)
    #expect(try project.run(output, .second).verdicts.values.allSatisfy { $0 == "fresh" })
    #expect(try audit() == [])
    let lost = try project.palier("rollback", output, [first])
    #expect(lost.code == 2 && lost.errors.contains("there is no such run"), "\(lost.errors)")
    // What went is made again where it is wanted, to the same content.
    #expect(try project.run(output, .first).contentDigests == project.digests[.first])
    #expect(try project.palier("rollback", output, [second]).code == 0)
  }

  @Test func gcHoldsTheBoundOnSizeButNeverTakesWhatIsCurrent() throws {
    let project = try CrashProject.shared.get()
    let output = try project.output(from: .first)
    defer { project.remove(output) }
    #expect(try project.run(output, .second).code == 0)
    let all = try bytes(project.folder.path(output + "/artifacts"))
    let loose = try project.palier("gc", output, ["--max-size", "\(all)B", "--grace", "0", "--json"])
    #expect(loose.json["versions"] == [], "\(loose.output)")
    let tight = try project.palier("gc", output, ["--max-size", "\(all - 1)B", "--grace", "0", "--json"])
    #expect(tight.json["versions"]?.array?.isEmpty == false && tight.json["exceeds_max_size"] == false)
    let none = try project.palier("gc", output, ["--max-size", "1kB", "--grace", "0", "--apply", "--json"])
    #expect(none.code == 0 && none.json["exceeds_max_size"] == true && none.errors.contains("must stay"))
    #expect(try project.palier("verify", output, ["--deep"]).code == 0)
    #expect(try project.run(output, .second).verdicts.values.allSatisfy { $0 == "fresh" })
    #expect(try project.palier("gc", output, ["--max-size", "lots"]).code == 2)
  }

  @Test func gcCountsASharedFileOnce() throws {
    let project = try CrashProject.shared.get()
    let output = try project.output(from: .first)
    defer { project.remove(output) }
    #expect(try project.run(output, .second).code == 0)
    let dry = ["--keep-runs", "1", "--keep-days", "0", "--grace", "0", "--json"]
    let separate = try #require(project.palier("gc", output, dry).json["freed_bytes"]?.int)
    // The same file in the version that goes and in the one that stays.
    let versions = project.folder.path(output + "/artifacts/features")
    let current = try FileManager.default.destinationOfSymbolicLink(
      atPath: project.folder.path(output + "/current/features"))
    let kept = versions + "/" + (current as NSString).lastPathComponent
    let old = try #require(
      FileManager.default.contentsOfDirectory(atPath: versions).map { versions + "/" + $0 }.first { $0 != kept })
    let size = try bytes(old + "/customers.parquet")
    try FileManager.default.removeItem(atPath: old + "/customers.parquet")
    try FileManager.default.linkItem(atPath: kept + "/customers.parquet", toPath: old + "/customers.parquet")
    let shared = try project.palier("gc", output, dry + ["--apply"])
    #expect(shared.json["freed_bytes"]?.int == separate - size)
    #expect(try project.palier("verify", output, ["--deep"]).code == 0)
  }

  @Test(arguments: ["records-removed:1", "version-set-aside:2", "version-removed:3"])
  func aKilledCollectionHarmsNothing(step: String) throws {
    let project = try CrashProject.shared.get()
    let output = try project.output(from: .first)
    defer { project.remove(output) }
    #expect(try project.run(output, .second).code == 0)
    let apply = ["--keep-runs", "1", "--keep-days", "0", "--grace", "0", "--apply"]
    #expect(try project.palier("gc", output, apply, fault: "kill:\(step)").code == 137)
    #expect(try project.palier("verify", output, ["--deep"]).code == 0)
    #expect(try project.palier("gc", output, apply).code == 0)
    #expect(try project.run(output, .second).verdicts.values.allSatisfy { $0 == "fresh" })
    #expect(try OutputAudit(project.folder.path(output)).faults == [])
    #expect(try project.palier("verify", output, ["--deep", "--json"]).json["findings"] == [])
  }

  // MARK: - verify

  @Test func verifyFindsEachKindOfDamageAndTheNextRunMendsIt() throws {
    let project = try CrashProject.shared.get()
    let output = try project.output(from: .first)
    defer { project.remove(output) }
    let root = project.folder.path(output)
    let kmeans = root + "/current/kmeans"
    func findings(_ arguments: String...) throws -> (code: Int32, problems: [String]) {
      let verify = try project.palier("verify", output, arguments + ["--json"])
      return (verify.code, (verify.json["findings"]?.array ?? []).compactMap { $0["problem"]?.string })
    }
    func mend(_ verdicts: [String: String] = [:], _ location: SourceLocation = #_sourceLocation) throws {
      let run = try project.run(output, .first)
      #expect(run.contentDigests == project.digests[.first], "\(run.errors)", sourceLocation: location)
      #expect(try findings("--deep") == (0, []), sourceLocation: location)
      for (stage, verdict) in verdicts { #expect(run.verdicts[stage] == verdict, sourceLocation: location) }
    }
    #expect(try findings("--deep") == (0, []))
    // A byte that flips: only reading finds it where size is all that is looked at.
    try flip(kmeans + "/assignments.parquet")
    #expect(try findings().code == 0)
    #expect(try findings("--deep") == (1, ["assignments.parquet was altered"]))
    try mend(["kmeans": "ran", "features": "fresh"])
    try FileHandle(forWritingTo: URL(fileURLWithPath: kmeans + "/model.json")).truncate(atOffset: 10)
    #expect(try findings().problems.first?.contains("has 10 bytes instead of") == true)
    try mend(["kmeans": "ran"])
    try FileManager.default.removeItem(atPath: kmeans + "/profiles.parquet")
    #expect(try findings() == (1, ["profiles.parquet is missing"]))
    try mend(["kmeans": "ran"])
    try edit(kmeans + "/manifest.json") { $0.replacing("\"rows\": 3", with: "\"rows\": 4") }
    #expect(try findings() == (1, ["manifest.json is missing or was altered"]))
    try mend(["kmeans": "ran"])
    try edit(root + "/journal.ndjson") { $0 + "{\"at\":\"torn" }
    #expect(try findings() == (1, ["this line cannot be understood"]))
    try mend()
    try FileManager.default.removeItem(atPath: root + "/current/rfm".replacing("rfm", with: "features"))
    #expect(try findings() == (1, ["does not lead to the current version"]))
    try mend()
    try FileManager.default.removeItem(atPath: root + "/report/index.html")
    try mend()
    #expect(FileManager.default.fileExists(atPath: root + "/report/index.html"))
    // Strays are told, and are no damage.
    try "x".write(toFile: root + "/notes.txt", atomically: true, encoding: .utf8)
    try "x".write(toFile: kmeans + "/extra", atomically: true, encoding: .utf8)
    let stray = try findings("--deep")
    #expect(stray.code == 0 && stray.problems.count == 2, "\(stray)")
    #expect(try project.palier("verify", output).output.contains("stray: "))
  }

  /// What says which versions are current can be lost; what is on disk tells.
  @Test(arguments: ["current", "journal", "current+journal", "cache", "everything"])
  func whatIsLostIsMadeAgain(_ lost: String) throws {
    let project = try CrashProject.shared.get()
    let output = try project.output(from: .first)
    defer { project.remove(output) }
    #expect(try project.run(output, .second).code == 0)
    let root = project.folder.path(output)
    let isAll = lost == "everything"
    if lost.contains("current") || isAll { try edit(root + "/current.json") { String($0.dropLast(9)) } }
    if lost.contains("journal") || isAll { try edit(root + "/journal.ndjson") { _ in "\u{0}\u{0}\u{0}\n" } }
    if lost == "cache" || isAll { try edit(root + "/cache/digests.json") { String($0.dropFirst(7)) } }
    let read = try project.palier("path", output, ["kmeans.model"])
    #expect(read.code == 0, "\(read.errors)")
    if lost.contains("current") || isAll { #expect(read.errors.contains("what was current is taken from")) }
    let run = try project.run(output, .second)
    #expect(run.contentDigests == project.digests[.second] && run.verdicts.values.allSatisfy { $0 == "fresh" })
    if lost != "cache" { #expect(run.json["warnings"]?.array?.isEmpty == false) }
    #expect(try OutputAudit(root).faults == [])
    #expect(try project.palier("verify", output, ["--deep", "--json"]).json["findings"] == [])
    #expect(try project.run(output, .second).json["warnings"] == [])
  }

  @Test func aClockThatGoesBackLeavesRunsInOrder() throws {
    let project = try CrashProject.shared.get()
    let output = try project.output(from: .first)
    defer { project.remove(output) }
    // A run from a time to come: to those that follow it, the clock has gone back.
    let runs = project.folder.path(output + "/runs")
    let future = "29990101T000000Z-0000"
    try FileManager.default.createDirectory(atPath: runs + "/" + future, withIntermediateDirectories: true)
    try "{\"run_id\":\"\(future)\",\"status\":\"succeeded\",\"stages\":[]}"
      .write(toFile: runs + "/\(future)/run.json", atomically: true, encoding: .utf8)
    let second = try id(project.run(output, .second))
    let third = try id(project.run(output, .first))
    #expect(future < second && second < third)
    let history = try #require(project.palier("history", output, ["--json"]).json.array)
    #expect(history.prefix(3).map { $0["run_id"]?.string } == [third, second, future])
    #expect(history[0]["started_at"]?.string?.hasPrefix("2999") == false)
  }

  // MARK: - Support

  /// Flips a bit in the middle of a file, and puts its time of modification back.
  private func flip(_ path: String) throws {
    let url = URL(fileURLWithPath: path).resolvingSymlinksInPath()
    let modified = try FileManager.default.attributesOfItem(atPath: url.path)[.modificationDate]
    var bytes = try Data(contentsOf: url)
    bytes[bytes.count / 2] ^= 1
    let file = try FileHandle(forWritingTo: url)
    try file.write(contentsOf: bytes)
    try file.close()
    try FileManager.default.setAttributes([.modificationDate: try #require(modified)], ofItemAtPath: url.path)
  }

  private func edit(_ path: String, _ change: (String) -> String) throws {
    let text = try String(contentsOfFile: path, encoding: .utf8)
    let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
    try file.truncate(atOffset: 0)
    try file.write(contentsOf: Data(change(text).utf8))
    try file.close()
  }

  /// Bytes of all files below a path, a shared one once.
  private func bytes(_ path: String) throws -> Int {
    let listed = try Command.run("/usr/bin/find", [path, "-type", "f", "-printf", "%i %s\\n"])
    let lines = Set(listed.output.split(separator: "\n"))
    return lines.reduce(0) { $0 + (Int($1.split(separator: " ").last ?? "") ?? 0) }
  }
}
