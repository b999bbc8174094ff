import Foundation
import JSON
import TestSupport
import Testing

/// Choosing what runs, on the command line.
@Suite struct SelectionTests {
  /// Three stages in a row.
  private func project() throws -> TemporaryDirectory {
    let folder = try TemporaryDirectory()
    func stage(_ id: String, _ script: String, _ input: String) -> String {
      """
      { "id": "\(id)", "kind": "command", "command": ["sh", "-c", "\(script)"], "inputs": [\(input)],
        "outputs": { "out": "file" } }
      """
    }
    let stages = [
      stage("a", "echo content > $PALIER_OUTPUT_OUT", ""),
      stage("b", "cat $PALIER_INPUT_A_OUT > $PALIER_OUTPUT_OUT", "\"a.out\""),
      stage("c", "cat $PALIER_INPUT_B_OUT > $PALIER_OUTPUT_OUT", "\"b.out\""),
    ]
    try folder.write("pipeline.json", "{ \"name\": \"p\", \"stages\": [\(stages.joined(separator: ","))] }")
    return folder
  }

  @Test func untilRunsWhatAStageNeeds() throws {
    let folder = try project()
    let run = try PalierProcess.run(
      ["run", "--json", "--progress", "none", "--until", "b"], in: folder.root)
    #expect(run.verdicts == ["a": "ran", "b": "ran", "c": "skipped"], "\(run.errors)")
    let plan = try PalierProcess.run(["plan", "--json", "--until", "c"], in: folder.root)
    #expect(plan.verdicts == ["a": "fresh", "b": "fresh", "c": "will_run"])
    // From one stage on; several at once.
    let on = try PalierProcess.run(
      ["run", "--json", "--progress", "none", "-s", "b+", "-f", "b"], in: folder.root)
    #expect(on.verdicts == ["a": "skipped", "b": "ran", "c": "ran"], "\(on.errors)")
    let several = try PalierProcess.run(
      ["run", "--json", "--progress", "none", "-s", "a,c", "-f", "a"], in: folder.root)
    #expect(several.verdicts == ["a": "ran", "b": "skipped", "c": "fresh"], "\(several.errors)")
  }

  /// However far behind what is selected: what was not asked for did not fail, nor did anything before it.
  @Test func whatIsNotSelectedIsCalledSo() throws {
    let folder = try project()
    let run = try PalierProcess.run(["run", "--json", "--progress", "none", "--until", "a"], in: folder.root)
    #expect(run.code == 0, "\(run.errors)")
    let causes = (run.json["stages"]?.array ?? []).map { $0["reasons"]?[0]?["cause"]?.string }
    #expect(causes == ["never_built", "not_selected", "not_selected"])
  }

  /// What lies behind a failure was selected, and is whole: nothing is said of it but what it waits for.
  @Test func whatAFailureKeepsFromRunningIsNotCalledDamaged() throws {
    let folder = try project()
    #expect(try PalierProcess.run(["run", "-q"], in: folder.root).code == 0)
    let text = try String(contentsOfFile: folder.path("pipeline.json"), encoding: .utf8)
    try folder.write("pipeline.json", text.replacing("echo content", with: "exit 7; echo content"))
    let failed = try PalierProcess.run(["run", "--json", "--progress", "none"], in: folder.root)
    #expect(failed.code == 1 && failed.verdicts == ["a": "failed", "b": "skipped", "c": "skipped"])
    #expect(!failed.errors.contains("damaged") && !failed.errors.contains("not selected"), "\(failed.errors)")
    #expect(failed.json["warnings"]?.array ?? [] == [], "\(failed.output)")
  }

  @Test func theVerbSaysWhatItDid() throws {
    let folder = try project()
    #expect(try PalierProcess.run(["run", "-q"], in: folder.root).code == 0)
    let text = try String(contentsOfFile: folder.path("pipeline.json"), encoding: .utf8)
    try folder.write("pipeline.json", text.replacing("echo content", with: "echo  content"))
    // Runs are told apart by the second at which they began.
    Thread.sleep(forTimeInterval: 1.1)
    let done = try PalierProcess.run(["accept", "a"], in: folder.root)
    #expect(done.code == 0 && done.output.contains("is accepted as equal"), "\(done.errors)")
    let status = try PalierProcess.run(["status", "--exit-code"], in: folder.root)
    #expect(status.code == 0 && status.output.contains("accepted as equal to"), "\(status.output)")
    let story = try PalierProcess.run(["explain", "a"], in: folder.root)
    #expect(story.output.contains("accepted as equal to") && story.output.contains("echo  content"), "\(story.output)")
    let none = try PalierProcess.run(["accept", "d"], in: folder.root)
    #expect(none.code == 2 && none.errors.contains("no stage of this pipeline"))
  }
}
