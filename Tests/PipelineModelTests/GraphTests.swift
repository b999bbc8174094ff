import JSON
import PipelineModel
import Testing

@Suite struct GraphTests {
  private func stage(_ id: String, _ inputs: String...) -> StageDeclaration {
    StageDeclaration(
      id: id, kind: StageKind(name: "test", codeVersion: 1, outputs: ["out"], parameters: []),
      inputs: inputs.compactMap { StageInput("\($0).out") }, outputs: ["out"], parameters: [],
      position: TextPosition(line: 1, column: 1))
  }

  @Test func eachStageComesAfterWhatItReads() throws {
    let graph = try PipelineGraph([stage("d", "b", "c"), stage("b", "a"), stage("c", "a"), stage("a")])
    #expect(graph.order == ["a", "b", "c", "d"])
    #expect(graph.withDownstream("b") == ["b", "d"])
    #expect(graph.withUpstream("d") == ["a", "b", "c", "d"])
  }

  @Test func cyclesAreNamed() {
    #expect {
      try PipelineGraph([stage("a", "c"), stage("b", "a"), stage("c", "b")])
    } throws: { ($0 as? GraphCycle)?.stages == ["a", "c", "b", "a"] }
    #expect(throws: GraphCycle.self) { try PipelineGraph([stage("a", "a")]) }
  }

  @Test func selectorsReachUpAndDown() throws {
    let graph = try PipelineGraph([stage("a"), stage("b", "a"), stage("c", "b")])
    #expect(try StageSelection(["b"], in: graph).stages == ["b"])
    #expect(try StageSelection(["b+"], in: graph).stages == ["b", "c"])
    #expect(try StageSelection(["+b"], in: graph).stages == ["a", "b"])
    #expect(try StageSelection([], in: graph).stages == ["a", "b", "c"])
    #expect(throws: ConfigError.self) { try StageSelection(["x"], in: graph) }
  }
}
