import DuckDB
import Foundation
import JSON
import Synchronization
import TestSupport
import Testing

/// Erasing a person: nothing of them is left anywhere, and everybody else's results are those of a run without them.
@Suite struct ForgetTests {
  /// A project whose customers have ids that nothing else looks like, with two runs and what runs leave behind.
  private struct Shop {
    let sandbox: Sandbox
    /// Whom to erase, and somebody else.
    let person: String
    let other: String

    /// The stages up to the segments, which hold customers in every kind of file.
    private static let short = #"""
      {
        "name": "short",
        "sources": { "sales": { "kind": "online_retail", "files": ["data/sample/*.csv"] } },
        "stages": [
          { "id": "ingest", "kind": "sql", "sql": "stages/ingest/online_retail.sql", "inputs": ["source:sales"],
            "parameters": ["non_product_codes"], "partition": "file" },
          { "id": "clean_returns", "kind": "sql", "sql": "stages/clean_returns.sql",
            "inputs": ["ingest.lines", "ingest.rejects"], "parameters": ["returns", "duplicates"] },
          { "id": "features", "kind": "sql", "sql": "stages/features.sql", "inputs": ["clean_returns.lines"],
            "parameters": ["as_of"] },
          { "id": "rfm", "kind": "sql", "sql": "stages/rfm.sql", "inputs": ["features.customers"], "parameters": ["rfm"] },
          { "id": "exports", "kind": "exports", "inputs": ["rfm.customers"] },
        ],
        "checks": {
          "rfm.customers": [
            { "unique": ["customer_id"] },
          ],
        },
        "retention": { "keep_runs": 14 },
      }
      """#

    init(privacy: String = "{}", runs: Bool = true, whole: Bool = false) throws {
      sandbox = try Sandbox(lines: whole ? 4000 : 1500, months: whole ? 8 : 3)
      if !whole { try sandbox.folder.write("pipeline.json", Self.short) }
      var counts: [String: Int] = [:]
      for file in try sandbox.sampleFiles() {
        let text = try sandbox.text("data/sample/\(file)").replacing(/,([0-9]{5})(\.0)?,([A-Za-z ]+)\n/) { match in
          counts["kunde-\(match.1)", default: 0] += 1
          return ",kunde-\(match.1),\(match.3)\n"
        }
        try sandbox.folder.write("data/sample/\(file)", text)
      }
      let ranked = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
      (person, other) = (ranked[3], ranked[4])
      try sandbox.edit("pipeline.json", "\"retention\": {", "\"privacy\": \(privacy), \"retention\": {")
      // A check that fails on the person, so that the quarantine holds rows of theirs.
      try sandbox.edit(
        "pipeline.json", "\"rfm.customers\": [",
        "\"rfm.customers\": [ { \"sql\": \"SELECT * FROM data WHERE monetary > 0\", \"name\": \"watched\", "
          + "\"severity\": \"warn\" },")
      guard runs else { return }
      #expect(try sandbox.run("--set", "rfm.bins=4").code == 0)
      #expect(try sandbox.run().code == 0)
      let runs = try FileManager.default.contentsOfDirectory(atPath: sandbox.folder.path("output/runs")).sorted()
      try sandbox.folder.write("output/runs/\(runs[0])/logs/extra.log", "score of \(person): 7\nscore of \(other): 8\n")
      let events = "output/runs/\(runs[0])/events.ndjson"
      try sandbox.folder.write(events, try sandbox.text(events) + "{\"note\":\"\(person) failed\"}\n")
    }

    /// Says whether an entry of a zip file holds a text.
    private static let unpacker = """
      import sys, zipfile
      archive = zipfile.ZipFile(sys.argv[1])
      print("yes" if any(sys.argv[2].encode() in archive.read(name) for name in archive.namelist()) else "no")
      """

    /// The files of the output folder that hold a text, as bytes or as a value of a table.
    func holders(of text: String) throws -> [String] {
      let connection = try Connection(Database())
      let root = sandbox.folder.url.appendingPathComponent("output")
      let files = FileManager.default.enumerator(at: root, includingPropertiesForKeys: [.isRegularFileKey])
      var found: [String] = []
      for case let url as URL in files?.allObjects ?? [] {
        guard try url.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true else { continue }
        var holds = try Data(contentsOf: url).range(of: Data(text.utf8)) != nil
        if url.pathExtension == "parquet" {
          let rows = try connection.execute(
            "SELECT count(*) FROM (SELECT CAST(t AS VARCHAR) AS row FROM read_parquet('\(url.path)') AS t) WHERE contains(row, '\(text)')"
          ).rows()
          holds = holds || rows != [[.int(0)]]
        }
        if url.pathExtension == "xlsx" {
          let entries = try Command.run("/usr/bin/python3", ["-c", Self.unpacker, url.path, text])
          #expect(entries.code == 0, "\(entries.errors)")
          holds = holds || entries.output.contains("yes")
        }
        if holds { found.append(url.path) }
      }
      return found
    }

    /// The content digests of a run without the person in the source.
    func digestsWithoutPerson() throws -> [String: String] {
      for file in try sandbox.sampleFiles() {
        let lines = try sandbox.text("data/sample/\(file)").split(separator: "\n", omittingEmptySubsequences: false)
        try sandbox.folder.write("clean/\(file)", lines.filter { !$0.contains(person) }.joined(separator: "\n"))
      }
      try FileManager.default.removeItem(atPath: sandbox.folder.path("pipeline.erasures.json"))
      let run = try sandbox.run("--source", "sales=clean", "--output", "elsewhere")
      #expect(run.code == 0, "\(run.errors)")
      return run.contentDigests
    }
  }

  /// Stages whose content says nothing of lines and files.
  private static let stages = [
    "clean_returns", "features", "rfm", "summary", "cohorts", "kmeans", "stability", "baskets", "recommendations",
    "clv",
    "scenarios", "evolution", "exports",
  ]

  /// Whose id is a part of another's is not that other.
  @Test func longerIdsAreOtherPeople() throws {
    let shop = try Shop(runs: false)
    let sandbox = shop.sandbox
    for file in try sandbox.sampleFiles() {
      let text = try sandbox.text("data/sample/\(file)").replacing(shop.person, with: "ann@shop.fr")
        .replacing(shop.other, with: "mary-ann@shop.fr")
      try sandbox.folder.write("data/sample/\(file)", text)
    }
    #expect(try sandbox.run().code == 0)
    let forget = try sandbox.palier("forget", "ann@shop.fr", "--json", "--progress", "none")
    #expect(forget.code == 0, "\(forget.errors)")
    #expect(forget.json["complete"]?.bool == true)
    let left = try sandbox.palier("show", "rfm.customers", "-n", "0", "--json").json.array ?? []
    let ids = left.compactMap { $0["customer_id"]?.string }.filter { $0.hasSuffix("ann@shop.fr") }
    #expect(ids == ["mary-ann@shop.fr"])
  }

  /// A letter of any script goes on with a word.
  @Test func idsThatGoOnWithAnAccentAreOtherPeople() throws {
    let shop = try Shop(runs: false)
    let sandbox = shop.sandbox
    for file in try sandbox.sampleFiles() {
      let text = try sandbox.text("data/sample/\(file)").replacing(shop.person, with: "marieann")
        .replacing(shop.other, with: "marieannä")
      try sandbox.folder.write("data/sample/\(file)", text)
    }
    #expect(try sandbox.run().code == 0)
    let record =
      "output/runs/\(try #require(sandbox.palier("history", "--json").json[0]?["run_id"]?.string))/logs/own.log"
    try sandbox.folder.write(record, "émarieann, marieanna\u{308}, “marieann”\n")
    let forget = try sandbox.palier("forget", "marieann", "--json", "--progress", "none")
    #expect(forget.code == 0 && forget.json["complete"] == true, "\(forget.errors)")
    #expect(try sandbox.text(record) == "émarieann, marieanna\u{308}, “[erased]”\n")
    let left = try sandbox.palier("show", "rfm.customers", "-n", "0", "--json").json.array ?? []
    #expect(left.compactMap { $0["customer_id"]?.string }.filter { $0.hasPrefix("marie") } == ["marieannä"])
  }

  /// One list serves several output folders, whose erasures can come at the same time.
  @Test func erasuresAtTheSameTimeLoseNobody() throws {
    let shop = try Shop()
    let sandbox = shop.sandbox
    let people = [shop.person, shop.other]
    let codes = Mutex<[Int32]>([])
    DispatchQueue.concurrentPerform(iterations: people.count) { index in
      let run = try? PalierProcess.run(
        ["forget", people[index], "-q", "--progress", "none", "--output", "output\(index)"], in: sandbox.folder.root)
      codes.withLock { $0.append(run?.code ?? -1) }
    }
    #expect(codes.withLock { $0 } == [0, 0])
    let list = try JSON.parse(sandbox.text("pipeline.erasures.json"))
    #expect(list["erasures"]?.array?.count == 2, "\(list.text())")
  }

  /// Signs that are escaped in scripts, sheets and csv hide nobody there.
  @Test func idsAreFoundHoweverTheyAreSpelled() throws {
    let shop = try Shop(runs: false, whole: true)
    let sandbox = shop.sandbox
    for file in try sandbox.sampleFiles() {
      let text = try sandbox.text("data/sample/\(file)").replacing(
        shop.person, with: #""Qxzw & ""Nord"" <7>\ S\#u{f6}hne""#)
      try sandbox.folder.write("data/sample/\(file)", text)
    }
    #expect(try sandbox.run("--set", "report.title=first").code == 0)
    #expect(try sandbox.run().code == 0)
    #expect(try shop.holders(of: "Qxzw").count > 10)
    try sandbox.folder.write("list", #"Qxzw & "Nord" <7>\ S\#u{f6}hne"# + "\n")
    let forget = try sandbox.palier("forget", "--from", "list", "--json", "--progress", "none")
    #expect(forget.code == 0 && forget.json["unseen"]?.int == 0, "\(forget.errors)")
    #expect(try shop.holders(of: "Qxzw") == [])
  }

  /// A short number means other things in records: times, counts and SQL stay as they were.
  @Test func recordsKeepWhatIsNobodysId() throws {
    let shop = try Shop(runs: false)
    let sandbox = shop.sandbox
    for file in try sandbox.sampleFiles() {
      let text = try sandbox.text("data/sample/\(file)").replacing(shop.person, with: "5")
      try sandbox.folder.write("data/sample/\(file)", text)
    }
    #expect(try sandbox.run("--set", "rfm.bins=4").code == 0)
    #expect(try sandbox.run().code == 0)
    try sandbox.folder.write(
      "output/schedule.log", "2026-01-05T05:05:05Z rfm: failed: customer \"5\" is odd\nno customer 55\n")
    let runs = try FileManager.default.contentsOfDirectory(atPath: sandbox.folder.path("output/runs")).sorted()
    let records = try runs.map { try sandbox.text("output/runs/\($0)/run.json") }
    let forget = try sandbox.palier("forget", "5", "--json", "--progress", "none")
    #expect(forget.code == 0, "\(forget.errors)")
    #expect(
      try runs.map { try JSON.parse(sandbox.text("output/runs/\($0)/run.json")) } == records.map { try JSON.parse($0) })
    #expect(
      try sandbox.text("output/schedule.log")
        == "2026-01-05T05:05:05Z rfm: failed: customer \"[erased]\" is odd\nno customer 55\n")
    let left = try sandbox.palier("show", "rfm.customers", "-n", "0", "--json").json.array ?? []
    #expect(!left.contains { $0["customer_id"]?.string == "5" } && left.count > 20)
  }

  @Test func nothingIsLeftAndOthersAreAsWithoutThem() throws {
    let shop = try Shop(whole: true)
    let sandbox = shop.sandbox
    #expect(try shop.holders(of: shop.person).count > 10)
    let preview = try sandbox.palier("forget", shop.person, "--dry-run", "--json")
    #expect(preview.code == 0, "\(preview.errors)")
    #expect((preview.json["findings"]?.array ?? []).count > 10)
    #expect(!FileManager.default.fileExists(atPath: sandbox.folder.path("pipeline.erasures.json")))
    let before = try sandbox.palier("show", "clean_returns.row_ledger", "-n", "0", "--json").json.array ?? []

    let forget = try sandbox.palier("forget", shop.person, "--json", "--progress", "none")
    #expect(forget.code == 0, "\(forget.errors)")
    #expect(forget.json["complete"]?.bool == true)
    #expect((forget.json["removed"]?["versions"]?.array ?? []).count > 10)
    #expect((forget.json["removed"]?["quarantine"]?.array ?? []).count == 2)
    #expect(try shop.holders(of: shop.person) == [])
    #expect(!(forget.output + forget.errors).contains(shop.person))
    #expect(try !sandbox.text("pipeline.erasures.json").contains(shop.person))
    // Others stay, in results and in records.
    #expect(try shop.holders(of: shop.other).count > 10)
    let runs = try FileManager.default.contentsOfDirectory(atPath: sandbox.folder.path("output/runs")).sorted()
    #expect(
      try sandbox.text("output/runs/\(runs[0])/logs/extra.log").hasPrefix(
        "score of [erased]: 7\nscore of \(shop.other)"))
    #expect(try sandbox.palier("verify", "--deep").code == 0)
    #expect(try sandbox.palier("history").code == 0)

    // Every row is still accounted for.
    let after = try sandbox.palier("show", "clean_returns.row_ledger", "-n", "0", "--json").json.array ?? []
    #expect(after.map { $0["rows_read"]?.int } == before.map { $0["rows_read"]?.int })
    #expect(after.reduce(0) { $0 + ($1["erased"]?.int ?? 0) } > 0)
    for file in after {
      let number = { (key: String) in file[key]?.int ?? -1 }
      #expect(number("rows_read") == number("kept") + number("rejected") + number("duplicates") + number("erased"))
    }
    // The next run keeps to it, and has nothing to do; a second time nothing is left to do either.
    let next = try sandbox.run()
    #expect(Set(next.verdicts.values) == ["fresh"])
    let again = try sandbox.palier("forget", shop.person, "--json", "--progress", "none")
    #expect(again.code == 0, "\(again.errors)")
    #expect(again.json["known_before"]?.int == 1 && again.json["unseen"]?.int == 1)
    #expect(again.json["removed"]?["versions"]?.array?.isEmpty == true)

    let clean = try shop.digestsWithoutPerson()
    for stage in Self.stages { #expect(clean[stage] != nil && clean[stage] == next.contentDigests[stage], "\(stage)") }
  }

  @Test func pseudonymsGoToo() throws {
    let shop = try Shop(privacy: "{ \"pseudonymise\": true, \"key_file\": \"key\" }", runs: false)
    let sandbox = shop.sandbox
    try sandbox.folder.write("key", "a key of this test\n")
    #expect(try sandbox.run().code == 2)
    #expect(try Command.run("/bin/chmod", ["600", sandbox.folder.path("key")]).code == 0)
    #expect(try sandbox.run().code == 0)
    #expect(try shop.holders(of: "kunde-") == [])
    #expect(try shop.holders(of: "a key of this") == [])
    let customers = try sandbox.palier("show", "rfm.customers", "-n", "0", "--json").json.array ?? []
    let ids = Set(customers.compactMap { $0["customer_id"]?.string })
    #expect(ids.allSatisfy { $0.count == 64 })
    try sandbox.folder.write("list", "\(shop.person)\n\nkunde-of-nobody\n")
    let forget = try sandbox.palier("forget", "--from", "list", "--json", "--progress", "none")
    #expect(forget.code == 0, "\(forget.errors)")
    #expect(forget.json["customers"]?.int == 2 && forget.json["unseen"]?.int == 1)
    let left = try sandbox.palier("show", "rfm.customers", "-n", "0", "--json").json.array ?? []
    let gone = ids.subtracting(left.compactMap { $0["customer_id"]?.string })
    #expect(gone.count == 1)
    for pseudonym in gone { #expect(try shop.holders(of: pseudonym) == []) }
  }

  private static let faults =
    ["stage-journaled:2", "version-set-aside:3"]
    + (ProcessInfo.processInfo.environment["PALIER_SOAK"] == nil
      ? [] : ["begun:1", "stage-journaled:4", "swap-journaled:1", "version-set-aside:1", "version-removed:4"])

  /// Killed at any of these places, the next call finishes it. `make soak` takes more of them.
  @Test(arguments: Self.faults)
  func aKilledErasureIsFinishedByTheNext(fault: String) throws {
    let shop = try Shop()
    let killed = try PalierProcess.run(
      ["forget", shop.person, "--progress", "none"], in: shop.sandbox.folder.root,
      environment: ["PALIER_FAULT": "kill:\(fault)"])
    #expect(killed.code == 137, "\(killed.errors)")
    let forget = try shop.sandbox.palier("forget", shop.person, "--json", "--progress", "none")
    #expect(forget.code == 0, "\(forget.errors)")
    #expect(forget.json["known_before"]?.int == 1)
    #expect(try shop.holders(of: shop.person) == [])
    #expect(try shop.sandbox.palier("verify", "--deep").code == 0)
  }

  @Test func aFailedRunRemovesNothingAndSaysSo() throws {
    let shop = try Shop()
    try shop.sandbox.edit(
      "pipeline.json", "\"name\": \"watched\", \"severity\": \"warn\"", "\"name\": \"watched\"")
    let forget = try shop.sandbox.palier("forget", shop.person, "--progress", "none")
    #expect(forget.code == 3, "\(forget.errors)")
    #expect(forget.errors.contains("did not succeed"))
    #expect(try shop.sandbox.palier("forget").code == 2)
  }
}
