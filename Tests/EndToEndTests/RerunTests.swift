import Foundation
import JSON
import TestSupport
import Testing

/// What reruns after what: each step is an edit and the stages that must not be fresh after it.
@Suite struct RerunTests {
  private static let all = [
    "ingest", "clean_returns", "features", "rfm", "summary", "activity", "evolution", "cohorts", "kmeans", "stability",
    "drift", "baskets", "recommendations", "clv", "scenarios", "report", "exports",
  ]

  /// Runs and compares the verdicts that are not `fresh` with those expected.
  private func expect(
    _ sandbox: Sandbox, _ arguments: String..., verdicts expected: [String: String],
    _ location: SourceLocation = #_sourceLocation
  ) throws {
    let run = try PalierProcess.run(["run", "--json", "--progress", "none"] + arguments, in: sandbox.folder.root)
    #expect(run.code == 0, "\(run.errors)", sourceLocation: location)
    let actual = run.verdicts.filter { $0.value != "fresh" }
    let extra = actual.filter { expected[$0.key] != $0.value }
    let missing = expected.filter { actual[$0.key] != $0.value }
    #expect(extra.isEmpty && missing.isEmpty, "extra \(extra), missing \(missing)", sourceLocation: location)
  }

  private func ran(_ stages: String...) -> [String: String] {
    Dictionary(uniqueKeysWithValues: stages.map { ($0, "ran") })
  }

  @Test func parametersRerunWhatReadsThemAndRestoreWhenSetBack() throws {
    let sandbox = try Sandbox()
    try expect(sandbox, verdicts: Dictionary(uniqueKeysWithValues: Self.all.map { ($0, "ran") }))
    try expect(sandbox, verdicts: [:])
    try expect(sandbox, "--set", "kmeans.k=3", verdicts: ran("kmeans", "stability", "drift", "report", "exports"))
    let explained = try sandbox.palier("explain", "stability", "--set", "kmeans.k=3")
    #expect(explained.output.contains("parameter kmeans.k: \"auto\" → 3"), "\(explained.output)")
    try expect(
      sandbox,
      verdicts: [
        "kmeans": "restored", "stability": "restored", "drift": "restored", "report": "restored",
        "exports": "restored",
      ])
  }

  @Test func layoutOfSQLRerunsNothingAndEqualResultsCutOff() throws {
    let sandbox = try Sandbox()
    try sandbox.run()
    let rfm = try sandbox.text("stages/rfm.sql")
    try sandbox.folder.write(
      "stages/rfm.sql",
      "-- a remark\n\n" + rfm.replacing("SELECT", with: "SELECT /* more */  ").replacing(",\n", with: " ,\n\n"))
    try expect(sandbox, verdicts: [:])
    // Another text with the same result: rfm runs, what reads it is cut off.
    try sandbox.folder.write(
      "stages/rfm.sql",
      rfm.replacing(
        "FROM features_customers AS k", with: "FROM (SELECT * FROM features_customers WHERE 1 = 1) AS k"))
    try expect(
      sandbox,
      verdicts: [
        "rfm": "ran", "summary": "cut_off", "activity": "cut_off", "recommendations": "cut_off", "scenarios": "cut_off",
        "report": "cut_off", "exports": "cut_off",
      ])
    let explained = try sandbox.palier("explain", "rfm")
    #expect(explained.output.contains("1=1") || explained.output.contains("1 = 1"), "\(explained.output)")
  }

