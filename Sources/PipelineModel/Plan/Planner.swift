public import JSON

/// What the planner asks of the store.
public protocol VersionLookup {
  /// The stage's current version, or nil.
  func current(_ stage: String) -> Manifest?
  /// A whole, undamaged version with this fingerprint, or nil; the current one where it fits.
  func version(_ stage: String, fingerprint: String) -> Manifest?
  /// What is wrong with a version's files, or nil where nothing is.
  func damage(_ manifest: Manifest) -> String?
  /// A version's SQL as it was written, or nil where that is not known.
  func sqlText(_ manifest: Manifest) -> String?
  /// What came of the checks of this digest on a version, or nil where it has not passed them.
  func checkResults(_ manifest: Manifest, digest: String) -> [CheckResult]?
  /// Whether what a stage with effects last put outside the output folder is this version.
  func isOutside(_ manifest: Manifest) -> Bool
}

extension VersionLookup {
  /// Not known.
  public func sqlText(_ manifest: Manifest) -> String? { nil }

  /// As far as is known.
  public func isOutside(_ manifest: Manifest) -> Bool { true }

  /// What the version itself says of the checks that it passed when it was made.
  public func checkResults(_ manifest: Manifest, digest: String) -> [CheckResult]? {
    manifest.checksDigest == digest ? manifest.checks : nil
  }
}

/// Decides what is stale, and why. Pure: it reads nothing but what it is given.
public struct Planner {
  /// The pipeline.
  public let config: PipelineConfig
  /// Its graph.
  public let graph: PipelineGraph
  /// The digest of each file of each source, by source and name.
  public let sources: [String: StageKey.Identity]
  /// The own files of each command stage that has some, by stage.
  public let files: [String: StageKey.Identity]
  /// The engine.
  public let engine: EngineIdentity
  /// What is done to customers where a source is read; nil for nothing.
  public var privacy: JSON?
  /// The stages that may run.
  public let selection: Set<String>
  /// The stages that run even where they are fresh.
  public let forced: Set<String>

  /// Makes a planner.
  public init(
    config: PipelineConfig, graph: PipelineGraph, sources: [String: StageKey.Identity],
    files: [String: StageKey.Identity] = [:], engine: EngineIdentity, selection: Set<String>, forced: Set<String> = []
  ) {
    self.config = config
    self.graph = graph
    self.sources = sources
    self.files = files
    self.engine = engine
    self.selection = selection
    self.forced = forced
  }

  /// The decisions for all stages, in graph order.
  public func plan(_ store: some VersionLookup) -> [Decision] {
    var settled: [String: Manifest] = [:]
    var decisions: [Decision] = []
    for id in graph.order {
      guard let stage = config.stage(id) else { continue }
      let decision = decide(stage, settled: settled, store)
      if let manifest = decision.manifest { settled[id] = manifest }
      decisions.append(decision)
    }
    return decisions
  }

