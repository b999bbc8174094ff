import Foundation
import JSON
import TestSupport
import Testing

/// What `run.json` keeps of a run.
@Suite struct RunRecordTests {
  @Test func theRecordHoldsWhatEveryStageWasMadeFrom() throws {
    let sandbox = try Sandbox()
    try sandbox.run("--set", "kmeans.k=3", "-j", "1")
    let run = try sandbox.run("--set", "kmeans.k=4", "--select", "kmeans", "--force", "kmeans")
    let id = try #require(run.json["run_id"]?.string)
    let record = try JSON.parse(sandbox.text("output/runs/\(id)/run.json"))
    for key in ["run_id", "status", "report", "warnings"] { #expect(record[key] == run.json[key], "\(key)") }
    let stages = try #require(record["stages"]?.array)
    #expect(stages.map { $0["id"] } == run.json["stages"]?.array?.map { $0["id"] })
    for stage in stages {
      let name = try #require(stage["id"]?.string)
      let version = try #require(stage["version"]?.string)
      let manifest = try JSON.parse(sandbox.text("output/artifacts/\(name)/\(version)/manifest.json"))
      #expect(stage["key"] != nil && stage["key"] == manifest["key"], "\(name)")
      #expect(stage["fingerprint"] == manifest["fingerprint"], "\(name)")
      #expect(stage["built_in"] == manifest["run"], "\(name)")
      #expect(stage["checks"] == manifest["checks"], "\(name)")
      #expect(stage["steps"]?.array?.isEmpty == (name != "kmeans"), "\(name)")
    }
    #expect(stages.contains { $0["checks"]?.array?.isEmpty == false })
    #expect(record["parameters"]?["kmeans.k"] == 4)
    #expect(record["overrides"]?[0]?["value"] == "4")
    #expect(record["options"]?["force"] == ["kmeans"] && record["options"]?["select"] == ["kmeans"])
    #expect(record["host"]?["processors"]?.int ?? 0 > 0)
    let files = try #require(record["sources"]?["sales"]?["files"]?.array)
    let names = try sandbox.sampleFiles().filter { $0.hasSuffix(".csv") }
    #expect(files.compactMap { $0["name"]?.string } == names)
    let digests = stages[0]["key"]?["inputs"]?["source:sales"]?["files"]
    for file in files {
      let name = try #require(file["name"]?.string)
      #expect(file["sha256"] != nil && file["sha256"] == digests?[name])
      #expect(file["bytes"]?.int == (try sandbox.text("data/sample/\(name)").utf8.count))
    }
    // Nothing of who ran it, or where but for the paths that were given.
    let text = record.text()
    for variable in ["USER", "HOSTNAME", "LOGNAME"] {
      if let value = ProcessInfo.processInfo.environment[variable], value.count > 4 { #expect(!text.contains(value)) }
    }
  }

  @Test func aFailedRunIsRecordedWithItsError() throws {
    let sandbox = try Sandbox()
    try sandbox.edit("stages/rfm.sql", "FROM features_customers", "FROM features_customers_x")
    let run = try sandbox.run()
    #expect(run.code != 0)
    let ids = try FileManager.default.contentsOfDirectory(atPath: sandbox.folder.path("output/runs"))
    let record = try JSON.parse(sandbox.text("output/runs/\(try #require(ids.first))/run.json"))
    #expect(record["status"] == "failed")
    let rfm = record["stages"]?.array?.first { $0["id"] == "rfm" }
    #expect(rfm?["error"]?["message"]?.string?.isEmpty == false && rfm?["version"] == .null)
    #expect(rfm?["key"]?["sql"]?[0]?.string?.contains("SELECT") == true || rfm?["key"]?["sql"]?.array?.isEmpty == false)
  }
}
