import Foundation
import JSON
import TestSupport
import Testing

/// `palier privacy`: every output that names a person is listed, with the columns that do.
@Suite struct PrivacyTests {
  private static let key = ["PALIER_TEST_KEY": String(repeating: "k", count: 32)]

  private func outputs(_ sandbox: Sandbox) throws -> [String: JSON] {
    let privacy = try sandbox.palier("privacy", "--json")
    #expect(privacy.code == 0, "\(privacy.errors)")
    let list = try #require(privacy.json["outputs"]?.array)
    return Dictionary(list.map { ($0["output"]?.string ?? "", $0) }, uniquingKeysWith: { first, _ in first })
  }

  @Test func everyOutputWithAPersonIsListed() throws {
    let sandbox = try Sandbox()
    let nothing = try sandbox.palier("privacy")
    #expect(nothing.code == 0 && nothing.output.contains("palier run makes results"), "\(nothing.output)")
    #expect(try sandbox.run().code == 0)
    let outputs = try outputs(sandbox)
    var listed = 0
    // What the tables themselves say, read without the list.
    let current = try #require(try JSON.parse(sandbox.text("output/current.json"))["stages"]?.object)
    for stage in current.map(\.key) {
      let manifest = try JSON.parse(sandbox.text("output/current/\(stage)/manifest.json"))
      for (name, output) in (manifest["outputs"]?.object ?? []).map({ ($0.key, $0.value) }) {
        let columns = (output["schema"]?.array ?? []).compactMap { $0["name"]?.string }
        guard columns.contains("customer_id") else { continue }
        #expect(outputs["\(stage).\(name)"]?["columns"]?["customer_id"]?.string == "customer", "\(stage).\(name)")
        #expect(outputs["\(stage).\(name)"]?["rows"]?.int == output["rows"]?.int, "\(stage).\(name)")
        listed += 1
      }
    }
    #expect(listed > 8)
    #expect(outputs["ingest.rejects"]?["columns"]?["raw"]?.string == "text")
    #expect(outputs["cohorts.retention"] == nil)
    let text = try sandbox.palier("privacy").output
    #expect(text.contains("ids as the source has them") && text.contains("erased: 0 customers"), "\(text)")
  }

  @Test func itTellsPseudonymsErasuresAndHowLong() throws {
    let sandbox = try Sandbox(lines: 1500, months: 3)
    try sandbox.edit(
      "pipeline.json", "\"retention\": {",
      "\"privacy\": { \"pseudonymise\": true, \"key_environment\": \"PALIER_TEST_KEY\" }, \"retention\": {")
    let text = try sandbox.palier("privacy", environment: Self.key)
    #expect(text.code == 0, "\(text.errors)")
    #expect(text.output.contains("pseudonyms, HMAC-SHA-256 under a key from"), "\(text.output)")
    #expect(text.output.contains("versions of 14 runs and of 30 days"), "\(text.output)")
    #expect(!text.output.contains(Self.key.values.first ?? "-"))
  }

  /// Where a file has no header, its first line is a customer's.
  @Test(arguments: ["online_retail", "table"])
  func messagesQuoteNoRow(kind: String) throws {
    let sandbox = try Sandbox(lines: 1500, months: 3)
    try sandbox.edit(
      "pipeline.json", "\"retention\": {",
      "\"privacy\": { \"pseudonymise\": true, \"key_environment\": \"PALIER_TEST_KEY\" }, \"retention\": {")
    if kind == "table" {
      try sandbox.edit(
        "pipeline.json", "\"kind\": \"online_retail\"",
        "\"kind\": \"table\", \"columns\": { \"customer_id\": \"CustomerID\", \"order_id\": \"InvoiceNo\", "
          + "\"occurred_at\": \"InvoiceDate\", \"quantity\": \"Quantity\", \"unit_price\": \"UnitPrice\" }")
      try sandbox.edit("pipeline.json", "stages/ingest/online_retail.sql", "stages/ingest/table.sql")
    }
    let file = try #require(try sandbox.sampleFiles().first { $0.hasSuffix(".csv") })
    let lines = try sandbox.text("data/sample/\(file)").split(separator: "\n")
    let person = try #require(lines[1].split(separator: ",").dropLast().last).replacing(".0", with: "")
    try sandbox.folder.write("headless.csv", lines.dropFirst().joined(separator: "\n") + "\n")
    let run = try PalierProcess.run(
      ["run", "--source", "sales=headless.csv", "--progress", "none"], in: sandbox.folder.root, environment: Self.key)
    #expect(run.code == 2 && run.errors.contains("no message quotes it"), "\(run.errors)")
    #expect(!(run.output + run.errors).contains(person), "\(run.errors)")
    let root = sandbox.folder.path("output")
    for case let path as String in FileManager.default.enumerator(atPath: root) ?? .init() {
      guard let data = FileManager.default.contents(atPath: root + "/" + path) else { continue }
      #expect(data.range(of: Data(person.utf8)) == nil, "\(path)")
    }
  }
}
