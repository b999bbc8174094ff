public import JSON

/// A stage as declared.
public struct StageDeclaration: Sendable {
  /// Its id, unique in the pipeline.
  public var id: String
  /// Its kind.
  public var kind: StageKind
  /// The SQL file of a relational stage, parsed.
  public var sql: SQLStageFile?
  /// The program of a command stage.
  public var command: CommandDeclaration?
  /// Where a stage that publishes puts its inputs.
  public var publish: PublishDeclaration?
  /// What it reads.
  public var inputs: [StageInput]
  /// The names of what it makes.
  public var outputs: [String]
  /// The parameters it may read: paths, each standing for all below it.
  public var parameters: [String]
  /// Whether its source is read file by file.
  public var partitionedByFile: Bool
  /// What it may use while it runs.
  public var resources = StageResources()
  /// How often it is tried again.
  public var retries = StageRetries()
  /// The checks on its outputs.
  public var checks: [OutputCheck]
  /// Where it is declared.
  public var position: TextPosition
  /// Where its id, inputs and parameters stand, by their text.
  public var places: [String: TextPosition]

  /// Makes a stage.
  public init(
    id: String, kind: StageKind, sql: SQLStageFile? = nil, command: CommandDeclaration? = nil, inputs: [StageInput],
    outputs: [String], parameters: [String], partitionedByFile: Bool = false, checks: [OutputCheck] = [],
    position: TextPosition,
    places: [String: TextPosition] = [:]
  ) {
    self.id = id
    self.kind = kind
    self.sql = sql
    self.command = command
    self.inputs = inputs
    self.outputs = outputs
    self.parameters = parameters
    self.partitionedByFile = partitionedByFile
    self.checks = checks
    self.position = position
    self.places = places
  }

  /// The outputs it makes, named in the config or not.
  public var made: [String] { sql?.outputs ?? command?.outputs.map(\.name) ?? kind.outputs }

  /// Whether it reads a source's files.
  public var readsSource: Bool { inputs.contains { if case .source = $0 { true } else { false } } }

  /// Where a text of the declaration stands; the stage's own place where that is not known.
  func place(of text: String) -> TextPosition { places[text] ?? position }
}

/// What a stage reads: a source, or an output of another stage.
public enum StageInput: Sendable, Hashable, CustomStringConvertible {
  case source(String)
  case output(stage: String, output: String)

  /// Reads `source:NAME` or `STAGE.OUTPUT`; nil where the text is neither.
  public init?(_ text: String) {
    if text.hasPrefix("source:") {
      self = .source(String(text.dropFirst("source:".count)))
      return
    }
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else { return nil }
    self = .output(stage: String(parts[0]), output: String(parts[1]))
  }

  /// `source:NAME` or `STAGE.OUTPUT`.
  public var description: String {
    switch self {
    case .source(let name): "source:\(name)"
    case .output(let stage, let output): "\(stage).\(output)"
    }
  }

  /// The name of the view under which SQL sees it: `source`, or `STAGE_OUTPUT`.
  public var viewName: String {
    switch self {
    case .source: "source"
    case .output(let stage, let output): "\(stage)_\(output)"
    }
  }
}
