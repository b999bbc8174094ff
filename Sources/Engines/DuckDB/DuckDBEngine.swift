internal import DuckDB
internal import JSON
public import PipelineModel
internal import Platform

/// DuckDB in process.
public struct DuckDBEngine: SQLEngine {
  /// What fingerprints say of it.
  public let identity: EngineIdentity
  private let prelude: String
  private let databases: DatabasePool

  /// Makes an engine with the functions that its prelude defines.
  public init(prelude: String, databases: DatabasePool) {
    self.prelude = prelude
    self.databases = databases
    identity = EngineIdentity(family: "duckdb", prelude: prelude)
  }

  /// Its name and version.
  public func version() throws -> String { try Self.libraryVersion() }

  /// The name and version of the library, which native stages use whatever the engine is.
  public static func libraryVersion() throws -> String {
    try DuckDBLibrary.load()
    return "duckdb \(try DuckDBLibrary.version)"
  }

  /// Runs a stage.
  public func run(_ job: SQLJob, _ control: JobControl) throws -> [String: OutputManifest] {
    control.report(.init(step: "opening"))
    let databases = job.limits.map(databases.limited) ?? databases
    let session = try DuckDBSession(folder: job.folder, databases: databases, control: control, prelude: prelude)
    for table in job.tables { try session.add(table) }
    try session.add(job.parameters)
    var parts: [String] = []
    let protection = job.source == nil ? nil : job.protection.map { SourceProtection(session: session, protection: $0) }
    try protection?.begin()
    // Where files are gone and none is new there is nothing to read, and nothing to say of it.
    let isRead = job.increment == nil || job.source?.files.isEmpty != true
    if let source = job.source, isRead {
      control.report(.init(step: "reading \(source.name)"))
      parts = try SourceReader(session: session, source: source, control: control, protection: protection).read()
    }
    if let increment = job.increment {
      session.allow(increment.base.outputs.values.flatMap(\.files).map { job.baseFolder + "/" + $0.path })
    }
    try session.seal()
    var outputs: [String: OutputManifest] = [:]
    for (block, finished) in zip(job.blocks, job.blocks.lastUses) where isRead {
      control.report(.init(step: block.name))
      let select = try block.substituted { path, position throws(StageFailure) in
        guard let value = job.parameters[path], let literal = SQLLiteral.scalar(value) else {
          throw StageFailure(
            "the SQL reads the parameter \"\(path)\" as a value", file: job.sqlFile, at: position,
            mend: "a list parameter is the view \(ParameterSet.viewName(path))")
        }
        return literal
      }
      var origin = SQLOrigin(file: job.sqlFile, firstLine: block.firstLine)
      let isProvenance = block.attributes.contains("provenance")
      switch block.purpose {
      case .step: try session.materialize(block.name, select, from: origin)
      case .output where block.attributes.contains("as_read"):
        outputs[block.name] = try session.adopt(block.name, parts, isProvenance: isProvenance)
      case .output where block.attributes.contains("json"):
        try session.materialize(block.name, select, from: origin)
        outputs[block.name] = try session.exportJSON(block.name, isProvenance: isProvenance)
      case .output:
        var shown = select
        if let protection {
          let protected = try protection.rejects(select, from: origin)
          shown = protected.select
          origin.firstLine -= protected.linesBefore
        }
        outputs[block.name] = try session.export(block.name, shown, from: origin, isProvenance: isProvenance)
      }
      // What they hold is memory that later blocks would spill for.
      for step in finished { try session.drop(step) }
    }
    try Files.remove(job.folder + "/.source")
    if let increment = job.increment {
      control.report(.init(step: "joining"))
      outputs = try Self.join(outputs, increment, in: job.baseFolder, session)
    }
    try control.checkCancelled()
    return outputs
  }

  /// The outputs of the version to start from, without the rows of files that are gone, with the rows just made.
  private static func join(
    _ outputs: [String: OutputManifest], _ increment: FileIncrement, in folder: String, _ session: DuckDBSession
  ) throws -> [String: OutputManifest] {
    var removal: String?
    if !increment.removed.isEmpty {
      try session.execute("CREATE TEMP TABLE removed_files (source_file VARCHAR)")
      let appender = try Appender(session.connection, table: "removed_files")
      try appender.append(increment.removed.sorted())
      try appender.close()
      removal = "source_file IN (SELECT source_file FROM removed_files)"
    }
    let parts = TableParts(session: session)
    return try Dictionary(
      uniqueKeysWithValues: increment.base.outputs.sorted { $0.key < $1.key }.map { name, base in
        (name, try parts.merge(name, base, in: folder, removal: removal, outputs[name]))
      })
  }
}
