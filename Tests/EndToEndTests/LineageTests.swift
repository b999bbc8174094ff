import Foundation
import JSON
import TestSupport
import Testing

/// The OpenLineage events of a run.
@Suite struct LineageTests {
  private func events(_ sandbox: Sandbox, _ run: String) throws -> [JSON] {
    try sandbox.text("output/runs/\(run)/events.ndjson").split(separator: "\n").map { try JSON.parse(String($0)) }
  }

  private func expectWhole(_ events: [JSON], _ location: SourceLocation = #_sourceLocation) {
    for event in events {
      let violations = LineageRules.violations(event)
      #expect(violations.isEmpty, "\(violations) in \(event.text().prefix(400))", sourceLocation: location)
    }
    // Each run begins once and ends once, in this order.
    let byRun = Dictionary(grouping: events) { $0["run"]?["runId"]?.string ?? "" }
    for states in byRun.values.map({ $0.compactMap { $0["eventType"]?.string } }) {
      #expect(states.count == 2 && states[0] == "START", "\(states)", sourceLocation: location)
      #expect(["COMPLETE", "FAIL", "ABORT"].contains(states[1]), "\(states)", sourceLocation: location)
    }
    let times = events.compactMap { $0["eventTime"]?.string }
    #expect(times == times.sorted(), sourceLocation: location)
  }

  private func end(_ events: [JSON], _ job: String) -> JSON? {
    events.last { $0["job"]?["name"]?.string == job && $0["eventType"] != "START" }
  }

