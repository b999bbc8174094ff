/// What one `pipeline.json` declares, checked and resolved.
public struct PipelineConfig: Sendable {
  /// The file it was read from, absolute.
  public var file: String
  /// The pipeline's name.
  public var name: String
  /// Its sources.
  public var sources: [SourceDeclaration]
  /// Its parameters: the built-in defaults, the file's values, the command line's.
  public var parameters: ParameterSet
  /// Its stages, in the file's order.
  public var stages: [StageDeclaration] {
    didSet { indexStages() }
  }
  /// Its engine.
  public var engine: EngineDeclaration
  /// What all stages may use together.
  public var limits: StageResources
  /// How many runs and days of versions `gc` keeps.
  public var retention: Retention
  /// What is written of a run for lineage catalogues.
  public var lineage = Lineage()
  /// Whom a run tells what became of it.
  public var notify: NotifyDeclaration
  /// Where the figures of a run are written.
  public var metrics: MetricsDeclaration
  /// How personal data are kept.
  public var privacy: PrivacyDeclaration
  /// The overrides that were given on the command line, for the run's record.
  public var overrides: [Override]
  /// What is odd but not wrong.
  public var warnings: [Diagnostic]

  /// Makes a config.
  public init(
    file: String, name: String, sources: [SourceDeclaration], parameters: ParameterSet, stages: [StageDeclaration],
    engine: EngineDeclaration = EngineDeclaration(), limits: StageResources = StageResources(),
    retention: Retention = Retention(), notify: NotifyDeclaration = NotifyDeclaration(),
    metrics: MetricsDeclaration = MetricsDeclaration(), overrides: [Override] = [],
    warnings: [Diagnostic] = []
  ) {
    self.file = file
    self.name = name
    self.sources = sources
    self.parameters = parameters
    self.stages = stages
    self.engine = engine
    self.limits = limits
    self.retention = retention
    self.notify = notify
    self.metrics = metrics
    privacy = PrivacyDeclaration(erasures: file + ".erasures")
    self.overrides = overrides
    self.warnings = warnings
    indexStages()
  }

  /// Where each stage stands among the stages.
  private var positions: [String: Int] = [:]

  private mutating func indexStages() {
    positions = Dictionary(stages.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// What is written of a run for lineage catalogues.
  public struct Lineage: Sendable, Hashable {
    /// Whether events are written.
    public var isOn = true
    /// The namespace of jobs and datasets; nil for one made of the pipeline's name.
    public var namespace: String?

    /// Events under the pipeline's own namespace.
    public init() {}
  }

  /// One override of the command line.
  public struct Override: Sendable, Hashable {
    /// `--set` or `--source`.
    public var option: String
    /// What was set.
    public var name: String
    /// To what.
    public var value: String

    /// Makes an override.
    public init(option: String, name: String, value: String) {
      self.option = option
      self.name = name
      self.value = value
    }
  }

  /// What is kept when old versions are removed.
  public struct Retention: Sendable, Hashable {
    /// Runs whose versions are kept.
    public var keepRuns = 14
    /// Days for which a run's versions are kept.
    public var keepDays = 30
    /// Bytes that all versions may take; nil for no bound.
    public var maximumBytes: Int?
    /// Whether a good run that changed something removes what can go.
    public var isAutomatic = false

    /// The usual retention.
    public init() {}
  }

  /// The stage with this id, or nil.
  public func stage(_ id: String) -> StageDeclaration? { positions[id].map { stages[$0] } }

  /// The source with this name, or nil.
  public func source(_ name: String) -> SourceDeclaration? { sources.first { $0.name == name } }
}
