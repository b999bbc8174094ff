import DuckDB
import Engines
import Foundation
import PipelineModel
import Runner
import TestSupport
import Testing

/// A pipeline's own parameters in SQL.
@Suite struct OwnParameterRunTests {
  /// Two minus signs begin a comment: what follows on the line must not go with it.
  @Test(arguments: [(-2, 7), (-2.5, 7.5), (3, 2)])
  func aMinusSignMayStandBeforeAnyNumber(_ k: Double, difference: Double) throws {
    let project = try CommandProject()
    let text = k == k.rounded() ? "\(Int(k))" : "\(k)"
    try project.folder.write("a.sql", "-- output: out\nSELECT 5-${m.k} AS x, 1 AS y,\n  -${m.k} AS z\n")
    let outcome = try project.run(
      [#"{ "id": "a", "kind": "sql", "sql": "a.sql", "inputs": [], "parameters": ["m"] }"#],
      "\"parameters\": { \"m\": { \"k\": \(text) } },")
    #expect(outcome.status == .succeeded)
    let rows = try Connection(Database()).execute(
      "SELECT x::DOUBLE, y, z::DOUBLE FROM read_parquet('\(project.folder.path("output/current/a/out.parquet"))')"
    ).rows()
    #expect(rows == [[.double(difference), .int(1), .double(-k)]])
  }
}
