import Foundation
import JSON
import TestSupport
import Testing

/// `palier schedule`: what it prints runs, and what it installs is its own.
@Suite struct ScheduleTests {
  /// A project in a folder whose name needs quoting everywhere.
  private func project() throws -> (folder: TemporaryDirectory, root: String) {
    let folder = try TemporaryDirectory()
    let root = folder.path("a $b \"c\" 100% d'e\\f")
    try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
    try Data("-- output: out\nSELECT ${v} AS v\n".utf8).write(to: URL(fileURLWithPath: root + "/a.sql"))
    let config =
      "{ \"name\": \"Shop N° 1\", \"parameters\": { \"v\": 1 }, \"stages\": [ { \"id\": \"a\", \"kind\": \"sql\", "
      + "\"sql\": \"a.sql\", \"inputs\": [], \"parameters\": [\"v\"] } ] }"
    try Data(config.utf8).write(to: URL(fileURLWithPath: root + "/pipeline.json"))
    return (folder, root)
  }

  private func palier(
    _ root: String, _ arguments: String..., environment: [String: String] = [:]
  ) throws -> PalierProcess {
    try PalierProcess.run(["schedule"] + arguments, in: root, environment: environment)
  }

  private func setting(_ name: String, _ unit: String) throws -> String {
    let lines = unit.split(separator: "\n").filter { $0.hasPrefix(name + "=") }
    #expect(lines.count == 1, "\(unit)")
    return String(try #require(lines.first).dropFirst(name.count + 1))
  }

  /// A command line as systemd reads it.
  private func words(_ line: String) -> [String] {
    var words: [String] = []
    var rest = line[...]
    while let open = rest.firstIndex(of: "\"") {
      rest = rest[rest.index(after: open)...]
      var word = ""
      while let sign = rest.popFirst(), sign != "\"" {
        guard sign == "\\" else {
          word.append(sign)
          continue
        }
        if let next = rest.popFirst() { word.append(next) }
      }
      let plain = word.replacing("%%", with: "%")
      words.append(words.isEmpty ? plain : plain.replacing("$$", with: "$"))
    }
    return words
  }

  @Test func thePrintedServiceRuns() throws {
    let (folder, root) = try project()
    let printed = try palier(root, "--json", "--at", "2:05", "--set", "v=50% of $HOME")
    #expect(printed.code == 0, "\(printed.errors)")
    let units = try #require(printed.json["units"])
    let service = try #require(units["palier-shop-n--1.service"]?.string)
    let timer = try #require(units["palier-shop-n--1.timer"]?.string)
    #expect(try setting("OnCalendar", timer) == "*-*-* 02:05:00" && setting("Persistent", timer) == "true")
    #expect(try setting("Type", service) == "oneshot")
    #expect(try setting("WorkingDirectory", service).replacing("%%", with: "%") == root)
    let log = try setting("StandardOutput", service).replacing("%%", with: "%")
    #expect(log == "append:\(root)/output/schedule.log")
    let words = try words(setting("ExecStart", service))
    #expect(words.suffix(2) == ["--set", "v=50% of $HOME"])
    let run = try Command.run(words[0], Array(words.dropFirst()), in: "/")
    #expect(run.code == 0, "\(run.errors)")
    let row = try PalierProcess.run(["show", "a.out", "--json"], in: root)
    #expect(row.json[0]?["v"]?.string == "50% of $HOME")
    withExtendedLifetime(folder) {}
  }

  @Test func thePrintedCronLineRuns() throws {
    let (folder, root) = try project()
    let file = try folder.write("env", "PALIER_TEST='x y'\n")
    let printed = try palier(root, "--cron", "--at", "23:59", "--env-file", file)
    #expect(printed.code == 0, "\(printed.errors)")
    let line = try #require(printed.output.split(separator: "\n").first { !$0.hasPrefix("#") })
    #expect(line.hasPrefix("59 23 * * * "))
    // cron ends a command at a % that has no backslash before it.
    #expect(line.replacing("\\%", with: "").contains("%") == false)
    let command = line.dropFirst("59 23 * * * ".count).replacing("\\%", with: "%")
    // Before anything ever ran.
    #expect(!FileManager.default.fileExists(atPath: root + "/output"))
    let run = try Command.run("/bin/sh", ["-c", String(command)])
    #expect(run.code == 0 && run.output.isEmpty && run.errors.isEmpty, "\(run.errors)")
    let log = try String(contentsOfFile: root + "/output/schedule.log", encoding: .utf8)
    #expect(log.contains("1 ran"), "\(log)")
  }

  @Test func unitsAreInstalledOnceAndRemoved() throws {
    let (folder, root) = try project()
    let units = folder.path("units")
    let install = ["--install", "--unit-dir", units]
    let without = try PalierProcess.run(["schedule", "--env-file", "none.env"] + install, in: root)
    #expect(
      without.code == 2 && without.errors.contains("none.env: there is no such file of variables"), "\(without.errors)")
    #expect(!FileManager.default.fileExists(atPath: units))
    let first = try PalierProcess.run(["schedule"] + install, in: root)
    #expect(first.code == 0 && first.output.contains("installed: every night at 03:00"), "\(first.errors)")
    let names = try FileManager.default.contentsOfDirectory(atPath: units).sorted()
    #expect(names == ["palier-shop-n--1.service", "palier-shop-n--1.timer"])
    #expect(FileManager.default.fileExists(atPath: root + "/output"))
    let analyze = "/usr/bin/systemd-analyze"
    if FileManager.default.isExecutableFile(atPath: analyze) {
      let verified = try Command.run(analyze, ["verify"] + names.map { "\(units)/\($0)" })
      #expect(verified.code == 0 && !verified.errors.contains("palier-"), "\(verified.errors)")
    } else {
      print("skipped: no systemd-analyze to verify the units with")
    }
    #expect(try PalierProcess.run(["schedule"] + install, in: root).output.contains("was installed already"))
    // Another time is an update of its own units.
    #expect(try PalierProcess.run(["schedule", "--at", "04:00"] + install, in: root).code == 0)
    let timer = try String(contentsOfFile: "\(units)/palier-shop-n--1.timer", encoding: .utf8)
    #expect(timer.contains("OnCalendar=*-*-* 04:00:00"))
    // Another pipeline of the same name, and a unit of somebody else's, are left alone.
    let (other, otherRoot) = try project()
    let foreign = try PalierProcess.run(["schedule"] + install, in: otherRoot)
    #expect(foreign.code == 2 && foreign.errors.contains("belongs to \(root)/pipeline.json"), "\(foreign.errors)")
    #expect(try PalierProcess.run(["schedule", "--uninstall", "--unit-dir", units], in: otherRoot).code == 2)
    try Data("[Unit]\n".utf8).write(to: URL(fileURLWithPath: units + "/mine.service"))
    let mine = try PalierProcess.run(["schedule", "--name", "mine"] + install, in: root)
    #expect(mine.code == 2 && mine.errors.contains("not made by palier schedule") && mine.errors.contains("--name"))
    #expect(try PalierProcess.run(["schedule", "--uninstall", "--unit-dir", units], in: root).code == 0)
    #expect(try FileManager.default.contentsOfDirectory(atPath: units) == ["mine.service"])
    let again = try PalierProcess.run(["schedule", "--uninstall", "--unit-dir", units], in: root)
    #expect(again.code == 0 && again.output.contains("nothing is installed"))
    withExtendedLifetime(other) {}
  }

