public import Engines
public import JSON
public import PipelineModel
internal import Platform

/// What a native stage works with.
public struct StageContext: Sendable {
  /// The stage's id.
  public var stage: String
  /// The parameters that it may read.
  public var parameters: ParameterSet
  /// Its inputs.
  public var tables: [InputTable]
  /// The folder to write to.
  public var folder: String
  /// Where its sessions come from, and the bounds on what they use.
  public var databases: DatabasePool
  /// Cancellation and progress.
  public var control: JobControl
  /// What the stage takes over from its current version.
  public var held: HeldOutputs?

  /// Makes a context.
  public init(
    stage: String, parameters: ParameterSet, tables: [InputTable], folder: String,
    databases: DatabasePool, control: JobControl
  ) {
    self.stage = stage
    self.parameters = parameters
    self.tables = tables
    self.folder = folder
    self.databases = databases
    self.control = control
  }

  /// Threads that the stage may use.
  public var threads: Int { databases.limits.threads }

  // MARK: - Parameters

  /// The value of a parameter.
  /// - Throws: `StageFailure` where the stage does not name it.
  public func parameter(_ path: String) throws(StageFailure) -> JSON {
    guard let value = parameters[path] else {
      throw StageFailure(
        "stage \"\(stage)\" reads the parameter \"\(path)\", which it does not name", cause: .usage,
        mend: "add \"\(path)\" to its \"parameters\", or leave \"parameters\" out")
    }
    return value
  }

  /// A whole number.
  public func integer(_ path: String) throws(StageFailure) -> Int {
    try typed(path, try parameter(path).int)
  }

  /// A number.
  public func number(_ path: String) throws(StageFailure) -> Double {
    try typed(path, try parameter(path).double)
  }

  /// A text.
  public func text(_ path: String) throws(StageFailure) -> String {
    try typed(path, try parameter(path).string)
  }

  /// Texts.
  public func texts(_ path: String) throws(StageFailure) -> [String] {
    try typed(path, try parameter(path).array?.compactMap(\.string))
  }

  /// One of several words.
  public func choice<Choice: RawRepresentable>(_ path: String) throws(StageFailure) -> Choice
  where Choice.RawValue == String {
    let word = try text(path)
    guard let choice = Choice(rawValue: word) else {
      throw StageFailure("\"\(path)\" cannot be \"\(word)\"", cause: .usage)
    }
    return choice
  }

  private func typed<Value>(_ path: String, _ value: Value?) throws(StageFailure) -> Value {
    guard let value else { throw StageFailure("the parameter \"\(path)\" has an unexpected type", cause: .usage) }
    return value
  }

  // MARK: - Inputs

  /// The input that is the output `name` of some stage, or nil.
  public func table(_ name: String) -> InputTable? {
    tables.first { $0.input.hasSuffix(".\(name)") }
  }

  /// The JSON of an input.
  /// - Throws: `StageFailure` where it cannot be read.
  public func json(_ table: InputTable) throws -> JSON {
    guard let file = table.files.first else { throw StageFailure("the input \(table.input) has no file") }
    do {
      return try JSON.parse(try Files.read(file))
    } catch {
      throw StageFailure("the input \(table.input) cannot be read: \(error)", file: file)
    }
  }

  /// A session that sees every table input, sealed.
  public func session() throws -> DuckDBSession {
    let session = try DuckDBSession(folder: folder, databases: databases, control: control)
    for table in tables { try session.add(table) }
    try session.seal()
    return session
  }
}
