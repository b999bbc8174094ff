public import ArtifactStore
public import JSON
public import PipelineModel

/// One side of a comparison: a run, and the version of each stage that it stood for.
public struct ComparedRun: Sendable {
  /// The run's id.
  public let id: String
  /// Its record; nil where it is lost.
  public let record: JSON?
  /// The version of each stage; a stage that failed or was not reached has none.
  public let versions: [String: String]
  /// The store that holds them.
  public let store: Store
  private let entries: [String: JSON]

  /// A recorded run.
  /// - Throws: `ConfigError` where there is no such run, or its record cannot be understood.
  public init(_ reference: String, in store: Store) throws(ConfigError) {
    let history = RunHistory(store.layout)
    let id = try history.resolve(reference)
    guard let record = history.record(id) else {
      throw ConfigError(reference, nil, "the record of run \(id) cannot be understood")
    }
    self.init(id: id, record: record, store: store, versions: nil)
  }

  /// What is current in a store.
  /// - Throws: `ConfigError` where nothing was published yet.
  public init(currentOf store: Store) throws(ConfigError) {
    guard let pointer = store.pointer else {
      throw ConfigError("\(store.layout.root)", nil, "nothing was published there yet", mend: "palier run")
    }
    self.init(
      id: pointer.run, record: RunHistory(store.layout).record(pointer.run), store: store, versions: pointer.versions)
  }

  private init(id: String, record: JSON?, store: Store, versions: [String: String]?) {
    self.id = id
    self.record = record
    self.store = store
    entries = Dictionary(
      (record?["stages"]?.array ?? []).compactMap { entry in entry["id"]?.string.map { ($0, entry) } },
      uniquingKeysWith: { $1 })
    self.versions = versions ?? entries.compactMapValues { $0["version"]?.string }
  }

  /// The stages in the order of the record.
  public var stages: [String] {
    let recorded = (record?["stages"]?.array ?? []).compactMap { $0["id"]?.string }
    return recorded + versions.keys.filter { !recorded.contains($0) }.sorted()
  }

  /// What the run's record says of a stage.
  public func entry(_ stage: String) -> JSON? { entries[stage] }

  /// The manifest of a stage's version; nil where it has none, or its files are gone.
  public func manifest(_ stage: String) -> Manifest? {
    versions[stage].flatMap { store.manifest(stage, $0) }
  }

  /// What a stage was made from: as the record holds it, else as the version's manifest does.
  public func key(_ stage: String) -> StageKey? {
    if let recorded = entries[stage], recorded["version"]?.string == versions[stage],
      let key = recorded["key"].flatMap(StageKey.init(json:))
    {
      return key
    }
    return manifest(stage)?.key
  }

  /// The digest of what a stage made.
  public func contentDigest(_ stage: String) -> String? {
    if let manifest = manifest(stage) { return manifest.contentDigest }
    guard let entry = entries[stage], entry["version"]?.string == versions[stage] else { return nil }
    return entry["content_digest"]?.string
  }

  /// The parameters of the run, by path.
  public var parameters: [String: JSON] {
    if let recorded = record?["parameters"]?.object {
      return Dictionary(recorded.map { ($0.key, $0.value) }, uniquingKeysWith: { $1 })
    }
    return versions.keys.compactMap { key($0)?.parameters }.reduce(into: [:]) { $0.merge($1) { first, _ in first } }
  }

  /// The files of each source: what the stages that read them were made from.
  public var sources: [String: StageKey.Identity] {
    var sources: [String: StageKey.Identity] = [:]
    for stage in stages {
      for case (let name, .files(let kind, let digests)) in key(stage)?.inputs ?? [:]
      where name.hasPrefix("source:") {
        sources[name] = .files(kind: kind, digests: digests)
      }
    }
    return sources
  }
}
