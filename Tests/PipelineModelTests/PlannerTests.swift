import JSON
import PipelineModel
import Testing

@Suite struct PlannerTests {
  /// A store in memory.
  private struct Shelf: VersionLookup {
    var currents: [String: Manifest] = [:]
    var all: [Manifest] = []
    var damaged: Set<String> = []
    /// Stages whose last publication was of another version.
    var elsewhere: Set<String> = []

    func current(_ stage: String) -> Manifest? { currents[stage] }
    func version(_ stage: String, fingerprint: String) -> Manifest? {
      all.first { $0.stage == stage && $0.fingerprint == fingerprint && damage($0) == nil }
    }
    func isOutside(_ manifest: Manifest) -> Bool { !elsewhere.contains(manifest.stage) }
    func damage(_ manifest: Manifest) -> String? { damaged.contains(manifest.version) ? "torn" : nil }
  }

  private static let kind = StageKind(name: "test", codeVersion: 1, outputs: ["out"], parameters: ["k"])

  private func stage(_ id: String, _ inputs: [String], parameters: [String] = []) -> StageDeclaration {
    StageDeclaration(
      id: id, kind: Self.kind, inputs: inputs.compactMap { StageInput("\($0).out") }, outputs: ["out"],
      parameters: parameters, position: TextPosition(line: 1, column: 1))
  }

  private func planner(k: JSON = 4, forced: Set<String> = []) throws -> Planner {
    let stages = [stage("a", []), stage("b", ["a"], parameters: ["k"]), stage("c", ["b"])]
    let config = PipelineConfig(
      file: "/p.json", name: "p", sources: [], parameters: ParameterSet(["k": k]), stages: stages)
    return Planner(
      config: config, graph: try PipelineGraph(stages), sources: [:],
      engine: EngineIdentity(family: "test", prelude: ""), selection: ["a", "b", "c"], forced: forced)
  }

  /// Runs every stage that would run, each giving `content`, and makes all current.
  private func build(_ planner: Planner, _ shelf: inout Shelf, content: String = "same") throws {
    var settled: [String: Manifest] = [:]
    for id in planner.graph.order {
      let stage = try #require(planner.config.stage(id))
      let decision = planner.decide(stage, settled: settled, shelf)
      let manifest =
        try decision.manifest
        ?? Manifest(
          stage: id, key: #require(decision.key),
          outputs: ["out": OutputManifest(format: .json, files: [], rows: nil, digest: "\(id) \(content)")], checks: [],
          seconds: 0, steps: [], run: "r", engine: "")
      settled[id] = manifest
      shelf.currents[id] = manifest
      shelf.all.append(manifest)
    }
  }

  private func verdicts(_ planner: Planner, _ shelf: Shelf) -> [Verdict] { planner.plan(shelf).map(\.verdict) }

  @Test func aStageWithEffectsRunsWhereAnotherVersionWasPutOutside() throws {
    var kind = Self.kind
    kind.hasEffects = true
    let stages = [
      stage("a", []),
      StageDeclaration(
        id: "b", kind: kind, inputs: [StageInput("a.out")].compactMap { $0 }, outputs: ["out"], parameters: [],
        position: TextPosition(line: 1, column: 1)),
    ]
    let config = PipelineConfig(
      file: "/p.json", name: "p", sources: [], parameters: ParameterSet([:]), stages: stages)
    let planner = Planner(
      config: config, graph: try PipelineGraph(stages), sources: [:],
      engine: EngineIdentity(family: "test", prelude: ""), selection: ["a", "b"], forced: [])
    var shelf = Shelf()
    try build(planner, &shelf)
    #expect(verdicts(planner, shelf) == [.fresh, .fresh])
    // What lies in the store alone is no matter of where it went.
    shelf.elsewhere = ["a", "b"]
    #expect(verdicts(planner, shelf) == [.fresh, .willRun])
    #expect(planner.plan(shelf).last?.reasons == [.outside])
  }

  @Test func whatWasNeverBuiltRunsAndThenIsFresh() throws {
    var shelf = Shelf()
    let planner = try planner()
    #expect(verdicts(planner, shelf) == [.willRun, .willRun, .willRun])
    try build(planner, &shelf)
    #expect(verdicts(planner, shelf) == [.fresh, .fresh, .fresh])
  }