  /// The decision for one stage.
  ///
  /// - Parameters:
  ///   - settled: the version of each upstream stage that is known; a missing one is still to be made.
  public func decide(
    _ stage: StageDeclaration, settled: [String: Manifest], _ store: some VersionLookup
  ) -> Decision {
    let current = store.current(stage.id)
    guard selection.contains(stage.id) else {
      let usable = current.flatMap { store.damage($0) == nil ? $0 : nil }
      return Decision(stage: stage.id, verdict: .skipped, reasons: [.notSelected], key: nil, manifest: usable)
    }
    var inputs: [String: StageKey.Identity] = [:]
    inputs[StageKey.ownFiles] = files[stage.id]
    var waiting: [String] = []
    for input in stage.inputs {
      switch input {
      case .source(let name): inputs[input.description] = sources[name]
      case .output(let producer, let output):
        if let digest = settled[producer]?.outputs[output]?.digest {
          inputs[input.description] = .content(digest)
        } else if !waiting.contains(producer) {
          waiting.append(producer)
        }
      }
    }
    var key = StageKey(stage: stage, parameters: config.parameters, inputs: inputs, engine: engine, privacy: privacy)
    let missing = Set(stage.inputs.map(\.description)).subtracting(inputs.keys)
    guard waiting.isEmpty else {
      return waitingDecision(stage, key, current, store, waiting: waiting, missing: missing)
    }
    let forced = forced.contains(stage.id)
    var reasons: [Reason] = forced ? [.forced] : []
    let damage = current.flatMap { store.damage($0) }
    if let held = stage.kind.held, damage == nil {
      if let old = current?.key, old.withoutHeld == key, !forced {
        key.held = old.held
      } else {
        key.held = held.taken(from: current, for: key, renewed: forced)
      }
    }
    let fingerprint = key.fingerprint
    if let current {
      let elsewhere = Self.elsewhere(stage, current, store)
      if current.fingerprint == fingerprint, damage == nil, !forced, elsewhere.isEmpty {
        let isChecked = isChecked(stage, current, settled, store)
        return Decision(
          stage: stage.id, verdict: .fresh, reasons: [isChecked ? Self.unchanged(current) : .checks], key: key,
          manifest: current,
          isToBeChecked: !isChecked)
      }
      reasons += elsewhere
      if let damage { reasons.append(.damaged(damage)) }
      let differences = differences(from: current, to: key, of: stage, store) ?? []
      reasons += differences.isEmpty && current.fingerprint != fingerprint ? [.format] : differences
    } else if !forced {
      reasons.append(.neverBuilt)
    }
    if !forced, !stage.kind.hasEffects, let built = store.version(stage.id, fingerprint: fingerprint) {
      return Decision(
        stage: stage.id, verdict: .restored,
        reasons: reasons.filter { $0 != .neverBuilt }
          + [.builtBefore(version: built.version)], key: key, manifest: built,
        isToBeChecked: !isChecked(stage, built, settled, store)
          || (stage.hasRelativeChecks && current.map { $0.version != built.version } ?? false))
    }
    return Decision(stage: stage.id, verdict: .willRun, reasons: reasons, key: key, manifest: nil)
  }

  private func isChecked(
    _ stage: StageDeclaration, _ version: Manifest, _ settled: [String: Manifest], _ store: some VersionLookup
  ) -> Bool {
    guard let digest = stage.checksDigest(settled) else { return true }
    return store.checkResults(version, digest: digest) != nil
  }

  private static func unchanged(_ current: Manifest) -> Reason {
    current.acceptedFrom.map { .accepted(version: $0, run: current.run) } ?? .unchanged
  }

  /// Why a stage with effects is stale though its current version is whole: that is not what it last put outside.
  private static func elsewhere(
    _ stage: StageDeclaration, _ current: Manifest, _ store: some VersionLookup
  ) -> [Reason] {
    stage.kind.hasEffects && !store.isOutside(current) ? [.outside] : []
  }

  /// A stage whose inputs are still to be made: it certainly runs where it differs already, else it may.
  private func waitingDecision(
    _ stage: StageDeclaration, _ key: StageKey, _ current: Manifest?, _ store: some VersionLookup, waiting: [String],
    missing: Set<String>
  ) -> Decision {
    let upstream = waiting.map { Reason.upstream($0) }
    guard let current else {
      return Decision(
        stage: stage.id, verdict: .willRun, reasons: [.neverBuilt] + upstream, key: nil, manifest: nil)
    }
    if forced.contains(stage.id) {
      return Decision(stage: stage.id, verdict: .willRun, reasons: [.forced] + upstream, key: nil, manifest: nil)
    }
    let differences = differences(from: current, to: key, of: stage, store, ignoring: missing) ?? [.format]
    let own = Self.elsewhere(stage, current, store) + differences
    return Decision(
      stage: stage.id, verdict: own.isEmpty ? .mayRun : .willRun, reasons: own + upstream, key: nil, manifest: nil)
  }

  /// What differs from the current version, SQL in lines as they are written where both texts are known;
  /// nil where its key cannot be read.
  private func differences(
    from current: Manifest, to key: StageKey, of stage: StageDeclaration, _ store: some VersionLookup,
    ignoring: Set<String> = []
  ) -> [Reason]? {
    guard let old = current.key else { return nil }
    return Reason.differences(from: old, to: key, ignoring: ignoring).map { reason in
      guard case .sql = reason, let before = store.sqlText(current), let after = stage.sql?.text else { return reason }
      return .sql(from: before, to: after) ?? reason
    }
  }
}
