import DuckDB
import Engines
import Foundation
import PipelineModel
import Runner
import TestSupport
import Testing

/// A pipeline's own parameters in SQL.
@Suite struct OwnParameterRunTests {
  private struct Silent: RunObserver {
    let showsProgress = false
    func waitingForLock(_ holder: String) {}
    func began(run: String, stages: Int) {}
    func started(_ stage: String) {}
    func finished(_ outcome: StageOutcome) {}
    func tick(_ running: [(stage: String, seconds: Double, progress: JobControl.Progress)]) {}
  }

  /// Two minus signs begin a comment: what follows on the line must not go with it.
  @Test(arguments: [(-2, 7), (-2.5, 7.5), (3, 2)])
  func aMinusSignMayStandBeforeAnyNumber(_ k: Double, difference: Double) throws {
    let folder = try TemporaryDirectory()
    let text = k == k.rounded() ? "\(Int(k))" : "\(k)"
    try folder.write("a.sql", "-- output: out\nSELECT 5-${m.k} AS x, 1 AS y,\n  -${m.k} AS z\n")
    let config = try folder.write(
      "p.json",
      """
      { "name": "p", "parameters": { "m": { "k": \(text) } }, "stages": [
        { "id": "a", "kind": "sql", "sql": "a.sql", "inputs": [], "parameters": ["m"] } ] }
      """)
    let project = try Project(configPath: config, output: folder.path("output"), overrides: .init())
    let outcome = try PipelineRunner(project, RunOptions(), observer: Silent()).execute()
    #expect(outcome.status == .succeeded)
    let rows = try Connection(Database()).execute(
      "SELECT x::DOUBLE, y, z::DOUBLE FROM read_parquet('\(folder.path("output/current/a/out.parquet"))')"
    ).rows()
    #expect(rows == [[.double(difference), .int(1), .double(-k)]])
  }
}
