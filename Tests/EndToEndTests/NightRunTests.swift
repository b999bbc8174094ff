import Foundation
import JSON
import TestSupport
import Testing

/// What a run leaves behind for whoever was asleep: its log, its notices, its figures.
@Suite struct NightRunTests {
  /// A small project whose newest line is of the afternoon of the last day of its files.
  private func sandbox(_ config: (old: String, new: String)...) throws -> (Sandbox, lastDay: String) {
    let sandbox = try Sandbox()
    for edit in config { try sandbox.edit("pipeline.json", edit.old, edit.new) }
    return (sandbox, String(try #require(sandbox.sampleFiles().last).dropLast(4)))
  }

  private static let freshness = (
    old: "\"files\": [\"data/sample/*.csv\"] }",
    new:
      "\"files\": [\"data/sample/*.csv\"], \"freshness\": { \"warn_after\": \"2 days\", \"error_after\": \"4 days\" } }"
  )

  private static func adding(_ members: String) -> (old: String, new: String) {
    ("\"retention\": {", members + ", \"retention\": {")
  }

  /// A program that keeps what it reads under the name it is given.
  private func keeper(in sandbox: Sandbox) throws {
    let path = try sandbox.folder.write("keep.sh", "#!/bin/sh\ncat > \"$1\"\necho kept\n")
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
  }

  /// The time so many days after the day of the newest data.
  private func days(_ count: Int, after day: String) throws -> String {
    let start = try Date("\(day)T23:00:00Z", strategy: .iso8601)
    return (start + Double(count) * 86_400).formatted(.iso8601)
  }

  private func log(of run: PalierProcess, _ sandbox: Sandbox) throws -> String {
    let last = try lastRun(sandbox)
    let id = try #require(run.json["run_id"]?.string ?? last)
    return try sandbox.text("output/runs/\(id)/log.txt")
  }

  private func lastRun(_ sandbox: Sandbox) throws -> String? {
    try FileManager.default.contentsOfDirectory(atPath: sandbox.folder.path("output/runs")).max()
  }

  /// Where the data name no time their files' counts, each night anew, though nothing in them changed.
  @Test func theSameFileDeliveredAgainIsNew() throws {
    let folder = try TemporaryDirectory()
    let file = try folder.write("d/a.csv", "x\n")
    let config = """
      { "name": "p",
        "sources": { "sales": { "kind": "table", "files": ["d/*.csv"],
          "columns": { "customer_id": "c", "occurred_at": "t", "amount": "a" }, "freshness": { "warn_after": "1 day" } } },
        "stages": [{ "id": "s", "kind": "command", "command": ["/bin/sh", "-c", "echo 1 > $PALIER_OUTPUT_OUT"],
          "inputs": ["source:sales"], "outputs": { "out": "csv" } }] }
      """
    try folder.write("p.json", config)
    func night(delivered: String, now: String) throws -> PalierProcess {
      try FileManager.default.setAttributes(
        [.modificationDate: Date(delivered, strategy: .iso8601)], ofItemAtPath: file)
      return try PalierProcess.run(
        ["run", "-c", "p.json", "--json", "--progress", "none"], in: folder.root, environment: ["PALIER_NOW": now])
    }
    let old = try night(delivered: "2024-01-07T00:00:00Z", now: "2024-01-09T00:00:00Z")
    #expect(old.code == 0 && old.errors.contains("the newest data is 2 days old"), "\(old.errors)")
    let again = try night(delivered: "2024-01-08T12:00:00Z", now: "2024-01-09T00:00:00Z")
    #expect(again.verdicts["s"] == "fresh" && !again.errors.contains("age of source"), "\(again.errors)")
  }

  @Test func aNightWithoutNewDataIsTold() throws {
    let (sandbox, day) = try sandbox(Self.freshness)
    func run(_ later: Int, _ arguments: String...) throws -> PalierProcess {
      try PalierProcess.run(
        ["run", "--json", "--progress", "none"] + arguments, in: sandbox.folder.root,
        environment: ["PALIER_NOW": days(later, after: day)])
    }
    let first = try run(0)
    #expect(first.code == 0 && !first.errors.contains("age of source"), "\(first.errors)")
    // Nothing runs, and the age is judged all the same.
    let warned = try run(3)
    #expect(warned.code == 0 && warned.verdicts.values.allSatisfy { $0 == "fresh" })
    #expect(warned.errors.contains("age of source sales: the newest data is 3 days"), "\(warned.errors)")
    let current = try sandbox.text("output/current.json")
    let failed = try run(5)
    #expect(failed.code == 3 && failed.json["status"]?.string == "check_failed", "\(failed.errors)")
    #expect(failed.errors.contains("at most 4 days") && failed.errors.contains("mend: "), "\(failed.errors)")
    #expect(try sandbox.text("output/current.json") == current)
    // No time enters a result: another clock, the same content.
    let other = try run(1, "--output", "other")
    #expect(other.contentDigests == first.contentDigests)
    // Other bounds are judged without reading anything again.
    try sandbox.edit("pipeline.json", "\"error_after\": \"4 days\"", "\"error_after\": \"9 days\"")
    #expect(try run(5).verdicts.values.allSatisfy { $0 == "fresh" })
    for verb in ["status", "plan"] {
      let shown = try PalierProcess.run(
        [verb], in: sandbox.folder.root, environment: ["PALIER_NOW": days(20, after: day)])
      #expect(shown.code == 0 && shown.output.contains("too old: source sales: newest data 20 days"), "\(shown.output)")
      let json = try PalierProcess.run(
        [verb, "--json"], in: sandbox.folder.root, environment: ["PALIER_NOW": days(3, after: day)]
      ).json
      #expect(json["sources"]?[0]?["verdict"]?.string == "warn" && json["sources"]?[0]?["basis"]?.string == "data")
    }
    #expect(try sandbox.palier("status", environment: ["PALIER_NOW": "tomorrow"]).code == 2)
  }

  /// An output's own age is judged at every run too, from what was measured when it was made.
  @Test func anOutputWithoutNewRowsIsTold() throws {
    let (sandbox, day) = try sandbox(
      (
        "{ \"min_rows\": 1 }",
        "{ \"freshness\": { \"column\": \"occurred_at\", \"within\": \"36 hours\", \"of\": \"now\" } }"
      ))
    for (later, code) in [(0, 0), (0, 0), (2, 3), (0, 0)] as [(Int, Int32)] {
      let run = try PalierProcess.run(
        ["run", "--json", "--progress", "none"], in: sandbox.folder.root,
        environment: ["PALIER_NOW": days(later, after: day)])
      #expect(run.code == code, "\(run.errors)")
      #expect(run.errors.contains("check \"freshness occurred_at\" of clean_returns.lines") == (code == 3))
    }
    // Built when it is too old already: kept, not published, and published once it is allowed.
    let late = try PalierProcess.run(
      ["run", "--json", "--output", "late"], in: sandbox.folder.root, environment: ["PALIER_NOW": days(9, after: day)])
    #expect(late.code == 3 && !FileManager.default.fileExists(atPath: sandbox.folder.path("late/current.json")))
    let allowed = try PalierProcess.run(
      ["run", "--json", "--output", "late"], in: sandbox.folder.root, environment: ["PALIER_NOW": days(0, after: day)])
    #expect(allowed.code == 0 && allowed.verdicts["clean_returns"] == "restored", "\(allowed.verdicts)")
  }

  @Test func failuresAndRecoveriesAreTold() throws {
    let (sandbox, _) = try sandbox(
      Self.adding(
        """
        "notify": {
          "on_failure": { "command": ["./keep.sh", "failure.json"] },
          "on_recovery": { "command": ["./keep.sh", "recovery.json"] },
          "on_warning": { "command": ["./keep.sh", "warning.json"], "include_rows": true } }
        """),
      (
        "{ \"unique\": [\"customer_id\"] }",
        "{ \"unique\": [\"customer_id\"] }, { \"unique\": [\"segment\"], \"severity\": \"warn\" }"
      ))
    try keeper(in: sandbox)
    func told(_ name: String) throws -> JSON? {
      let path = sandbox.folder.path(name)
      guard FileManager.default.fileExists(atPath: path) else { return nil }
      let json = try JSON.parse(sandbox.text(name))
      try FileManager.default.removeItem(atPath: path)
      return json
    }
    #expect(try sandbox.run().code == 0)
    #expect(try told("failure.json") == nil && told("recovery.json") == nil)
    // A warning with the rows that it was asked for.
    let warning = try #require(try told("warning.json"))
    #expect(warning["event"]?.string == "warning" && warning.text().contains("\"sample\":[{\"segment\""))
    // The dashboard tells it as well.
    #expect(try sandbox.text("output/report/data/run.js").contains("finding.repeated"))
    // A check that fails: counts, and no values.
    try sandbox.edit("pipeline.json", "[\"segment\"], \"severity\": \"warn\"", "[\"segment\"]")
    let failed = try sandbox.run()
    #expect(failed.code == 3)
    let notice = try #require(try told("failure.json"))
    #expect(notice["status"]?.string == "check_failed" && notice["run_id"] == failed.json["run_id"])
    #expect(notice["text"]?.string?.contains("stand more than once") == true, "\(notice.text())")
    #expect(!notice.text().contains("champions") && !notice.text().contains("sample\":["))
    #expect(try log(of: failed, sandbox).contains("told on_failure: "))
    // A run that cannot begin is told too, and stands in the history.
    let missing = try sandbox.run("--source", "sales=nowhere.csv")
    #expect(missing.code == 2)
    #expect(try told("failure.json")?["error"]?.string?.contains("nowhere.csv") == true)
    let history = try sandbox.palier("history", "--json").json.array ?? []
    #expect(history.contains { $0["status"]?.string == "failed" && $0["causes"]?.text().contains("nowhere") == true })
    try sandbox.edit("pipeline.json", "{ \"unique\": [\"segment\"] }", "{ \"min_rows\": 1 }")
    #expect(try sandbox.run().code == 0)
    #expect(try told("recovery.json")?["event"]?.string == "recovery")
    #expect(try sandbox.run().code == 0)
    #expect(try told("recovery.json") == nil && told("failure.json") == nil)
    // A rollback in between is no success, and hides no failure.
    #expect(try sandbox.run("--set", "rfm.bins=4").code == 0)
    #expect(try sandbox.run("--source", "sales=nowhere.csv").code == 2)
    #expect(try told("failure.json") != nil)
    #expect(try sandbox.palier("rollback", "previous").code == 0)
    #expect(try sandbox.run().code == 0)
    #expect(try told("recovery.json") != nil)
    // Neither does another run's lock, which leaves no record.
    let lock = open(sandbox.folder.path("output/lock"), O_RDWR)
    #expect(flock(lock, LOCK_EX) == 0)
    #expect(try sandbox.run("--lock-timeout", "0.1").code == 4)
    #expect(try told("failure.json") != nil)
    close(lock)
    #expect(try sandbox.palier("verify").code == 0)
    #expect(try sandbox.run().code == 0)
    #expect(try told("recovery.json")?["event"]?.string == "recovery")
    #expect(try sandbox.run().code == 0)
    #expect(try told("recovery.json") == nil)
  }

  @Test func hooksThatFailChangeNothing() throws {
    let (sandbox, _) = try sandbox(
      Self.adding(
        """
        "notify": { "on_failure": {
          "command": ["sh", "-c", "sleep 60"], "timeout": "1 s", "webhook": { "url_env": "PALIER_TEST_URL" } } }
        """))
    #expect(try sandbox.run().code == 0)
    let start = Date()
    let unset = try sandbox.run("--set", "kmeans.k=3", "--source", "sales=nowhere.csv")
    #expect(unset.code == 2 && Date().timeIntervalSince(start) < 20)
    #expect(unset.errors.contains("on_failure: sh: did not end within 1 second"), "\(unset.errors)")
    #expect(unset.errors.contains("the environment has no PALIER_TEST_URL"), "\(unset.errors)")
    #expect(try log(of: unset, sandbox).contains("did not end within 1 second"))
    try sandbox.edit("pipeline.json", "\"sh\", \"-c\", \"sleep 60\"", "\"palier-no-such-program\"")
    let refused = try PalierProcess.run(
      ["run", "--json", "--source", "sales=nowhere.csv"], in: sandbox.folder.root,
      environment: ["PALIER_TEST_URL": "http://127.0.0.1:9/hook?token=secret"])
    #expect(refused.code == 2 && refused.errors.contains("there is no program \"palier-no-such-program\""))
    let curl = FileManager.default.isExecutableFile(atPath: "/usr/bin/curl")
    #expect(refused.errors.contains(curl ? "webhook: ended with exit code" : "there is no program \"curl\""))
    #expect(!refused.errors.contains("secret"), "\(refused.errors)")
  }

  /// The URL and its token are in what curl reads, not among its arguments.
  @Test func webhooksArePostedByCurl() throws {
    let (sandbox, _) = try sandbox(
      Self.adding("\"notify\": { \"on_failure\": { \"webhook\": { \"url_env\": \"PALIER_TEST_URL\" } } }"))
    let fake = try sandbox.folder.write(
      "bin/curl", "#!/bin/sh\ncat > \"$KEEP\"\necho \"$@\" > \"$KEEP.args\"\n")
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: fake)
    let kept = sandbox.folder.path("posted")
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    let url = "https://chat.example/hook?token=se\"cr\\et"
    let run = try PalierProcess.run(
      ["run", "--json", "--source", "sales=nowhere.csv"], in: sandbox.folder.root,
      environment: [
        "PALIER_TEST_URL": url, "KEEP": kept, "PATH": "\(sandbox.folder.path("bin")):\(path)",
      ])
    #expect(run.code == 2 && !run.errors.contains("webhook"), "\(run.errors)")
    let settings = try sandbox.text("posted").split(separator: "\n").reduce(into: [String: String]()) {
      let parts = $1.split(separator: " = ", maxSplits: 1)
      $0[String(parts[0])] = Self.unescaped(parts[1].dropFirst().dropLast())
    }
    #expect(settings["url"] == url)
    let body = try JSON.parse(try #require(settings["data-binary"]))
    #expect(body["event"]?.string == "failure" && body["error"]?.string?.contains("nowhere.csv") == true)
    #expect(try !sandbox.text("posted.args").contains("token"))
  }

  private static func unescaped(_ text: Substring) -> String {
    var out = ""
    var rest = text
    while let sign = rest.popFirst() {
      guard sign == "\\", let next = rest.popFirst() else {
        out.append(sign)
        continue
      }
      out.append(next == "n" ? "\n" : next)
    }
    return out
  }

  // MARK: - Metrics

  /// A sample: its labels and its value.
  private struct Sample {
    let labels: [String: String]
    let value: Double
  }

  /// Reads the text format strictly: help and type before the samples of each metric, no metric twice.
  private func parse(_ text: String) throws -> [String: [Sample]] {
    #expect(text.hasSuffix("\n"))
    var samples: [String: [Sample]] = [:]
    var typed: Set<String> = []
    var current = ""
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
      if line.hasPrefix("# HELP ") {
        current = String(line.split(separator: " ")[2])
        #expect(samples[current] == nil && current.wholeMatch(of: /[a-zA-Z_:][a-zA-Z0-9_:]*/) != nil, "\(line)")
      } else if line.hasPrefix("# TYPE ") {
        #expect(line == "# TYPE \(current) gauge" && typed.insert(current).inserted, "\(line)")
      } else {
        let match = try #require(line.wholeMatch(of: /([a-zA-Z_:][\w:]*)(\{(.*)\})? (\S+)/), "\(line)")
        #expect(match.1 == current && typed.contains(current), "\(line)")
        var labels: [String: String] = [:]
        for label in (match.3 ?? "").matches(of: /([a-zA-Z_]\w*)="((?:[^"\\\n]|\\["\\n])*)"(,|$)/) {
          labels[String(label.1)] = Self.unescaped(label.2)
        }
        samples[current, default: []].append(Sample(labels: labels, value: try #require(Double(match.4), "\(line)")))
      }
    }
    return samples
  }

  @Test func metricsTellOfEveryRun() throws {
    let (sandbox, day) = try sandbox(
      Self.freshness, ("\"name\": \"sample\"", "\"name\": \"a \\\"shop\\\" \\\\ more\""),
      Self.adding("\"metrics\": { \"textfile\": \"metrics/palier.prom\" }"))
    func run(_ later: Int, _ arguments: String...) throws -> (PalierProcess, [String: [Sample]]) {
      let run = try PalierProcess.run(
        ["run", "--json", "--progress", "none"] + arguments, in: sandbox.folder.root,
        environment: ["PALIER_NOW": days(later, after: day)])
      return (run, try parse(sandbox.text("metrics/palier.prom")))
    }
    let (good, first) = try run(1)
    #expect(good.code == 0, "\(good.errors)")
    func value(_ name: String, _ samples: [String: [Sample]], _ labels: [String: String] = [:]) -> Double? {
      samples[name]?.first { sample in labels.allSatisfy { sample.labels[$0] == $1 } }?.value
    }
    #expect(first.values.joined().allSatisfy { $0.labels["pipeline"] == "a \"shop\" \\ more" })
    #expect(value("palier_last_run_success", first) == 1 && value("palier_stages_stale", first) == 0)
    let now = try Date(days(1, after: day), strategy: .iso8601).timeIntervalSince1970
    #expect(value("palier_last_success_timestamp_seconds", first) == now)
    for stage in good.json["stages"]?.array ?? [] {
      let id = try #require(stage["id"]?.string)
      #expect(value("palier_stage_ran", first, ["stage": id]) == 1)
      #expect(value("palier_stage_duration_seconds", first, ["stage": id]) ?? 0 > 0)
      for output in stage["outputs"]?.object ?? [] where output.value["rows"]?.int != nil {
        let rows = value("palier_stage_rows", first, ["stage": id, "output": output.key])
        #expect(rows == output.value["rows"]?.double)
      }
    }
    let age = try #require(value("palier_source_age_seconds", first, ["source": "sales"]))
    #expect(age > 86_400 && age < 2.5 * 86_400)
    // A run that cannot begin: the last success stays.
    let (failed, second) = try run(2, "--source", "sales=nowhere.csv")
    #expect(failed.code == 2 && value("palier_last_run_success", second) == 0)
    #expect(value("palier_last_run_status", second, ["status": "failed"]) == 1)
    #expect(value("palier_last_success_timestamp_seconds", second) ?? 0 > 0)
    #expect(value("palier_stages_stale", second) == Double(good.verdicts.count))
    let (old, third) = try run(9)
    #expect(old.code == 3 && value("palier_checks_failed", third, ["severity": "error"]) == 1)
    #expect(try FileManager.default.contentsOfDirectory(atPath: sandbox.folder.path("metrics")) == ["palier.prom"])
    // The command line's file instead; one that cannot be written is told and changes nothing.
    let (elsewhere, _) = try run(1, "--metrics", "pipeline.json/x.prom")
    #expect(elsewhere.code == 0 && elsewhere.errors.contains("the metrics could not be written"))
  }

  // MARK: - Logs

  /// Each kind of failure, read in the log alone: the stage, the cause, the next step.
  @Test func everyFailureIsToldInTheLog() throws {
    let (sandbox, _) = try sandbox()
    let good = try sandbox.run()
    #expect(good.code == 0)
    func expectLog(_ run: PalierProcess, code: Int32, _ words: String..., at place: SourceLocation = #_sourceLocation)
      throws
    {
      #expect(run.code == code, "\(run.errors)", sourceLocation: place)
      let text = try log(of: run, sandbox)
      for word in words { #expect(text.contains(word), "\(text)", sourceLocation: place) }
      for line in text.split(separator: "\n") {
        #expect(line.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ .+/) != nil, "\(line)", sourceLocation: place)
      }
    }
    try expectLog(good, code: 0, "rfm: ran in ", "(no version exists yet)", "succeeded after ")
    try expectLog(
      sandbox.run("--source", "sales=nowhere.csv"), code: 2, "failed before any stage ran",
      "there is no file nowhere.csv",
      "mend: check the path", "nothing was published")
    try sandbox.folder.write("wrong.csv", "a,b\n1,2\n")
    try expectLog(
      sandbox.run("--source", "sales=wrong.csv"), code: 2, "ingest: failed after", "wrong.csv:1:1: the header lacks",
      "mend: ", "run it again")
    let summary = try sandbox.text("stages/summary.sql")
    try sandbox.folder.write("stages/summary.sql", summary + "\n-- output: odd\nSELECT nope FROM rfm_customers\n")
    try expectLog(
      sandbox.run(), code: 1, "summary: failed after", "stages/summary.sql:", "nope", "failed after ")
    try sandbox.folder.write("stages/summary.sql", summary)
    try expectLog(
      PalierProcess.run(
        ["run", "--json", "-f", "rfm"], in: sandbox.folder.root, environment: ["PALIER_DUCKDB": "/nowhere/libduckdb.so"]
      ),
      code: 1, "rfm: failed after", "/nowhere/libduckdb.so", "unset it or point it at")
    let paths = try sandbox.palier("path", "features.customers").output
    let torn = try #require(paths.split(separator: "\n").first)
    try Data("torn".utf8).write(to: URL(fileURLWithPath: String(torn)))
    try expectLog(
      sandbox.run(), code: 0, "features: ran", "the current version is damaged: customers.parquet has 4 bytes")
    try sandbox.edit("pipeline.json", "{ \"unique\": [\"customer_id\"] }", "{ \"max_rows\": 3 }")
    try expectLog(
      sandbox.run(), code: 3, "rfm: failed after", "check \"max_rows 3\" of rfm.customers: ", "at most 3 are expected",
      "mend: mend the data, the stage or the check", "check failed after")
    let lock = open(sandbox.folder.path("output/lock"), O_RDWR)
    #expect(flock(lock, LOCK_EX) == 0)
    // A run that never held the folder has none of its own in it.
    let runs = try FileManager.default.contentsOfDirectory(atPath: sandbox.folder.path("output/runs"))
    let locked = try sandbox.run("--lock-timeout", "0.1", "--log-dir", "locked")
    #expect(locked.code == 4 && locked.errors.contains("did not end in 0.1 s"), "\(locked.errors)")
    let file = try #require(FileManager.default.contentsOfDirectory(atPath: sandbox.folder.path("locked")).first)
    let text = try sandbox.text("locked/\(file)")
    #expect(text.contains("failed before any stage ran: ") && text.contains("mend: wait for it"), "\(text)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: sandbox.folder.path("output/runs")) == runs)
    close(lock)
    let elsewhere = try sandbox.run("--log-dir", "logs", "--set", "returns=keep")
    #expect(elsewhere.code == 3)
    let names = try FileManager.default.contentsOfDirectory(atPath: sandbox.folder.path("logs"))
    #expect(names == ["\(elsewhere.json["run_id"]?.string ?? "").log"])
  }
}
