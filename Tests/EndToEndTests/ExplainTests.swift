import Foundation
import JSON
import TestSupport
import Testing

/// Why stages are what they are, now and in past runs, and how `history` tells it.
@Suite struct ExplainTests {
  private func roots(_ chain: JSON?) -> [String] {
    (chain?["roots"]?.array ?? []).compactMap { root in
      (root["reason"]?["text"]?.string).map { text in
        "\((root["stages"]?.array ?? []).compactMap(\.string).joined(separator: ",")): \(text)"
      }
    }
  }

  private func links(_ chain: JSON?) -> [String] { (chain?["chain"]?.array ?? []).compactMap { $0["stage"]?.string } }

  @Test func everyRootIsShownOnceAndTheChainLeadsToTheStage() throws {
    let sandbox = try Sandbox()
    try sandbox.run("--set", "kmeans.k=3")
    // Two roots, and many ways from the first to the report.
    let now = try sandbox.palier("explain", "report", "--set", "kmeans.k=4", "--set", "returns=keep", "--json").json[
      "now"]
    #expect(
      roots(now) == [
        "clean_returns,stability,report: parameter returns: \"net\" → \"keep\"",
        "kmeans,report: parameter kmeans.k: 3 → 4",
      ])
    let stages = links(now)
    #expect(Set(stages).count == stages.count && stages.last == "report" && stages.contains("stability"))
    let place = Dictionary(uniqueKeysWithValues: stages.enumerated().map { ($1, $0) })
    for (before, after) in [
      ("clean_returns", "features"), ("features", "rfm"), ("kmeans", "stability"), ("rfm", "summary"),
    ] {
      #expect(place[before] ?? .max < place[after] ?? -1, "\(stages)")
    }
    #expect(!stages.contains("ingest"))
    let text = try sandbox.palier("explain", "report", "--set", "kmeans.k=4", "--set", "returns=keep").output
    #expect(text.hasPrefix("report: will run\n"), "\(text)")
    let causes = text.split(separator: "\n").filter { $0.hasPrefix("because  ") || $0.hasPrefix("    and  ") }
    #expect(causes.count == 2 && causes.filter { $0.contains("kmeans.k: 3 → 4") }.count == 1, "\(text)")
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 100 }, "\(text)")
    let all = try sandbox.palier("explain", "--set", "kmeans.k=4").output
    #expect(all.contains(/stability +may run +kmeans: parameter kmeans.k: 3 → 4/), "\(all)")
    #expect(all.contains(/rfm +fresh/), "\(all)")
  }

  @Test func freshStagesSaySinceWhenAndFromWhat() throws {
    let sandbox = try Sandbox()
    let first = try #require(try sandbox.run("--set", "kmeans.k=3").json["run_id"]?.string)
    let second = try #require(try sandbox.run("--set", "kmeans.k=4").json["run_id"]?.string)
    let third = try #require(try sandbox.run("--set", "kmeans.k=3").json["run_id"]?.string)
    try sandbox.run("--set", "kmeans.k=3")
    let rfm = try sandbox.palier("explain", "rfm", "--set", "kmeans.k=3", "--json").json
    #expect(rfm["fresh_since"]?.string == first && rfm["built_in"]?.string == first)
    #expect(rfm["built_from"]?["parameters"]?["rfm.bins"] == 5)
    // Restored by the third run, made by the first.
    let kmeans = try sandbox.palier("explain", "kmeans", "--set", "kmeans.k=3", "--json").json
    #expect(kmeans["fresh_since"]?.string == third && kmeans["built_in"]?.string == first)
    #expect(kmeans["last_change"]?["run_id"]?.string == third)
    #expect(roots(kmeans["last_change"]?["chain"]) == ["kmeans: parameter kmeans.k: 4 → 3"])
    let text = try sandbox.palier("explain", "kmeans", "--set", "kmeans.k=3").output
    #expect(text.hasPrefix("kmeans: fresh since run \(third)\n"), "\(text)")
    #expect(
      text.contains("in run \(first)") && text.contains("features.customers") && text.contains(/kmeans.k +3\n/),
      "\(text)")

    // After the fact, from the records alone.
    let artifacts = sandbox.folder.path("output/artifacts")
    try FileManager.default.moveItem(atPath: artifacts, toPath: artifacts + "-gone")
    let then = try sandbox.palier("explain", "report", "--run", second, "--json").json
    #expect(then["run_id"]?.string == second)
    #expect(roots(then["then"]) == ["kmeans,report: parameter kmeans.k: 3 → 4"])
    #expect(links(then["then"]).first == "kmeans" && links(then["then"]).last == "report")
    #expect(try sandbox.palier("explain", "--run", first).output.contains("no version exists yet"))
    #expect(try sandbox.palier("explain", "rfm", "--run", "latest").output.contains("rfm: fresh in run"))
    #expect(try sandbox.palier("explain", "rfmm", "--run", "latest").code == 2)
  }

  @Test func changesOfEarlierRunsAreFollowedToTheirRun() throws {
    let sandbox = try Sandbox()
    try sandbox.run("--set", "kmeans.k=3")
    // features changes in a run that leaves kmeans out; kmeans follows in the next.
    let partial = try #require(
      try sandbox.run("--set", "kmeans.k=3", "--set", "as_of=2030-01-01", "--select", "features").json["run_id"]?.string
    )
    let chain = try sandbox.palier(
      "explain", "kmeans", "--set", "kmeans.k=3", "--set", "as_of=2030-01-01", "--json"
    ).json["now"]
    let root = try #require(chain?["roots"]?[0])
    #expect(root["reason"]?["path"] == "as_of" && root["run"]?.string == partial, "\(chain?.text() ?? "")")
  }

  @Test func linesOfSQLAreShownAsTheyAreWritten() throws {
    let sandbox = try Sandbox()
    try sandbox.run("--set", "kmeans.k=3")
    let rfm = try sandbox.text("stages/rfm.sql")
    let (before, after) = (
      "FROM features_customers AS k", "FROM (SELECT * FROM features_customers  WHERE frequency > 0) AS k -- new"
    )
    try sandbox.folder.write("stages/rfm.sql", "-- a remark\n" + rfm.replacing(before, with: after))
    let now = try sandbox.palier("explain", "summary", "--set", "kmeans.k=3", "--json").json["now"]
    let reason = now?["roots"]?[0]?["reason"]
    #expect(reason?["added"] == [.string(after)], "\(now?.text() ?? "")")
    #expect(reason?["removed"] == [.string(before)])
    let text = try sandbox.palier("explain", "summary", "--set", "kmeans.k=3").output
    #expect(text.contains("  - \(before)\n") && text.contains("SQL changed (rfm)"), "\(text)")
    try sandbox.run("--set", "kmeans.k=3")
    let difference = try sandbox.palier("diff").output
    #expect(difference.contains("+ \(after)"), "\(difference)")
  }

  @Test func historyTellsRunsAndVersions() throws {
    let sandbox = try Sandbox()
    let first = try #require(try sandbox.run("--set", "kmeans.k=3").json["run_id"]?.string)
    let second = try #require(try sandbox.run("--set", "kmeans.k=4").json["run_id"]?.string)
    try sandbox.run("--set", "kmeans.k=4")
    let third = try #require(try sandbox.run("--set", "kmeans.k=3").json["run_id"]?.string)
    try sandbox.edit("stages/rfm.sql", "FROM features_customers", "FROM features_customers_x")
    try sandbox.run("--set", "kmeans.k=3")
    let runs = try #require(try sandbox.palier("history", "--json").json.array)
    #expect(runs.map { $0["status"]?.string } == ["failed", "succeeded", "succeeded", "succeeded", "succeeded"])
    let causes = runs.map { ($0["causes"]?.array ?? []).compactMap(\.string).joined(separator: "; ") }
    #expect(causes[0].hasPrefix("rfm failed:"), "\(causes)")
    #expect(causes[1...] == ["kmeans.k: 4 → 3", "", "kmeans.k: 3 → 4", "first run"], "\(causes)")
    let stages = try sandbox.palier("graph", "--json").json["stages"]?.array?.count
    #expect(runs[4]["ran"]?.int == stages)
    #expect(runs[1]["restored"]?.int ?? 0 >= 1 && runs[1]["ran"]?.int == 0 && runs[1]["current"] == true)
    #expect(runs[2]["ran"]?.int == 0 && runs[2]["fresh"]?.int == runs[4]["ran"]?.int)
    #expect(runs[4]["rows"]?.int ?? 0 > 0)
    #expect(try sandbox.palier("history", "--limit", "2", "--json").json.array?.count == 2)
    let text = try sandbox.palier("history").output
    #expect(
      text.contains("nothing changed") && text.contains("kmeans.k: 3 → 4") && text.contains("just now"), "\(text)")

    let versions = try #require(try sandbox.palier("history", "stability", "--json").json.array)
    #expect(versions.map { $0["run_id"]?.string } == [third, second, first])
    #expect(versions.map { $0["verdict"]?.string } == ["restored", "ran", "ran"])
    #expect(versions[0]["version"] == versions[2]["version"] && versions[0]["version"] != versions[1]["version"])
    #expect(versions[1]["causes"] == ["kmeans: parameter kmeans.k: 3 → 4"])
    #expect(try sandbox.palier("history", "nothing").code == 2)
  }
}
