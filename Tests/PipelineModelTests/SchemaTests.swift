import Foundation
import JSON
import PipelineModel
import TestSupport
import Testing

@Suite struct SchemaTests {
  @Test func everyDefaultIsOfItsOwnType() {
    for definition in ParameterCatalog.all {
      #expect(definition.type.accepts(definition.initial), "\(definition.path)")
    }
  }

  @Test(arguments: [
    ("as_of", "2011-02-29", false), ("as_of", "2012-02-29", true), ("as_of", "auto", true),
    ("stability.step", "1 month", true), ("stability.step", "0 months", false), ("stability.step", "1 year", false),
    ("stability.initial", "50%", true), ("stability.initial", "100%", false),
    ("stability.window", "rolling 6 months", true),
    ("stability.window", "rolling 1200 months", true), ("stability.window", "rolling 1201 months", false),
    ("stability.window", "rolling 2 days", false), ("stability.window", "cumulative", true),
    ("stability.window", "rolling", false), ("rfm.grid", "total_ten", true), ("rfm.grid", "ten", false),
  ])
  func textsAreCheckedByTheirForm(path: String, text: String, isFine: Bool) throws {
    #expect(try #require(ParameterCatalog.definition(path)).type.accepts(.string(text)) == isFine)
  }

  /// The file that editors read is the schema that the program prints.
  @Test func theSchemaFileIsUpToDate() throws {
    let file = try String(
      contentsOf: Repository.root.appendingPathComponent("pipeline.schema.json"), encoding: .utf8)
    let kinds = try #require(
      try JSON.parse(file)["properties"]?["stages"]?["items"]?["properties"]?["kind"]?["enum"]?.array)
    let schema = ConfigSchema.json(
      kinds: kinds.compactMap(\.string).map { StageKind(name: $0, codeVersion: 1, outputs: [], parameters: []) })
    #expect(file == schema.text(.pretty) + "\n", "run: palier schema > pipeline.schema.json")
  }
}