  @Test func anEqualGridCutsOff() throws {
    let sandbox = try Sandbox()
    try sandbox.run()
    // The built-in grid but for a rule that nothing can reach behind the last one, which takes all.
    try sandbox.edit(
      "pipeline.json", "\"grid\": \"seed_six\"",
      """
      "grid": [
        { "segment": "champions", "r": [4, 5], "f": [4, 5], "m": [4, 5] },
        { "segment": "clients_fideles", "r": [2, 5], "f": [3, 5], "m": [3, 5] },
        { "segment": "potentiels_fideles", "r": [3, 5], "f": [2, 5], "m": [3, 5] },
        { "segment": "nouveaux_clients", "r": [4, 5], "f": 1 },
        { "segment": "a_ne_pas_perdre", "r": 1, "f": [4, 5], "m": [4, 5] },
        { "segment": "hibernants", "r": 1, "f": [1, 2], "m": [1, 2] },
        { "segment": "autre", "r": [1, 5] },
      ]
      """)
    try expect(sandbox, verdicts: [:])
    try sandbox.edit(
      "pipeline.json", "{ \"segment\": \"hibernants\", \"r\": 1,",
      "{ \"segment\": \"hibernants\", \"r\": [1, 1], \"m\": [1, 2], \"f\": [1, 2] },\n{ \"segment\": \"hibernants\", \"r\": 1,"
    )
    let run = try sandbox.run()
    #expect(run.verdicts["rfm"] == "ran" && run.verdicts["summary"] == "cut_off", "\(run.verdicts) \(run.errors)")
  }

  @Test func filesRerunByContentNotByTime() throws {
    let sandbox = try Sandbox()
    try sandbox.run()
    let files = try sandbox.sampleFiles()
    let first = "data/sample/\(files[0])"
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSince1970: 1)], ofItemAtPath: sandbox.folder.path(first))
    try expect(sandbox, verdicts: [:])
    // A rename changes where rows come from, not what they are: everything below clean_returns is cut off.
    try FileManager.default.moveItem(
      atPath: sandbox.folder.path(first), toPath: sandbox.folder.path("data/sample/0-renamed.csv"))
    let renamed = try sandbox.run()
    #expect(renamed.verdicts["ingest"] == "ran" && renamed.verdicts["clean_returns"] == "ran")
    #expect(["features", "rfm", "kmeans", "stability", "summary"].allSatisfy { renamed.verdicts[$0] != "ran" })
    let explained = try sandbox.palier("explain", "ingest")
    #expect(explained.output.contains("file \(files[0]) is now 0-renamed.csv"), "\(explained.output)")
    try FileManager.default.moveItem(
      atPath: sandbox.folder.path("data/sample/0-renamed.csv"), toPath: sandbox.folder.path(first))
    let back = try sandbox.run()
    #expect(back.verdicts["ingest"] == "restored" && back.verdicts["clean_returns"] == "restored")
    try FileManager.default.removeItem(atPath: sandbox.folder.path("data/sample/\(files[5])"))
    let removed = try sandbox.run()
    #expect(removed.verdicts["ingest"] == "ran" && removed.verdicts["features"] == "ran")
    #expect(removed.output.contains("file \(files[5]) is gone"))
  }

  @Test func planTouchesNothingAndAgreesWithTheRun() throws {
    let sandbox = try Sandbox()
    let plan = try sandbox.palier("plan", "--json")
    #expect(plan.code == 0 && plan.verdicts.values.allSatisfy { $0 == "will_run" })
    #expect(!FileManager.default.fileExists(atPath: sandbox.folder.path("output")))
    #expect(try sandbox.palier("status", "--exit-code").code == 5)
    try sandbox.run()
    #expect(try sandbox.palier("status", "--exit-code").code == 0)
    let later = try sandbox.palier("plan", "--json", "--set", "returns=exclude")
    #expect(later.verdicts["ingest"] == "fresh" && later.verdicts["clean_returns"] == "will_run")
    #expect(later.verdicts["features"] == "may_run")
  }

  @Test func selectionRunsWhatItNames() throws {
    let sandbox = try Sandbox()
    let early = try sandbox.run("-s", "rfm")
    #expect(early.code == 2 && early.errors.contains("select +rfm"))
    let up = try sandbox.run("-s", "+rfm")
    #expect(up.code == 0, "\(up.errors)")
    #expect(up.verdicts["rfm"] == "ran" && up.verdicts["kmeans"] == "skipped")
    let forced = try sandbox.run("-s", "rfm", "-f", "rfm")
    #expect(forced.verdicts["rfm"] == "ran" && forced.verdicts["features"] == "skipped")
  }
}
