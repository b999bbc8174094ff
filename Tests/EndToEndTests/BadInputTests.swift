import Foundation
import JSON
import TestSupport
import Testing

/// Bad input gives a message with place and mend, the right exit code, and leaves earlier results current.
@Suite struct BadInputTests {
  /// A project with a good run behind it.
  private func project() throws -> (sandbox: Sandbox, current: String) {
    let sandbox = try Sandbox()
    let run = try sandbox.run()
    #expect(run.code == 0, "\(run.errors)")
    return (sandbox, try sandbox.text("output/current.json"))
  }

  private func expectFailure(
    _ sandbox: Sandbox, _ current: String, _ arguments: String..., code: Int32, says words: String...,
    location: SourceLocation = #_sourceLocation
  ) throws {
    let run = try PalierProcess.run(["run", "--progress", "none"] + arguments, in: sandbox.folder.root)
    #expect(run.code == code, "\(run.errors)", sourceLocation: location)
    for word in words { #expect(run.errors.contains(word), "\(run.errors)", sourceLocation: location) }
    #expect(try sandbox.text("output/current.json") == current, sourceLocation: location)
    #expect(run.errors.contains("mend: ") || run.errors.contains("nothing was published"), sourceLocation: location)
  }

  private static let header = "Invoice,StockCode,Description,Quantity,InvoiceDate,Price,Customer ID,Country\n"

  @Test func sourcesThatCannotBeRead() throws {
    let (sandbox, current) = try project()
    try expectFailure(sandbox, current, "--source", "sales=missing.csv", code: 2, says: "there is no file missing.csv")
    try sandbox.folder.write("empty.csv", "")
    try expectFailure(
      sandbox, current, "--source", "sales=empty.csv", code: 2, says: "empty.csv:1:1: the file is empty")
    try sandbox.folder.write("wrong.csv", "a,b,c\n1,2,3\n")
    try expectFailure(
      sandbox, current, "--source", "sales=wrong.csv", code: 2, says: "wrong.csv:1:1: the header lacks", "\"Invoice\"")
    let noise = Data((0..<5000).map { UInt8(truncatingIfNeeded: $0 &* 167 &+ $0 >> 3) })
    try noise.write(to: URL(fileURLWithPath: sandbox.folder.path("noise.csv")))
    try expectFailure(sandbox, current, "--source", "sales=noise.csv", code: 2, says: "noise.csv:1:1:")
    try expectFailure(sandbox, current, "--source", "stock=x.csv", code: 2, says: "no source of this pipeline")
  }

  @Test func rowsThatCannotBeReadAreKeptWithTheirReason() throws {
    let (sandbox, _) = try project()
    let good = "A1,P1,Thing,2,2024-01-03 10:00:00,1.50,7,France\n"
    try sandbox.folder.write(
      "odd.csv",
      Self.header + good
        + "A4,P2,\"two\nlines\",1,2024-01-05 10:00:00,1.50,8,France\n"  // lines 3 and 4
        + "A3,P1,Thing,1,2024-02-30 10:00:00,1.50,8,France\n"  // line 5
        + "A2,P1,\"never closed,1,2024-01-04 10:00:00,1.50,8,France\n"  // line 6
        + "A5,P1,Thing,x,2024-01-05 10:00:00,1.50,8,France\n"  // line 7
        + "\n" + "A6,P1\n"  // lines 8 and 9
        + good.replacing("A1", with: "A7"))
    let run = try sandbox.run("--source", "sales=odd.csv", "-s", "+clean_returns", "--output", "odd")
    #expect(run.code == 0, "\(run.errors)")
    let rejects = try sandbox.palier("show", "ingest.rejects", "--json", "--output", "odd").json.array ?? []
    #expect(Set(rejects.compactMap { $0["source_line"]?.int }) == [5, 6, 7, 9])
    #expect(rejects.contains { $0["reason"]?.string == "a quote is never closed" })
    #expect(rejects.contains { $0["reason"]?.string?.contains("no such date") == true })
    let lines = try sandbox.palier("show", "ingest.lines", "--json", "--output", "odd").json.array ?? []
    #expect(Set(lines.compactMap { $0["source_line"]?.int }) == [2, 3, 10])
  }

  @Test func configsThatAreWrong() throws {
    let (sandbox, current) = try project()
    let config = try sandbox.text("pipeline.json")
    func expectFault(
      _ old: String, _ new: String, says words: String..., location: SourceLocation = #_sourceLocation
    ) throws {
      let edited = config.replacing(old, with: new, maxReplacements: 1)
      #expect(edited != config, sourceLocation: location)
      try sandbox.folder.write("edited.json", edited)
      let line = config.prefix(upTo: config.firstRange(of: old)?.lowerBound ?? config.startIndex)
        .split(separator: "\n", omittingEmptySubsequences: false).count
      let run = try sandbox.palier("run", "-c", "edited.json", "--progress", "none")
      #expect(run.code == 2, "\(run.errors)", sourceLocation: location)
      for word in words { #expect(run.errors.contains(word), "\(run.errors)", sourceLocation: location) }
      #expect(run.errors.contains("edited.json:"), "\(run.errors)", sourceLocation: location)
      #expect(run.errors.contains("edited.json:\(line):"), "\(line): \(run.errors)", sourceLocation: location)
      #expect(try sandbox.text("output/current.json") == current, sourceLocation: location)
    }
    try expectFault("\"restarts\"", "\"restart\"", says: "did you mean \"restarts\"?")
    try expectFault("\"kind\": \"kmeans\"", "\"kind\": \"kmean\"", says: "did you mean \"kmeans\"?")
    try expectFault("\"id\": \"rfm\"", "\"id\": \"features\"", says: "two stages have the id \"features\"")
    try expectFault("\"k\": \"auto\"", "\"k\": 0", says: "\"kmeans.k\" cannot be 0")
    try expectFault("\"threshold\": 0.8,", "\"threshold\": 0.8", says: "comma")
    try expectFault("[\"as_of\"]", "[\"as_off\"]", says: "as_off", "did you mean \"as_of\"?")
    try sandbox.folder.write(
      "cycle.json", config.replacing("[\"clean_returns.lines\"]", with: "[\"rfm.customers\"]"))
    let cycle = try sandbox.palier("run", "-c", "cycle.json")
    #expect(cycle.code == 2 && cycle.errors.contains("wait for each other: features → rfm → features"))
    #expect(try sandbox.palier("run", "--set", "kmeans.kk=3").errors.contains("did you mean \"kmeans.k\"?"))
    #expect(try sandbox.palier("run", "-c", "none.json").code == 2)
    #expect(try sandbox.palier("run", "--jbos", "2").code == 2)
    for (arguments, words) in [
      (["--accept", "rfmm"], "--accept rfmm"), (["--force", "rfmm"], "--force rfmm"),
      (["--set", "kmeans.k=1"], "cannot be 1"),
      (["--set", "rfm.method=custom", "--set", "rfm.cut_points.recency=[30,90]"], "2 cut points, which make 3 scores"),
      (["--set", "rfm.method=custom", "--set", "rfm.cut_points.monetary=[1,2,2,3]"], "numbers, ascending"),
    ] {
      let run = try PalierProcess.run(["run", "--progress", "none"] + arguments, in: sandbox.folder.root)
      #expect(run.code == 2 && run.errors.contains(words), "\(run.errors)")
    }
    try expectFault("[\"data/sample/*.csv\"]", "[]", says: "\"files\" is empty")
    #expect(try sandbox.palier("rum").errors.contains("did you mean \"run\"?"))
  }

  @Test func checksThatFailPublishNothing() throws {
    let (sandbox, current) = try project()
    try sandbox.edit(
      "pipeline.json", "{ \"unique\": [\"customer_id\"] }", "{ \"unique\": [\"segment\"], \"name\": \"one_each\" }")
    try expectFailure(sandbox, current, code: 3, says: "one_each", "quarantine")
    let kept = try FileManager.default.contentsOfDirectory(atPath: sandbox.folder.path("output/quarantine"))
    #expect(kept.contains { $0.hasPrefix("rfm-") })
  }

  @Test func undeclaredReadsAreRefused() throws {
    let (sandbox, current) = try project()
    let secret = try sandbox.folder.write("secret.csv", "a\n1\n")
    let summary = try sandbox.text("stages/summary.sql")
    try sandbox.folder.write("stages/summary.sql", summary + "\n-- output: leak\nSELECT * FROM read_csv('\(secret)')\n")
    try expectFailure(sandbox, current, code: 1, says: "secret.csv", "declared inputs")
    try sandbox.folder.write("stages/summary.sql", summary + "\n-- output: leak\nSELECT * FROM ingest_lines\n")
    try expectFailure(sandbox, current, code: 1, says: "stages/summary.sql:", "ingest_lines", "declare")
  }

  /// A cut answer is not a whole one; a reader who goes away has seen enough.
  @Test func answersThatCannotBeWritten() throws {
    let (sandbox, _) = try project()
    let program = PalierProcess.binary.path
    for verb in ["schema", "show ingest.lines -n 0 --csv", "plan --json", "--help"] {
      let full = try Command.run(
        "/bin/sh", ["-c", "exec \"$0\" \(verb) > /dev/full", program], in: sandbox.folder.root)
      #expect(full.code == 1 && full.errors.contains("standard output: No space left"), "\(verb): \(full)")
      let left = try Command.run(
        "/bin/bash", ["-o", "pipefail", "-c", "\"$0\" \(verb) | true", program], in: sandbox.folder.root)
      #expect([0, 128 + SIGPIPE].contains(left.code) && left.errors.isEmpty, "\(verb): \(left)")
    }
  }

  @Test func metricsReplaceNothingButFiles() throws {
    let (sandbox, _) = try project()
    let folder = sandbox.folder
    #expect(try Command.run("/usr/bin/mkfifo", [folder.path("pipe")]).code == 0)
    try folder.write("kept/old.prom", "old")
    try FileManager.default.createSymbolicLink(atPath: folder.path("link"), withDestinationPath: "kept/old.prom")
    let pipe = try sandbox.palier("run", "--metrics", "pipe", "--progress", "none")
    #expect(pipe.code == 0 && pipe.errors.contains("is no file and would be replaced"), "\(pipe.errors)")
    #expect(try sandbox.palier("run", "--metrics", "link", "--progress", "none").code == 0)
    #expect(try sandbox.text("kept/old.prom").contains("palier_last_run_success"))
    let types = try ["pipe", "link"].map {
      try FileManager.default.attributesOfItem(atPath: folder.path($0))[.type] as? FileAttributeType
    }
    #expect(types[0] != .typeRegular && types[1] == .typeSymbolicLink)
  }

  @Test func foldersThatCannotBeWritten() throws {
    let (sandbox, current) = try project()
    try sandbox.folder.write("file", "")
    try expectFailure(sandbox, current, "--output", "file/below", code: 1, says: "file/below")
    try expectFailure(sandbox, current, "--output", "/proc/palier", code: 1, says: "/proc/palier")
  }
}
