public import ArtifactStore
public import Engines
internal import JSON
public import PipelineModel
internal import Platform
internal import Stages

/// A pipeline with its output folder: what every verb works on.
public struct Project: Sendable {
  /// The pipeline.
  public let config: PipelineConfig
  /// Its graph.
  public let graph: PipelineGraph
  /// Its output folder.
  public let store: Store
  /// Its engine.
  public let engine: any SQLEngine
  /// Where sessions with the engine come from.
  public let databases: DatabasePool

  /// Reads a config and opens the output folder, which need not exist.
  ///
  /// - Parameters:
  ///   - configPath: the config file.
  ///   - output: the output folder; nil for `output` beside the config.
  /// - Throws: `ConfigError`, `FileError`.
  public init(configPath: String, output: String?, overrides: ConfigLoader.Overrides) throws {
    let (config, graph) = try ConfigLoader.load(
      configPath, kinds: NativeStages.kinds, installation: Installation.folder, overrides: overrides)
    self.config = config
    self.graph = graph
    let root = output.map { Paths.absolute($0) } ?? Files.folderOf(config.file) + "/output"
    store = try Store(root: root)
    databases = DatabasePool(
      EngineLimits(threads: config.engine.threads ?? Environment.processors, memory: config.engine.memoryLimit))
    engine = try Self.engine(config.engine, databases)
  }

  /// The same pipeline with the store as it is now.
  init(refreshing other: Project) throws(FileError) {
    config = other.config
    graph = other.graph
    engine = other.engine
    databases = other.databases
    store = try Store(root: other.store.layout.root)
  }

  private static func engine(_ declaration: EngineDeclaration, _ databases: DatabasePool) throws -> any SQLEngine {
    let preludes = Installation.folder + "/stages/prelude/"
    func prelude(_ kind: EngineDeclaration.Kind) throws -> String {
      let path = "\(preludes)\(kind.rawValue).sql"
      do {
        return String(decoding: try Files.read(path), as: UTF8.self)
      } catch {
        throw ConfigError(
          path, nil, "the engine's prelude cannot be read: \(error.reason)",
          mend: "run palier from its own folder, or set PALIER_HOME to it")
      }
    }
    let own = try prelude(declaration.kind)
    switch declaration.kind {
    case .duckdb: return DuckDBEngine(prelude: own, databases: databases)
    case .spark:
      return SparkEngine(
        declaration, prelude: own, readingPrelude: try prelude(.duckdb), script: preludes + "spark.py",
        databases: databases)
    }
  }

  /// The files of every source that a stage reads.
  /// - Throws: `ConfigError` where a path leads to no file.
  public func sourceFiles() throws -> [String: [SourceFile]] {
    var files: [String: [SourceFile]] = [:]
    for stage in config.stages {
      for case .source(let name) in stage.inputs where files[name] == nil {
        if let source = config.source(name) { files[name] = try SourceFile.resolve(source) }
      }
    }
    return files
  }

  /// What every source holds: the digest of each of its files.
  /// - Throws: `FileError` where a file cannot be read.
  public func sourceIdentities(_ files: [String: [SourceFile]]) throws -> [String: StageKey.Identity] {
    var identities: [String: StageKey.Identity] = [:]
    for (name, list) in files {
      guard let source = config.source(name) else { continue }
      var digests: [String: String] = [:]
      for file in list { digests[file.name] = try store.digests.digest(file.path) }
      identities[name] = .files(kind: source.identity, digests: digests)
    }
    return identities
  }

  /// The own files of every command stage: the digest of each by its path below the config's folder.
  ///
  /// A folder stands for all files below it but hidden ones and those that Python compiles.
  /// - Throws: `ConfigError` where a pattern leads to no file, `FileError` where one cannot be read.
  public func ownFiles() throws -> [String: StageKey.Identity] {
    var identities: [String: StageKey.Identity] = [:]
    let base = Files.folderOf(config.file)
    for stage in config.stages {
      guard let command = stage.command, !command.files.isEmpty else { continue }
      var digests: [String: String] = [:]
      for pattern in command.files {
        for path in try OwnFiles.resolve(pattern, stage: stage.id, config: config.file) {
          let name = Paths.isInside(path, base) ? String(path.dropFirst(base.count + 1)) : path
          digests[name] = try store.digests.digest(path)
        }
      }
      identities[stage.id] = .files(kind: StageKey.ownFiles, digests: digests)
    }
    return identities
  }

  /// What is done to customers where a source is read, as key and erasures are now; nil for nothing.
  /// - Throws: `ConfigError` where there is no usable key, or the list of erasures cannot be read.
  public func protection() throws(ConfigError) -> CustomerProtection? {
    let privacy = config.privacy
    let key = privacy.isPseudonymised ? try PseudonymKey.load(privacy, config: config.file) : nil
    return CustomerProtection(key: key, erasures: try ErasureFile.load(privacy.erasures))
  }

  /// A planner for the sources as they are now.
  /// - Throws: `ConfigError` or `FileError` where a source cannot be read.
  public func planner(select: [String] = [], force: [String] = []) throws -> Planner {
    let selection = try StageSelection(select, in: graph).stages
    try requireStages(force, "--force")
    var planner = Planner(
      config: config, graph: graph, sources: try sourceIdentities(try sourceFiles()), files: try ownFiles(),
      engine: engine.identity, selection: selection, forced: Set(force))
    planner.privacy = try protection()?.identity
    return planner
  }

  /// Refuses names that are no stages.
  ///
  /// - Parameters:
  ///   - option: where they were given.
  /// - Throws: `ConfigError`.
  func requireStages(_ ids: [String], _ option: String) throws {
    for id in ids where !graph.order.contains(id) {
      throw ConfigError(
        "\(option) \(id)", nil, "\"\(id)\" is no stage of this pipeline",
        mend: Suggestion.mend(id, known: graph.order))
    }
  }
}
