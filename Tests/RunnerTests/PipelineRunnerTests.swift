import Engines
import Foundation
import PipelineModel
import Runner
import TestSupport
import Testing

@Suite struct PipelineRunnerTests {
  /// Notes what a run tells whoever watches.
  private final class Spy: RunObserver {
    var events: [String] = []
    let showsProgress = false

    func waitingForLock(_ holder: String) { events.append("waiting") }
    func began(run: String, stages: Int) { events.append("began \(stages)") }
    func started(_ stage: String) { events.append("started \(stage)") }
    func finished(_ outcome: StageOutcome) { events.append("\(outcome.verdict.rawValue) \(outcome.stage)") }
    func tick(_ running: [(stage: String, seconds: Double, progress: JobControl.Progress)]) {}
  }

  private func project(
    _ folder: TemporaryDirectory, _ stages: [(id: String, sql: String, inputs: [String])]
  ) throws -> Project {
    for stage in stages { try folder.write("\(stage.id).sql", "-- output: out\n\(stage.sql)\n") }
    let list = stages.map { stage in
      let inputs = stage.inputs.map { "\"\($0).out\"" }.joined(separator: ", ")
      return "{ \"id\": \"\(stage.id)\", \"kind\": \"sql\", \"sql\": \"\(stage.id).sql\", \"inputs\": [\(inputs)] }"
    }
    let config = try folder.write("p.json", "{ \"name\": \"p\", \"stages\": [\(list.joined(separator: ",\n"))] }")
    return try Project(configPath: config, output: folder.path("output"), overrides: .init())
  }

  @Test func observersSeeStagesInOrder() throws {
    let folder = try TemporaryDirectory()
    let project = try project(folder, [("b", "SELECT x + 1 AS x FROM a_out", ["a"]), ("a", "SELECT 1 AS x", [])])
    let spy = Spy()
    let outcome = try PipelineRunner(project, RunOptions(), observer: spy).execute()
    #expect(outcome.status == .succeeded)
    #expect(spy.events == ["began 2", "started a", "ran a", "started b", "ran b"])
    let again = Spy()
    #expect(try PipelineRunner(project, RunOptions(), observer: again).execute().status == .succeeded)
    #expect(again.events == ["began 2", "fresh a", "fresh b"])
  }

  @Test func aFailureStopsWhatFollowsAndKeepGoingRunsTheRest() throws {
    let folder = try TemporaryDirectory()
    let project = try project(
      folder,
      [
        ("bad", "SELECT error('broken') AS x", []), ("after", "SELECT * FROM bad_out", ["bad"]),
        ("apart", "SELECT 1 AS x", []), ("later", "SELECT * FROM apart_out", ["apart"]),
      ])
    var options = RunOptions()
    options.jobs = 1
    let stopped = try PipelineRunner(project, options, observer: Spy()).execute()
    #expect(stopped.status == .failed)
    #expect(stopped.stages.map(\.verdict) == [.failed, .skipped, .skipped, .skipped])
    #expect(stopped.stages[1].reasons == [.upstreamFailed("bad")])
    options.keepGoing = true
    let rest = try PipelineRunner(project, options, observer: Spy()).execute()
    #expect(rest.stages.map(\.verdict) == [.failed, .skipped, .ran, .ran])
    #expect(!FileManager.default.fileExists(atPath: folder.path("output/current.json")))
  }

  @Test func independentStagesRunAtTheSameTime() throws {
    let folder = try TemporaryDirectory()
    let work = "SELECT sum(i * i % 7) AS x FROM range(3000000) AS t(i)"
    let project = try project(
      folder, [("a", work, []), ("b", work, []), ("c", "SELECT 1 AS x FROM a_out, b_out", ["a", "b"])])
    let spy = Spy()
    var options = RunOptions()
    options.jobs = 2
    _ = try PipelineRunner(project, options, observer: spy).execute()
    #expect(spy.events.prefix(3) == ["began 3", "started a", "started b"])
    #expect(spy.events.suffix(2) == ["started c", "ran c"])
  }
}
