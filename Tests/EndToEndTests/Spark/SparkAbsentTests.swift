import Foundation
import TestSupport
import Testing

/// Spark where there is none: told before anything is lost.
@Suite struct SparkAbsentTests {
  @Test func aFolderWithoutSparkIsTold() throws {
    let sandbox = try Sandbox()
    #expect(try sandbox.run("--output", "output").code == 0)
    let current = try sandbox.text("output/current.json")
    try sandbox.edit(
      "pipeline.json", "\"sources\":", "\"engine\": { \"kind\": \"spark\", \"home\": \"none\" }, \"sources\":")
    let run = try sandbox.run()
    #expect(run.code == 2, "\(run.errors)")
    #expect(run.errors.contains("there is no Spark in") && run.errors.contains("make deps-spark"), "\(run.errors)")
    #expect(try sandbox.text("output/current.json") == current)
    try sandbox.edit("pipeline.json", "\"home\": \"none\"", "\"storage\": \"/elsewhere\"")
    let outside = try sandbox.run()
    #expect(outside.code == 2 && outside.errors.contains("does not lie in \"storage\""), "\(outside.errors)")
  }
}
