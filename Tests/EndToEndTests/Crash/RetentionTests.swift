import Foundation
import JSON
import TestSupport
import Testing

/// What a pipeline's retention does by itself and over time, and output folders that cannot be written to.
@Suite struct RetentionTests {
  /// A project of the test's own, whose config it may change.
  private func project(retention: String) throws -> TemporaryDirectory {
    let shared = try CrashProject.shared.get()
    let folder = try TemporaryDirectory()
    for name in ["stages", "data", "charts.js"] {
      try FileManager.default.copyItem(atPath: shared.folder.path(name), toPath: folder.path(name))
    }
    let config = try String(contentsOfFile: shared.folder.path("pipeline.json"), encoding: .utf8)
    try folder.write(
      "pipeline.json",
      config.replacing("\"name\": \"crash\",", with: "\"name\": \"crash\", \"retention\": \(retention),"))
    return folder
  }

  private func palier(
    _ folder: TemporaryDirectory, _ arguments: String..., now: String? = nil
  ) throws -> PalierProcess {
    var environment = ["PALIER_PLOTLY": folder.path("charts.js")]
    environment["PALIER_NOW"] = now
    return try PalierProcess.run(arguments, in: folder.root, environment: environment)
  }

  private func versions(_ folder: TemporaryDirectory, _ stage: String) -> Int {
    (try? FileManager.default.contentsOfDirectory(atPath: folder.path("output/artifacts/\(stage)")))?.count ?? 0
  }

  @Test func aRunCollectsByItselfWhereItIsToldTo() throws {
    let folder = try project(retention: "{ \"auto\": true, \"keep_runs\": 1, \"keep_days\": 0 }")
    for k in 2...4 {
      let run = try palier(folder, "run", "-s", "+kmeans", "--set", "kmeans.k=\(k)", "--json")
      #expect(run.code == 0 && run.json["warnings"] == [], "\(run.errors)")
    }
    // What was current a moment ago stays, however few runs are to be kept.
    #expect(versions(folder, "kmeans") == 3)
    let later = "\(Calendar.current.component(.year, from: Date()) + 1)-01-01T00:00:00Z"
    let run = try palier(folder, "run", "-s", "+kmeans", "--set", "kmeans.k=5", "--json", now: later)
    #expect(run.code == 0, "\(run.errors)")
    #expect(versions(folder, "kmeans") == 1 && versions(folder, "ingest") == 1)
    #expect(try palier(folder, "history", "--json").json.array?.count == 1)
    #expect(try palier(folder, "verify", "--deep", "--json").json["findings"] == [])
    // A run that changes nothing collects nothing.
    #expect(try palier(folder, "run", "-s", "+kmeans", "--set", "kmeans.k=5").code == 0)
    #expect(try palier(folder, "history", "--json").json.array?.count == 2)
  }

  @Test func runsAndQuarantineAgeByTheClock() throws {
    let folder = try project(retention: "{ \"keep_runs\": 1, \"keep_days\": 30, \"max_size\": \"10GB\" }")
    #expect(try palier(folder, "run", "-s", "+kmeans").code == 0)
    #expect(try palier(folder, "run", "-s", "+kmeans", "--set", "kmeans.k=4").code == 0)
    let history = try #require(palier(folder, "history", "--json").json.array)
    let oldest = try #require(history.last?["run_id"]?.string)
    let quarantined = "features-\(oldest)"
    try folder.write("output/quarantine/\(quarantined)/manifest.json", "{}")
    let young = try palier(folder, "gc", "--json")
    #expect(young.json["versions"] == [] && young.json["quarantine"] == [], "\(young.output) \(young.errors)")
    let later = "\(Calendar.current.component(.year, from: Date()) + 1)-12-31T00:00:00Z"
    let old = try palier(folder, "gc", "--apply", "--json", now: later)
    #expect(old.json["versions"]?.array?.map { $0["stage"] } == ["kmeans"], "\(old.output)")
    #expect(old.json["runs"] == [.string(oldest)] && old.json["quarantine"] == [.string(quarantined)])
    #expect(!FileManager.default.fileExists(atPath: folder.path("output/quarantine/\(quarantined)")))
    #expect(try palier(folder, "verify", "--deep").code == 0)
  }

  @Test func retentionIsReadStrictly() throws {
    let folder = try project(retention: "{ \"max_size\": \"big\", \"auto\": 1, \"keep_weeks\": 2 }")
    let check = try palier(folder, "check")
    #expect(check.code == 2)
    for part in ["\"big\" is no amount of bytes", "\"auto\" should be true or false", "\"keep_weeks\" is no key"] {
      #expect(check.errors.contains(part), "\(check.errors)")
    }
  }

  /// On a file system of its own, where this user may make one.
  @Test func aReadOnlyOutputServesReadersAndRefusesRuns() throws {
    let project = try CrashProject.shared.get()
    let output = try project.output()
    let disk = project.folder.path(output)
    try FileManager.default.createDirectory(atPath: disk, withIntermediateDirectories: true)
    let mount = try Command.run("/bin/mount", ["-t", "tmpfs", "-o", "size=32m", "tmpfs", disk])
    guard mount.code == 0 else {
      print("skipped: this user cannot mount a file system: \(mount.errors)")
      return
    }
    defer { _ = try? Command.run("/bin/umount", ["-l", disk]) }
    #expect(try project.run(output, .first).code == 0)
    #expect(try Command.run("/bin/mount", ["-o", "remount,ro", disk]).code == 0)
    for (verb, arguments) in [
      ("path", ["kmeans.model"]), ("show", ["kmeans.model"]), ("status", ["--exit-code"]), ("plan", []),
      ("history", []), ("verify", ["--deep"]), ("gc", []),
    ] {
      let read = try project.palier(verb, output, arguments)
      #expect(read.code == 0, "\(verb): \(read.errors)")
    }
    for (verb, arguments) in [("run", []), ("gc", ["--apply"])] {
      let refused = try project.palier(verb, output, arguments)
      #expect(refused.code == 1 && refused.errors.contains("--output"), "\(verb): \(refused.errors)")
      #expect(refused.errors.contains("Read-only file system"), "\(verb): \(refused.errors)")
    }
    #expect(try Command.run("/bin/mount", ["-o", "remount,rw", disk]).code == 0)
    #expect(try project.run(output, .first).verdicts.values.allSatisfy { $0 == "fresh" })
  }
}
