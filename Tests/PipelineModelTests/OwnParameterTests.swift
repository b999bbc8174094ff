import JSON
import PipelineModel
import TestSupport
import Testing

/// Parameters that only a stage's list defines.
@Suite struct OwnParameterTests {
  private let folder: TemporaryDirectory

  init() throws { folder = try TemporaryDirectory() }

  private func load(
    _ parameters: String, named: String, overrides: ConfigLoader.Overrides = .init()
  ) throws -> [String: JSON] {
    let path = try folder.write(
      "p.json",
      """
      { "name": "p", "parameters":
      \(parameters),
      "stages": [{ "id": "a", "kind": "test", "inputs": [], "parameters": ["\(named)"] }] }
      """)
    let kind = StageKind(name: "test", codeVersion: 1, outputs: ["out"], parameters: [])
    let config = try ConfigLoader.load(path, kinds: [kind], installation: folder.root, overrides: overrides).config
    return config.parameters.subset([named]).values
  }

  @Test(arguments: ["churn", "churn.trees"])
  func anObjectStandsForItsLeaves(_ named: String) throws {
    #expect(try load(#"{ "churn": { "trees": 20 } }"#, named: named) == ["churn.trees": 20])
    #expect(try load(#"{ "churn.trees": 20 }"#, named: named) == ["churn.trees": 20])
  }

  @Test func leavesMayLieDeep() throws {
    let found = try load(#"{ "model": { "tree": { "depth": 3, "words": ["a"] }, "seed": 1 } }"#, named: "model")
    #expect(found == ["model.tree.depth": 3, "model.tree.words": ["a"], "model.seed": 1])
  }

  @Test func theCommandLineSetsThem() throws {
    var overrides = ConfigLoader.Overrides()
    overrides.parameters = [("churn.trees", "5")]
    #expect(try load(#"{ "churn": { "trees": 20 } }"#, named: "churn", overrides: overrides) == ["churn.trees": 5])
    #expect(try load("{}", named: "churn.trees", overrides: overrides) == ["churn.trees": 5])
    overrides.parameters = [("churn", "{\"trees\": 7}")]
    #expect(try load("{}", named: "churn", overrides: overrides) == ["churn.trees": 7])
  }

  @Test func theCommandLineMakesNoNewOneBesideThoseOfTheConfig() throws {
    let written = #"{ "churn": { "trees": 20, "tree": { "depth": 3 } } }"#
    func load(_ path: String, _ value: String) throws -> [String: JSON] {
      var overrides = ConfigLoader.Overrides()
      overrides.parameters = [(path, value)]
      return try self.load(written, named: "churn", overrides: overrides)
    }
    #expect {
      _ = try load("churn.trese", "3")
    } throws: { error in
      "\(error)".contains(#"there is no parameter "churn.trese" in the config"#)
        && "\(error)".contains(#"did you mean "churn.trees"? (a new one is written in the config first)"#)
    }
    // A value takes the place of what stood above or below it.
    #expect(try load("churn.tree", "4") == ["churn.trees": 20, "churn.tree": 4])
    #expect(try load("churn.trees.most", "5") == ["churn.trees.most": 5, "churn.tree.depth": 3])
    #expect(try load("churn", "{\"leaves\": 6}")["churn.leaves"] == 6)
  }

  @Test(arguments: ["a.", ".", "..", "kmeans.", ".k"])
  func namesHaveNoEmptyParts(name: String) throws {
    #expect {
      _ = try load("{ \"b\": 1 }", named: name)
    } throws: { error in
      "\(error)".contains("\"\(name)\" is no name of a parameter")
    }
  }

  /// The sign ¦ marks the place that the message must name.
  @Test(arguments: [
    (#"{ "churn": { ¦"tees": 20 } }"#, #"there is no parameter "churn.tees""#, #"did you mean "trees"?"#),
    (#"{ "churn": ¦5 }"#, #""churn" should be an object"#, ""),
    (#"{ ¦"chunr": { "trees": 20 } }"#, #"there is no parameter "chunr""#, #"did you mean "churn"?"#),
  ])
  func faultsNameTheirPlace(_ text: String, what: String, mend: String) throws {
    let column = text.prefix { $0 != "¦" }.count + 1
    #expect {
      _ = try load(text.replacing("¦", with: ""), named: "churn.trees")
    } throws: { error in
      let shown = "\(error)"
      return shown.contains("p.json:2:\(column): ") && shown.contains(what) && shown.contains(mend)
    }
  }
}