  @Test func everyStageThatRanHasItsEvents() throws {
    let sandbox = try Sandbox()
    let run = try sandbox.run("--set", "kmeans.k=3")
    let id = try #require(run.json["run_id"]?.string)
    let events = try events(sandbox, id)
    expectWhole(events)
    let stages = try #require(run.json["stages"]?.array)
    #expect(events.count == 2 * (stages.count + 1))
    let whole = try #require(end(events, "sample"))
    #expect(whole["eventType"] == "COMPLETE" && whole["run"]?["facets"]?["palier_run"]?["status"] == "succeeded")
    for stage in stages {
      let name = try #require(stage["id"]?.string)
      let event = try #require(end(events, "sample.\(name)"))
      #expect(event["run"]?["facets"]?["parent"]?["run"]?["runId"] == whole["run"]?["runId"])
      #expect(event["run"]?["facets"]?["palier_stage"]?["version"] == stage["version"])
      let outputs = try #require(event["outputs"]?.array)
      #expect(
        Set(outputs.compactMap { $0["name"]?.string })
          == Set((stage["outputs"]?.object ?? []).map { "\(name).\($0.key)" }))
      for output in outputs {
        let key = output["name"]?.string?.split(separator: ".").last.map(String.init) ?? ""
        let made = stage["outputs"]?[key]
        let statistics = output["outputFacets"]?["outputStatistics"]
        #expect(statistics?["size"] == made?["bytes"])
        #expect((statistics?["rowCount"] ?? .null) == made?["rows"], "\(name).\(key)")
        #expect(output["facets"]?["version"]?["datasetVersion"] == stage["version"])
      }
    }
    // What one stage makes is what another reads, under the same name and version.
    let read = end(events, "sample.kmeans")?["inputs"]?.array ?? []
    let made = end(events, "sample.features")?["outputs"]?.array ?? []
    let both = read.filter { input in made.contains { $0["name"] == input["name"] && $0["facets"] == input["facets"] } }
    #expect(!read.isEmpty && both.count == read.count)
    let source = end(events, "sample.ingest")?["inputs"]?[0]
    #expect(source?["name"] == "source:sales")
    #expect(source?["facets"]?["version"]?["datasetVersion"]?.string?.count == 64)
    // Neither folders nor people.
    let text = try sandbox.text("output/runs/\(id)/events.ndjson")
    #expect(!text.contains(sandbox.folder.root))
    for column in ["customer_id"] { #expect(text.contains(column)) }
    let customers = try sandbox.palier("show", "rfm.customers", "--csv", "-n", "3").output.split(separator: "\n")
      .dropFirst()
    for line in customers { #expect(!text.contains("\"\(line.prefix { $0 != "," })\"")) }
  }

  @Test func freshStagesHaveNoneAndRestoredOnesDo() throws {
    let sandbox = try Sandbox()
    try sandbox.run("--set", "kmeans.k=3")
    let idle = try sandbox.run("--set", "kmeans.k=3")
    let quiet = try events(sandbox, #require(idle.json["run_id"]?.string))
    expectWhole(quiet)
    #expect(quiet.count == 2 && quiet[1]["run"]?["facets"]?["palier_run"]?["stages"]?["rfm"] == "fresh")
    try sandbox.run("--set", "kmeans.k=4")
    let back = try sandbox.run("--set", "kmeans.k=3")
    let restored = try events(sandbox, #require(back.json["run_id"]?.string))
    expectWhole(restored)
    let kmeans = end(restored, "sample.kmeans")
    #expect(kmeans?["run"]?["facets"]?["palier_stage"]?["verdict"] == "restored")
    #expect(end(restored, "sample.rfm") == nil)

    try sandbox.edit("pipeline.json", "\"checks\": {", "\"lineage\": { \"namespace\": \"shop\" },\n  \"checks\": {")
    let named = try sandbox.run("--set", "kmeans.k=4")
    let renamed = try events(sandbox, #require(named.json["run_id"]?.string))
    expectWhole(renamed)
    #expect(renamed.allSatisfy { $0["job"]?["namespace"] == "shop" })
    try sandbox.edit("pipeline.json", "\"lineage\": { \"namespace\": \"shop\" }", "\"lineage\": false")
    let off = try #require(try sandbox.run().json["run_id"]?.string)
    #expect(!FileManager.default.fileExists(atPath: sandbox.folder.path("output/runs/\(off)/events.ndjson")))
    try sandbox.edit("pipeline.json", "\"lineage\": false", "\"lineage\": { \"name\": \"shop\" }")
    let wrong = try sandbox.run()
    #expect(wrong.code == 2 && wrong.errors.contains("namespace"), "\(wrong.errors)")
  }

  @Test func failuresSayWhatFailedWithoutRows() throws {
    let sandbox = try Sandbox()
    try sandbox.edit(
      "pipeline.json", "\"rfm.customers\": [",
      "\"rfm.customers\": [ { \"sql\": \"SELECT customer_id FROM data\", \"name\": \"none\" },")
    let run = try sandbox.run()
    #expect(run.code == 3, "\(run.errors)")
    let id = try #require(run.json["run_id"]?.string)
    let events = try events(sandbox, id)
    expectWhole(events)
    #expect(end(events, "sample")?["eventType"] == "FAIL")
    let rfm = try #require(end(events, "sample.rfm"))
    let message = try #require(rfm["run"]?["facets"]?["errorMessage"]?["message"]?.string)
    #expect(rfm["eventType"] == "FAIL" && message.contains("check \"none\"") && !message.contains("customer_id="))
    #expect(rfm["outputs"]?.array?.isEmpty == true)
    #expect(end(events, "sample.summary") == nil)
  }

  /// The rules find what is wrong, so that keeping them means something.
  @Test func theRulesRefuseBrokenEvents() throws {
    let sandbox = try Sandbox()
    let id = try #require(try sandbox.run("--set", "kmeans.k=3").json["run_id"]?.string)
    let text = try sandbox.text("output/runs/\(id)/events.ndjson").split(separator: "\n").map(String.init)
    let line = try #require(text.first { $0.contains("\"COMPLETE\"") && $0.contains("sample.rfm\"") })
    let whole = LineageRules.violations(try JSON.parse(line))
    #expect(whole.isEmpty)
    for (old, new) in [
      ("\"COMPLETE\"", "\"DONE\""), ("\"runId\":\"", "\"runId\":\"x"), ("T", " "), ("\"_producer\"", "\"_maker\""),
      ("\"namespace\"", "\"space\""), ("\"query\"", "\"text\""), ("\"size\"", "\"bytes\""),
      ("\"datasetVersion\"", "\"version\""), ("urn:palier", "urn palier"), ("\"fields\"", "\"columns\""),
    ] {
      let broken =
        old == "T" ? line.replacing(/(\d)T(\d)/) { "\($0.output.1) \($0.output.2)" } : line.replacing(old, with: new)
      let violations = LineageRules.violations(try JSON.parse(broken))
      #expect(broken != line && !violations.isEmpty, "\(old)")
    }
  }
}
