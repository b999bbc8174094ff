import JSON
import PipelineModel
import Testing

@Suite struct ReasonTests {
  private func key(_ edit: (inout StageKey) -> Void = { _ in }) throws -> StageKey {
    var key = try #require(
      StageKey(json: [
        "format": 1, "kind": "sql", "code_version": 1, "engine": "duckdb", "sql": ["-- output: a\nselect 1 from t"],
        "prelude": "p", "parameters": ["k": 4],
        "inputs": ["a.b": "d1", "source:s": ["kind": "online_retail", "files": ["1.csv": "x", "2.csv": "y"]]],
      ]))
    edit(&key)
    return key
  }

  @Test func keysReadBackAndDigestEqually() throws {
    let key = try key()
    #expect(StageKey(json: key.json) == key)
    #expect(StageKey(json: key.json)?.fingerprint == key.fingerprint)
    #expect(try Reason.differences(from: key, to: self.key()).isEmpty)
  }

  @Test func everyCauseHasItsReason() throws {
    let old = try key()
    func reasons(_ edit: (inout StageKey) -> Void) throws -> [Reason] {
      let new = try key(edit)
      #expect(new.fingerprint != old.fingerprint)
      return Reason.differences(from: old, to: new)
    }
    #expect(try reasons { $0.parameters["k"] = 5 } == [.parameter(path: "k", from: 4, to: 5)])
    #expect(try reasons { $0.codeVersion = 2 } == [.code(from: 1, to: 2)])
    #expect(try reasons { $0.engine = "spark" } == [.engine(from: "duckdb", to: "spark")])
    #expect(try reasons { $0.prelude = "q" } == [.prelude])
    #expect(try reasons { $0.kind = "kmeans" } == [.kind(from: "sql", to: "kmeans")])
    #expect(try reasons { $0.inputs["a.b"] = .content("d2") } == [.input("a.b", from: "d1", to: "d2")])
    #expect(try reasons { $0.inputs["c.d"] = .content("d") } == [.inputDeclared("c.d")])
    func files(_ digests: [String: String]) throws -> [Reason] {
      try reasons { $0.inputs["source:s"] = .files(kind: "online_retail", digests: digests) }
    }
    #expect(try files(["1.csv": "x"]) == [.fileRemoved(source: "source:s", file: "2.csv")])
    #expect(try files(["1.csv": "x", "2.csv": "z"]) == [.fileChanged(source: "source:s", file: "2.csv")])
    #expect(try files(["1.csv": "x", "3.csv": "y"]) == [.fileRenamed(source: "source:s", from: "2.csv", to: "3.csv")])
    #expect(
      try files(["1.csv": "x", "2.csv": "y", "3.csv": "z"]) == [.fileAdded(source: "source:s", file: "3.csv")])
    let sql = try reasons { $0.sql = ["-- output: a\nselect 1 from t where x"] }
    #expect(sql == [.sql(removed: [], added: ["where x"])])
  }

  @Test func longValuesAreShownWhereTheyDiffer() {
    let list = { (last: Int) in JSON.array((0..<50).map { .int($0) } + [.int(last)]) }
    #expect(Reason.parameter(path: "p", from: list(70), to: list(80)).text == "parameter p: 51 items: - 70; + 80")
    let shorter = Reason.parameter(path: "p", from: list(70), to: .array([0, 1])).text
    #expect(shorter == "parameter p: 51 → 2 items: - 2; - 3; - 47 more", "\(shorter)")
    let long = { (last: String) in JSON.string(String(repeating: "a", count: 80) + last) }
    let text = Reason.parameter(path: "p", from: long("x"), to: long("y")).text
    #expect(text.contains("ax\" → …") && text.hasSuffix("ay\"") && text.count < 120, "\(text)")
    #expect(Reason.parameter(path: "k", from: 4, to: nil).text == "parameter k: 4 → unset")
  }
}
