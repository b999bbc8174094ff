public import PipelineModel

/// An engine that runs relational stages.
public protocol SQLEngine: Sendable {
  /// What fingerprints say of it.
  var identity: EngineIdentity { get }
  /// Its name and version, for manifests.
  func version() throws -> String
  /// Runs a stage: each block in order, each output into the job's folder.
  /// - Returns: what the manifest says of each output.
  /// - Throws: `StageFailure`.
  func run(_ job: SQLJob, _ control: JobControl) throws -> [String: OutputManifest]
  /// Whether a stage can start from an earlier version's files.
  var takesIncrements: Bool { get }
  /// Gives back what the engine holds outside this process.
  func finish()
}

extension SQLEngine {
  /// It can.
  public var takesIncrements: Bool { true }

  /// There is nothing to give back.
  public func finish() {}
}

/// A table that a stage reads.
public struct InputTable: Sendable, Hashable {
  /// The input as the config names it.
  public var input: String
  /// The view under which SQL sees it.
  public var view: String
  /// Its files.
  public var files: [String]
  /// How it is kept.
  public var format: OutputManifest.Format
  /// Its columns; nil where only the engine can tell them.
  public var schema: [OutputManifest.Column]?

  /// Makes an input.
  public init(
    input: String, view: String, files: [String], format: OutputManifest.Format,
    schema: [OutputManifest.Column]? = nil
  ) {
    self.input = input
    self.view = view
    self.files = files
    self.format = format
    self.schema = schema
  }
}

/// A source that a stage reads.
public struct InputSource: Sendable {
  /// The source's name.
  public var name: String
  /// What its files look like.
  public var kind: SourceKind
  /// What the config says of them.
  public var options: SourceOptions
  /// Its files, sorted by name.
  public var files: [SourceFile]

  /// Makes a source.
  public init(name: String, kind: SourceKind, options: SourceOptions = SourceOptions(), files: [SourceFile]) {
    self.name = name
    self.kind = kind
    self.options = options
    self.files = files
  }
}

/// Everything that a relational stage needs.
public struct SQLJob: Sendable {
  /// The stage.
  public var stage: String
  /// The file with its SQL, as shown in messages.
  public var sqlFile: String
  /// Its blocks.
  public var blocks: [SQLStageFile.Block]
  /// The tables that it reads.
  public var tables: [InputTable]
  /// The source that it reads.
  public var source: InputSource?
  /// What is done to the source's customers; nil for nothing.
  public var protection: CustomerProtection?
  /// The parameters that it may read.
  public var parameters: ParameterSet
  /// The folder to write to.
  public var folder: String
  /// Bounds on what it uses; nil for the engine's.
  public var limits: EngineLimits?
  /// The version to start from, where only some of the source's files are to be read: `source` has no others then.
  public var increment: FileIncrement?
  /// The folder of that version.
  public var baseFolder = ""

  /// Makes a job that makes its outputs anew.
  public init(
    stage: String, sqlFile: String, blocks: [SQLStageFile.Block], tables: [InputTable], source: InputSource?,
    parameters: ParameterSet, folder: String
  ) {
    self.stage = stage
    self.sqlFile = sqlFile
    self.blocks = blocks
    self.tables = tables
    self.source = source
    self.parameters = parameters
    self.folder = folder
  }
}

/// Bounds on what an engine uses; they change no result.
public struct EngineLimits: Sendable, Hashable {
  /// Threads.
  public var threads: Int
  /// Memory, such as `4GB`; nil for the engine's own bound.
  public var memory: String?

  /// Makes bounds.
  public init(threads: Int, memory: String? = nil) {
    self.threads = threads
    self.memory = memory
  }
}