  @Test func aParameterMakesItsReaderRunAndTheRestDepends() throws {
    var shelf = Shelf()
    try build(planner(), &shelf)
    let decisions = try planner(k: 5).plan(shelf)
    #expect(decisions.map(\.verdict) == [.fresh, .willRun, .mayRun])
    #expect(decisions[1].reasons == [.parameter(path: "k", from: 4, to: 5)])
    #expect(decisions[2].reasons == [.upstream("b")])
    // Equal content upstream: what reads it is fresh again.
    try build(planner(k: 5), &shelf)
    #expect(try verdicts(planner(k: 5), shelf) == [.fresh, .fresh, .fresh])
    #expect(
      shelf.all.filter { $0.stage == "c" }.map(\.fingerprint).allSatisfy { $0 == shelf.currents["c"]?.fingerprint })
    // Set back: the older version serves.
    let back = try planner().plan(shelf)
    #expect(back.map(\.verdict) == [.fresh, .restored, .fresh])
    #expect(back[1].reasons.last == shelf.all.first { $0.stage == "b" }.map { .builtBefore(version: $0.version) })
  }

  @Test func damagedAndForcedVersionsRun() throws {
    var shelf = Shelf()
    try build(planner(), &shelf)
    shelf.damaged = [try #require(shelf.currents["b"]).version]
    let decisions = try planner().plan(shelf)
    #expect(decisions.map(\.verdict) == [.fresh, .willRun, .mayRun])
    #expect(decisions[1].reasons == [.damaged("torn")])
    shelf.damaged = []
    #expect(try planner(forced: ["a"]).plan(shelf).map(\.verdict) == [.willRun, .mayRun, .mayRun])
  }

  @Test func anotherEngineMakesRelationalStagesStaleAndNoOthers() throws {
    func key(_ family: String, _ stage: StageDeclaration) -> StageKey {
      StageKey(
        stage: stage, parameters: ParameterSet(["k": 4]), inputs: [:],
        engine: EngineIdentity(family: family, prelude: ""))
    }
    var stage = stage("a", [])
    #expect(key("duckdb", stage) == key("spark", stage))
    stage.sql = try SQLStageFile(path: "/a.sql", shownAs: "a.sql", text: "-- output: out\nSELECT 1 AS x\n")
    #expect(key("duckdb", stage) != key("spark", stage))
  }

  // MARK: - What is held

  /// A pipeline of one stage whose output `out` is held while `policy` is not "always"; `k` shapes it, `limit` does not.
  private func holding(
    _ policy: String, k: Int = 4, limit: Int = 1, source: String = "day 1", forced: Set<String> = []
  ) throws -> Planner {
    let kind = StageKind(
      name: "test", codeVersion: 1, outputs: ["out"], parameters: ["policy", "k", "limit"],
      held: HeldState(
        output: "out", companions: [], policy: "policy", nothing: "always", free: ["policy", "limit"]))
    let stage = StageDeclaration(
      id: "a", kind: kind, inputs: [.source("s")], outputs: ["out"], parameters: kind.parameters,
      position: TextPosition(line: 1, column: 1))
    let config = PipelineConfig(
      file: "/p.json", name: "p", sources: [],
      parameters: ParameterSet(["policy": .string(policy), "k": .int(k), "limit": .int(limit)]), stages: [stage])
    return Planner(
      config: config, graph: try PipelineGraph([stage]),
      sources: ["s": .files(kind: "test", digests: ["f": source])],
      engine: EngineIdentity(family: "test", prelude: ""), selection: ["a"], forced: forced)
  }

  private func key(_ planner: Planner, _ shelf: Shelf) throws -> StageKey {
    try #require(planner.plan(shelf).first?.key)
  }

  @Test func whatIsHeldIsInTheKeyOfWhatIsMadeWithItAndOfNothingElse() throws {
    var shelf = Shelf()
    // Nothing to hold yet; then the same inputs stay fresh, whatever is held.
    #expect(try key(holding("hold"), shelf).held == nil)
    try build(holding("hold"), &shelf, content: "fit")
    #expect(try verdicts(holding("hold"), shelf) == [.fresh])
    // Another day: the published output is held, and its digest is in the key.
    let night = try key(holding("hold", source: "day 2"), shelf)
    #expect(night.held == StageKey.Held(content: "a fit", isRenewed: false))
    #expect(try night.fingerprint != key(holding("always", source: "day 2"), shelf).fingerprint)
    #expect(StageKey(json: night.json) == night)
    try build(holding("hold", source: "day 2"), &shelf, content: "fit")
    #expect(try verdicts(holding("hold", source: "day 2"), shelf) == [.fresh])
    // Asked for: it is made anew, and is no less fresh afterwards.
    let renewed = try key(holding("hold", source: "day 2", forced: ["a"]), shelf)
    #expect(renewed.held == StageKey.Held(content: "a fit", isRenewed: true))
    try build(holding("hold", source: "day 2", forced: ["a"]), &shelf, content: "refit")
    #expect(try verdicts(holding("hold", source: "day 2"), shelf) == [.fresh])
    #expect(try key(holding("hold", source: "day 3"), shelf).held?.content == "a refit")
    // A parameter that shapes it ends it; one that does not leaves it.
    #expect(try key(holding("hold", k: 5, source: "day 3"), shelf).held == nil)
    #expect(try key(holding("hold", limit: 2, source: "day 3"), shelf).held?.content == "a refit")
    #expect(try key(holding("when_due", source: "day 3"), shelf).held?.content == "a refit")
    #expect(try key(holding("always", source: "day 3"), shelf).held == nil)
    // A damaged version serves nothing.
    shelf.damaged = Set(shelf.all.map(\.version))
    #expect(try key(holding("hold", source: "day 3"), shelf).held == nil)
  }
}
