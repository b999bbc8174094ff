import DuckDB
import Foundation
import JSON
import TestSupport
import Testing

/// Names of files and folders say nothing about the data: neither `country=FR` nor the signs of patterns.
@Suite struct OddPathTests {
  /// The digest of every output but the dashboard.
  private func digests(_ run: PalierProcess) -> [String: String] {
    var digests: [String: String] = [:]
    for stage in run.json["stages"]?.array ?? [] where stage["id"] != "report" {
      digests[stage["id"]?.string ?? ""] = stage["content_digest"]?.string
    }
    return digests
  }

  @Test func foldersAreNoColumnsAndNoPatterns() throws {
    let sandbox = try Sandbox()
    let plain = try sandbox.run()
    #expect(plain.code == 0, "\(plain.errors)")
    // Below the second folder lies one that its name would match as a pattern, with one file alone.
    for folder in ["country=FR/quantity=1", "b[1]/c*d", "b1/cd"] {
      try FileManager.default.createDirectory(
        atPath: sandbox.folder.path(folder), withIntermediateDirectories: true)
    }
    for (index, file) in try sandbox.sampleFiles().enumerated() {
      let text = try sandbox.text("data/sample/\(file)")
      for folder in ["country=FR/quantity=1", "b[1]/c*d"] { try sandbox.folder.write("\(folder)/\(file)", text) }
      if index == 0 { try sandbox.folder.write("b1/cd/\(file)", text) }
    }
    for (source, output) in [
      ("country=FR/quantity=1", "segment=champions/o"), ("b[1]/c*d", "o[ut]*?"), ("b[1]/c*d/*.csv", "country=FR/{o}"),
    ] {
      let odd = try sandbox.run("--source", "sales=\(source)", "--output", output)
      #expect(odd.code == 0, "\(odd.errors)")
      #expect(digests(odd) == digests(plain), "\(source) \(output)")
      let verify = try sandbox.palier("verify", "--deep", "--output", output)
      #expect(verify.code == 0, "\(verify.output)")
      let shown = try sandbox.palier("show", "rfm.segments", "--csv", "--output", output).output
      #expect(shown == (try sandbox.palier("show", "rfm.segments", "--csv").output))
    }
  }

  /// Of two files, one of which the other's name would match as a pattern, each is itself.
  @Test(arguments: ["csv", "parquet", "json", "xlsx"])
  func aFileIsTakenByItsName(format: String) throws {
    let folder = try TemporaryDirectory()
    try FileManager.default.createDirectory(
      atPath: folder.path("amount=9"), withIntermediateDirectories: true)
    let connection = try Connection(Database())
    if format == "xlsx" { try connection.execute("LOAD '\(try #require(DuckDBLibrary.extensionPath("excel")))'") }
    let options = format == "json" ? "FORMAT json, ARRAY true" : "FORMAT \(format), HEADER true"
    for (name, customer, amount) in [("s1", "ann", 5), ("s[1]", "bob", 7)] {
      try connection.execute(
        "COPY (SELECT '\(customer)' AS customer, 'o\(amount)' AS \"order\", '2024-01-0\(amount)' AS date, \(amount) AS amount) "
          + "TO '\(folder.path("amount=9/\(name).\(format)"))' (\(format == "parquet" ? "FORMAT parquet" : options))")
    }
    func run(_ arguments: [String]) throws -> PalierProcess { try PalierProcess.run(arguments, in: folder.root) }
    let made = try run(["init", "amount=9/s1.\(format)", "--yes"])
    #expect(made.code == 0, "\(made.errors)")
    for (source, customers) in [
      ("amount=9", [["ann", 5], ["bob", 7]]), ("amount=9/s[1].\(format)", [["bob", 7]]),
      ("amount=9/s[0-9].\(format)", [["ann", 5]]), ("amount=9/s*.\(format)", [["ann", 5], ["bob", 7]]),
    ] as [(String, [[JSON]])] {
      let done = try run(["run", "--until", "ingest", "--source", "sales=\(source)", "--progress", "none"])
      #expect(done.code == 0, "\(source): \(done.errors)")
      let lines = try run(["show", "ingest.lines", "--json"]).json.array ?? []
      let found = lines.map { [$0["customer_id"] ?? nil, .int(Int($0["amount"]?.double ?? 0))] as [JSON] }
      #expect(found.sorted { "\($0)" < "\($1)" } == customers, "\(source)")
    }
  }
}
