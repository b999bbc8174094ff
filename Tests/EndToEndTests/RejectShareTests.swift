import Foundation
import JSON
import TestSupport
import Testing

/// Bounds on how many rows of a source may be rejected: 25 of the sample's are.
@Suite struct RejectShareTests {
  private func sandbox(_ bounds: String) throws -> Sandbox {
    let sandbox = try Sandbox(lines: 4000, months: 3)
    try sandbox.edit(
      "pipeline.json", "\"files\": [\"data/sample/*.csv\"] }",
      "\"files\": [\"data/sample/*.csv\"], \"rejects\": \(bounds) }")
    return sandbox
  }

  @Test func tooManyStopTheRunAndWhichTheyAreIsTold() throws {
    let sandbox = try sandbox("{ \"warn_above\": 0.0001, \"error_above\": 0.002 }")
    let malformed = try #require(sandbox.sample["malformed"]?.int)
    let rows = try #require(sandbox.sample["rows"]?.int)
    let run = try sandbox.run()
    #expect(run.code == 3)
    #expect(run.errors.contains("\(malformed) of \(rows) rows"), "\(run.errors)")
    #expect(run.errors.contains("at most 0.2 % is allowed"), "\(run.errors)")
    #expect(run.errors.contains("most often: "), "\(run.errors)")
    // The rows themselves are shown, with where they stand; nothing is published.
    #expect(try sandbox.sampleFiles().contains { run.errors.contains($0) }, "\(run.errors)")
    #expect(!FileManager.default.fileExists(atPath: sandbox.folder.path("output/current.json")))
  }

  @Test func someAreToldAtEveryRunAndStopNothing() throws {
    let sandbox = try sandbox("{ \"warn_above\": 0.0001, \"error_above\": 0.5 }")
    for _ in 0..<2 {
      let run = try sandbox.run()
      #expect(run.code == 0, "\(run.errors)")
      #expect(run.errors.contains("at most 0.01 % is allowed"), "\(run.errors)")
    }
  }

  @Test func fewAreFine() throws {
    let sandbox = try sandbox("{ \"warn_above\": 0.5 }")
    let run = try sandbox.run()
    #expect(run.code == 0 && !run.errors.contains("rejected"), "\(run.errors)")
  }

  /// Shares that are none, or a warning that could never come first.
  @Test(arguments: [
    "{ \"warn_above\": 1.5 }", "{ \"warn_above\": 0.2, \"error_above\": 0.1 }", "{}", "{ \"warn\": 0.1 }",
  ])
  func boundsThatMeanNothingAreRefused(bounds: String) throws {
    let run = try sandbox(bounds).run()
    #expect(run.code == 2 && run.errors.contains("pipeline.json:"), "\(bounds): \(run.errors)")
  }
}