  /// A crontab of the test's own.
  @Test func cronLinesAreInstalledOnceAndRemoved() throws {
    let (folder, root) = try project()
    let fake = try folder.write(
      "bin/crontab",
      "#!/bin/sh\nif [ \"$1\" = -l ]; then [ -f \"$TABLE\" ] || exit 1; cat \"$TABLE\"; else cat > \"$TABLE\"; fi\n")
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: fake)
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    let environment = ["PATH": "\(folder.path("bin")):\(path)", "TABLE": folder.path("table")]
    func table() throws -> String { try String(contentsOfFile: folder.path("table"), encoding: .utf8) }
    func cron(_ arguments: String...) throws -> PalierProcess {
      try PalierProcess.run(["schedule", "--cron"] + arguments, in: root, environment: environment)
    }
    #expect(try cron("--install").code == 0)
    #expect(try table().split(separator: "\n").count == 2)
    try folder.write("table", "# own\n5 5 * * * true\n" + table())
    let before = try table()
    #expect(try cron("--install").output.contains("was installed already") && table() == before)
    #expect(try cron("--install", "--at", "04:30").code == 0)
    #expect(try table().contains("\n30 4 * * * ") && !table().contains("\n0 3 * * * "))
    #expect(try cron("--uninstall").code == 0 && table() == "# own\n5 5 * * * true\n")
    #expect(try cron("--uninstall").output.contains("nothing is installed"))
  }

  @Test func whatCannotBeScheduledIsRefused() throws {
    let (folder, root) = try project()
    for arguments in [
      ["--at", "25:00"], ["--at", "3"], ["--systemd", "--cron"], ["--install", "--uninstall"], ["--name", "a/b"],
      ["--cron", "--user"], ["--set", "v=a\nb"], ["--set", "w=1"],
    ] {
      let run = try PalierProcess.run(["schedule"] + arguments, in: root)
      #expect(run.code == 2 && run.output.isEmpty, "\(arguments): \(run.output)\(run.errors)")
    }
    withExtendedLifetime(folder) {}
  }
}
