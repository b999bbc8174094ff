import Foundation
import PipelineModel
import Runner
import TestSupport
import Testing

/// A change that cannot matter, taken without running the stage.
@Suite struct AcceptTests {
  private typealias P = CommandProject

  private func stages(_ note: String = "one", _ after: String = "") -> [String] {
    [
      P.shell("a", "echo x >> ran-a; echo content > $PALIER_OUTPUT_OUT # \(note)"),
      P.shell("b", "cat $PALIER_INPUT_A_OUT > $PALIER_OUTPUT_OUT\(after)", inputs: ["a.out"]),
    ]
  }

  private func accept(_ stage: String) -> RunOptions {
    var options = RunOptions()
    options.select = [stage]
    options.acceptAsEqual = stage
    return options
  }

  private func runs(_ project: CommandProject) throws -> Int {
    try String(contentsOfFile: project.folder.path("ran-a"), encoding: .utf8).count / 2
  }

  @Test func anAcceptedChangeRunsNothing() throws {
    let project = try CommandProject()
    let first = try #require(try project.run(stages()).stages[0].manifest)
    let accepted = try project.run(stages("two"), options: accept("a"))
    #expect(accepted.status == .succeeded)
    #expect(accepted.verdicts == ["a": .accepted, "b": .skipped])
    let now = try #require(accepted.stages[0].manifest)
    #expect(now.version != first.version && now.contentDigest == first.contentDigest)
    #expect(now.acceptedFrom == first.version)
    let after = try project.run(stages("two"))
    #expect(after.verdicts == ["a": .fresh, "b": .fresh])
    #expect(after.stages[0].reasons == [.accepted(version: first.version, run: accepted.run)])
    #expect(try project.text(after, "a") == "content\n")
    #expect(try runs(project) == 1)
    // The next change counts as ever, and the old declaration's version is still there.
    #expect(try project.run(stages("three")).verdicts == ["a": .ran, "b": .cutOff])
    #expect(try project.run(stages()).verdicts["a"] == .restored)
    #expect(try runs(project) == 2)
  }

  @Test func forceRunsWhatWasAccepted() throws {
    let project = try CommandProject()
    _ = try project.run(stages())
    _ = try project.run(stages("two"), options: accept("a"))
    var force = RunOptions()
    force.force = ["a"]
    let forced = try project.run(stages("two"), options: force)
    #expect(forced.verdicts == ["a": .ran, "b": .cutOff])
    #expect(forced.stages[0].manifest?.acceptedFrom == nil)
    #expect(try project.run(stages("two")).stages[0].reasons == [.unchanged])
  }

  @Test func aRunIsTakenBackBeforeAnAcceptance() throws {
    let project = try CommandProject()
    func random(_ note: String) -> [String] { [P.shell("a", "date +%N > $PALIER_OUTPUT_OUT # \(note)")] }
    _ = try project.run(random("one"))
    let accepted = try project.run(random("two"), options: accept("a"))
    var force = RunOptions()
    force.force = ["a"]
    let forced = try project.run(random("two"), options: force)
    #expect(forced.stages[0].manifest?.version != accepted.stages[0].manifest?.version)
    _ = try project.run(random("one"))
    let back = try project.run(random("two"))
    #expect(back.verdicts == ["a": .restored])
    #expect(back.stages[0].manifest?.version == forced.stages[0].manifest?.version)
  }

  @Test func whatCannotBeAcceptedIsRefused() throws {
    let project = try CommandProject()
    func refusal(_ stages: [String], _ stage: String) throws -> String {
      let before = try? String(contentsOfFile: project.folder.path("output/current.json"), encoding: .utf8)
      let error = #expect(throws: ConfigError.self) { try project.run(stages, options: accept(stage)) }
      let after = try? String(contentsOfFile: project.folder.path("output/current.json"), encoding: .utf8)
      #expect(before == after)
      return error?.description ?? ""
    }
    #expect(try refusal(stages(), "a").contains("has no current version"))
    #expect(try refusal(stages(), "b").contains("has no current version"))
    let run = try project.run(stages())
    #expect(
      try refusal([P.shell("a", "true", outputs: ["out": "file", "more": "file"])], "a").contains("other outputs"))
    #expect(try refusal([P.shell("a", "true", outputs: ["out": "csv"])], "a").contains("other outputs"))
    let version = try #require(run.stages[0].manifest?.version)
    let file = project.folder.path("output/artifacts/a/\(version)/out")
    try "altered".write(toFile: file, atomically: false, encoding: .utf8)
    #expect(try refusal(stages("two"), "a").contains("is damaged"))
    #expect(try refusal(stages("one", " # other"), "b").contains("input"))
    // A run mends it; then there is nothing to accept.
    #expect(try project.run(stages()).verdicts["a"] == .ran)
    let fresh = try project.run(stages(), options: accept("a"))
    #expect(fresh.verdicts["a"] == .fresh)
  }
}
