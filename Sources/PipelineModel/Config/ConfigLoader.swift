internal import JSON
internal import Platform

/// Reads a `pipeline.json` into a `PipelineConfig`, or says everything that is wrong with it.
public struct ConfigLoader {
  /// What the command line changes.
  public struct Overrides: Sendable {
    /// `--set PATH=VALUE`.
    public var parameters: [(path: String, value: String)] = []
    /// `--source NAME=PATH_OR_PATTERN`.
    public var sources: [(name: String, path: String)] = []

    /// No change.
    public init() {}
  }

  static let keys = [
    "$schema", "name", "sources", "parameters", "stages", "checks", "contracts", "retention", "engine", "limits",
    "lineage", "notify", "metrics", "privacy",
  ]

  let file: String
  let shown: String
  let folder: String
  let installation: String
  let kinds: [String: StageKind]
  let overrides: Overrides
  var faults: [Diagnostic] = []
  /// Sources that are declared, but cannot be read: what reads them is not at fault.
  var unreadSources: Set<String> = []
  var warnings: [Diagnostic] = []
  /// Whether words of commands are files.
  var filesLookedFor: [String: Bool] = [:]
  /// Where checks are written, by stage, output and name: they are resolved once the rest is read.
  var checkPlaces: [String: TextPosition] = [:]

  /// Reads and checks a config.
  ///
  /// - Parameters:
  ///   - path: the config file.
  ///   - kinds: the stage kinds that can run.
  ///   - installation: the folder in which Palier's own `stages/` lie; a stage's file that is not found beside the
  ///     config is looked for there.
  ///   - overrides: what the command line changes.
  /// - Throws: `ConfigError` with every fault that was found, in the order of the text.
  public static func load(
    _ path: String, kinds: [StageKind], installation: String, overrides: Overrides = Overrides()
  ) throws(ConfigError) -> (config: PipelineConfig, graph: PipelineGraph) {
    var loader = ConfigLoader(path, kinds: kinds, installation: installation, overrides: overrides)
    return try loader.load()
  }

  private init(_ path: String, kinds: [StageKind], installation: String, overrides: Overrides) {
    file = Paths.absolute(path)
    shown = Paths.shown(file)
    folder = Files.folderOf(file)
    self.installation = installation
    self.kinds = Dictionary(uniqueKeysWithValues: kinds.map { ($0.name, $0) })
    self.overrides = overrides
  }

  mutating func fault(_ position: TextPosition?, _ message: String, _ mend: String? = nil) {
    faults.append(Diagnostic(shown, position, message, mend: mend))
  }

  private mutating func load() throws(ConfigError) -> (config: PipelineConfig, graph: PipelineGraph) {
    let root = try parse()
    var reader = ObjectReader(root, file: shown, what: "a pipeline", keys: Self.keys)
    let name = reader.string("name", required: true) ?? ""
    if let node = reader["name"], name.unicodeScalars.contains(where: { $0.value < 32 }) {
      reader.fault(node.position, "\"name\" holds a line break or a control sign", "keep it to one line")
    }
    faults += reader.faults
    let sources = readSources(root["sources"])
    var stages = readStages(root, sources: sources)
    let parameters = readParameters(root["parameters"], stages: stages, name: name)
    checkParameters(of: stages, parameters)
    let engine = readEngine(root["engine"])
    let limits = readLimits(root["limits"])
    let retention = readRetention(root["retention"])
    let lineage = readLineage(root["lineage"])
    let notify = readNotify(root["notify"])
    let metrics = readMetrics(root["metrics"])
    let privacy = readPrivacy(root["privacy"])
    refuseUnprotectedSources(stages, privacy)
    checkReferences(stages, sources)
    resolveChecks(of: &stages, sources, parameters)
    guard faults.isEmpty else { throw sorted(faults) }
    let graph: PipelineGraph
    do {
      graph = try PipelineGraph(stages)
    } catch {
      let place = stages.first { $0.id == error.stages.first }?.position
      throw ConfigError(shown, place, error.description, mend: "remove one of these inputs")
    }
    var config = PipelineConfig(
      file: file, name: name, sources: sources, parameters: parameters, stages: stages, engine: engine, limits: limits,
      retention: retention, notify: notify, metrics: metrics,
      overrides: overrides.parameters.map { .init(option: "--set", name: $0.path, value: $0.value) }
        + overrides.sources.map { .init(option: "--source", name: $0.name, value: $0.path) },
      warnings: warnings)
    config.lineage = lineage
    config.privacy = privacy
    return (config, graph)
  }

  private func parse() throws(ConfigError) -> JSONNode {
    let bytes: [UInt8]
    do {
      bytes = try Files.read(file, limit: 16 << 20)
    } catch {
      throw ConfigError(
        shown, nil, error.reason == "No such file or directory" ? "there is no such file" : error.description,
        mend: "name a pipeline with -c FILE")
    }
    do {
      return try JSONParser.parse(bytes, dialect: .commented)
    } catch {
      throw ConfigError(shown, error.position, error.message, mend: error.mend)
    }
  }

  private func sorted(_ faults: [Diagnostic]) -> ConfigError {
    let end = TextPosition(line: .max, column: .max)
    return ConfigError(
      faults.enumerated().sorted {
        ($0.element.file == shown ? 0 : 1, $0.element.position ?? end, $0.offset)
          < ($1.element.file == shown ? 0 : 1, $1.element.position ?? end, $1.offset)
      }.map(\.element))
  }

  // MARK: - Engine and retention

  private mutating func readRetention(_ node: JSONNode?) -> PipelineConfig.Retention {
    var retention = PipelineConfig.Retention()
    guard let node else { return retention }
    var reader = ObjectReader(
      node, file: shown, what: "\"retention\"",
      keys: ["keep_runs", "keep_days", "max_size", "auto"])
    retention.keepRuns = reader.integer("keep_runs", minimum: 1) ?? retention.keepRuns
    retention.keepDays = reader.integer("keep_days", minimum: 0) ?? retention.keepDays
    if let size = reader.string("max_size") {
      retention.maximumBytes = ByteCount.parse(size)
      if retention.maximumBytes == nil {
        reader.fault(
          reader["max_size"]?.position ?? node.position, "\"\(size)\" is no amount of bytes",
          "write such as \"10GB\" or \"500MB\"")
      }
    }
    retention.isAutomatic = reader.truth("auto") ?? false
    faults += reader.faults
    return retention
  }

  private mutating func readLineage(_ node: JSONNode?) -> PipelineConfig.Lineage {
    var lineage = PipelineConfig.Lineage()
    guard let node else { return lineage }
    if case .bool(let isOn) = node.content {
      lineage.isOn = isOn
      return lineage
    }
    var reader = ObjectReader(node, file: shown, what: "\"lineage\"", keys: ["namespace"])
    lineage.namespace = reader.string("namespace")
    faults += reader.faults
    return lineage
  }

  // MARK: - Sources

  mutating func applySourceOverrides(to sources: inout [SourceDeclaration]) {
    var replaced: Set<String> = []
    for (name, path) in overrides.sources {
      let option = "--source \(name)=\(path)"
      guard let index = sources.firstIndex(where: { $0.name == name }) else {
        faults.append(
          Diagnostic(
            option, nil, "\"\(name)\" is no source of this pipeline",
            mend: Suggestion.mend(name, known: sources.map(\.name))))
        continue
      }
      if replaced.insert(name).inserted { sources[index].patterns = [] }
      sources[index].patterns.append(.init(path: Paths.absolute(path), file: option, position: nil))
    }
  }
}
