import PipelineModel
import TestSupport
import Testing

@Suite struct PublishConfigTests {
  private func load(name: String = "p", table: String) throws -> PipelineConfig {
    let folder = try TemporaryDirectory()
    let kinds = [StageKind(name: "test", codeVersion: 1, outputs: ["out"], parameters: []), .publish]
    let path = try folder.write(
      "p.json",
      """
      { "name": "\(name)", "stages": [{ "id": "a", "kind": "test", "inputs": [] },
        { "id": "b", "kind": "publish", "inputs": ["a.out"],
          "publish": { "to": "csv", "folder": "shelf", "tables": { "a.out": { "name": "\(table)" } } } }] }
      """)
    return try ConfigLoader.load(path, kinds: kinds, installation: folder.root).config
  }

  @Test func aPlainNameIsTaken() throws {
    #expect(try load(table: "sales of today").stage("b")?.publish?.tables["a.out"]?.name == "sales of today")
  }

  /// What is published stays in the folder that was named.
  @Test(arguments: [("../x", "another folder"), ("/tmp/x", "another folder"), (".x", "begins with a dot")])
  func aNameOfAnotherPlaceIsRefused(_ table: String, says words: String) throws {
    let error = #expect(throws: ConfigError.self) { try load(table: table) }
    #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
    #expect(error?.description.contains("p.json:3:") == true, "\(error?.description ?? "")")
  }

  @Test func aPipelinesNameIsOneLine() throws {
    let error = #expect(throws: ConfigError.self) { try load(name: "a\\nb", table: "x") }
    #expect(error?.description.contains("p.json:1:11: \"name\" holds a line break") == true)
  }
}
