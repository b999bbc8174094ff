internal import Dispatch
internal import DuckDB
internal import JSON
public import PipelineModel
internal import Platform
internal import Synchronization

/// A Spark cluster: the relational stages run there, the rest as ever.
///
/// One application serves a run. It starts with the first stage that runs, so a run with nothing to do starts no JVM.
/// Sources are still read by the engine in process, which alone gives each row its file and line and keeps what it cannot
/// read: Spark gets them as Parquet. Its outputs are Parquet in the stage's folder; the digest of their content is taken
/// as it is for the engine in process, so equal rows are equal content on both.
public final class SparkEngine: SQLEngine {
  /// What fingerprints say of it.
  public let identity: EngineIdentity
  private let declaration: EngineDeclaration.Spark
  private let prelude: String
  private let readingPrelude: String
  private let script: String
  private let databases: DatabasePool
  private let memory: String?

  private struct State {
    var driver: SparkDriver?
    var version: String?
  }

  private let state = Mutex(State())
  /// Stages follow one another: Spark spreads each over the whole cluster.
  private let turn = DispatchSemaphore(value: 1)

  /// Makes an engine; nothing is started yet.
  ///
  /// - Parameters:
  ///   - prelude: the functions that stage files share, as Spark writes them.
  ///   - readingPrelude: the same for the engine that reads the sources.
  ///   - script: the driver program.
  public init(
    _ declaration: EngineDeclaration, prelude: String, readingPrelude: String, script: String, databases: DatabasePool
  ) {
    self.declaration = declaration.spark
    memory = declaration.memoryLimit
    self.prelude = prelude
    self.readingPrelude = readingPrelude
    self.script = script
    self.databases = databases
    identity = EngineIdentity(family: "spark", prelude: prelude)
  }

  /// Its name and version, as the running application says.
  public func version() throws -> String {
    "spark \(state.withLock { $0.version } ?? "that has not run yet")"
  }

  /// Whether a stage can start from an earlier version's files.
  public var takesIncrements: Bool { false }

  /// Ends the application, where there is one.
  public func finish() {
    let driver = state.withLock { state in
      defer { state.driver = nil }
      return state.driver
    }
    driver?.end()
  }

  /// Runs a stage.
  public func run(_ job: SQLJob, _ control: JobControl) throws -> [String: OutputManifest] {
    while turn.wait(timeout: .now() + .milliseconds(50)) == .timedOut { try control.checkCancelled() }
    defer { turn.signal() }
    if let storage = declaration.storage, !Paths.isInside(job.folder, storage) {
      throw StageFailure(
        "the output folder does not lie in \"storage\", \(Paths.shown(storage))", cause: .usage,
        mend: "name an output folder in it with --output: every worker reads and writes there")
    }
    let session = try DuckDBSession(
      folder: job.folder, databases: job.limits.map(databases.limited) ?? databases, control: control,
      prelude: readingPrelude)
    let area = SparkArea(folder: job.folder)
    let protection = job.source == nil ? nil : job.protection.map { SourceProtection(session: session, protection: $0) }
    try protection?.begin()
    var tables = try area.bring(job, session, control, protection)
    for table in job.tables where table.format == .parquet { tables[table.view] = table.files }
    try session.seal()
    control.report(.init(step: "asking Spark"))
    let driver = try driver(control)
    do {
      _ = try driver.request(
        [
          "op": "open", "prelude": .string(prelude), "settings": .members(Self.settings.map { ($0, .string($1)) }),
          "tables": .members(
            tables.sorted { $0.key < $1.key }.map { ($0.key, .array($0.value.map { .string("file://" + $0) })) }),
        ], control)
    } catch let error as SparkError {
      throw error.failure(at: nil)
    }
    var outputs: [String: OutputManifest] = [:]
    for block in job.blocks {
      control.report(.init(step: block.name))
      let isProvenance = block.attributes.contains("provenance")
      if block.attributes.contains("as_read") {
        let read = try session.adopt(block.name, area.parts, isProvenance: isProvenance)
        outputs[block.name] = read
        try show(read, as: block.name, of: job, driver, control)
        continue
      }
      try run(block, of: job, driver, area, control)
      guard block.purpose == .output else { continue }
      let isJSON = block.attributes.contains("json")
      if let protection, !isJSON, let hidden = try area.hide(block.name, isProvenance, session, protection) {
        outputs[block.name] = hidden
        try show(hidden, as: block.name, of: job, driver, control)
      } else {
        outputs[block.name] = try area.take(block.name, isJSON: isJSON, isProvenance: isProvenance, session)
      }
    }
    _ = try driver.request(["op": "close"], control)
    try area.remove()
    try control.checkCancelled()
    return outputs
  }

  /// Lets later blocks see what was published, as in process.
  private func show(
    _ output: OutputManifest, as name: String, of job: SQLJob, _ driver: SparkDriver, _ control: JobControl
  ) throws {
    let files = output.files.map { JSON.string("file://\(job.folder)/\($0.path)") }
    _ = try driver.request(["op": "view", "name": .string(name), "files": .array(files)], control)
  }

  private func run(
    _ block: SQLStageFile.Block, of job: SQLJob, _ driver: SparkDriver, _ area: SparkArea, _ control: JobControl
  ) throws {
    var arguments: [String: JSON] = [:]
    let select = try block.substituted { path, position throws(StageFailure) in
      guard let value = job.parameters[path], value.array == nil, value.object == nil else {
        throw StageFailure(
          "the SQL reads the parameter \"\(path)\" as a value", file: job.sqlFile, at: position,
          mend: "a list parameter is the view \(ParameterSet.viewName(path))")
      }
      let name = ParameterSet.viewName(path)
      arguments[name] = value
      return ":" + name
    }
    var request: [(String, JSON)] = [
      ("op", block.purpose == .step ? "step" : "output"), ("name", .string(block.name)), ("sql", .string(select)),
      ("arguments", .members(arguments.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })),
    ]
    if block.purpose == .step { request.append(("kept", .bool(job.readers(of: block.name) > 1))) }
    if block.purpose == .output { request.append(("path", .string("file://" + area.folder(of: block.name)))) }
    do {
      _ = try driver.request(.members(request), control)
    } catch let error as SparkError {
      let place = job.blocks.first { $0.name == error.block } ?? block
      throw error.failure(at: SQLOrigin(file: job.sqlFile, firstLine: place.firstLine))
    }
  }

  // MARK: - The application

  /// Settings on which results rest.
  private static let settings = [
    ("spark.sql.session.timeZone", "UTC"), ("spark.sql.ansi.enabled", "true"),
    ("spark.sql.timestampType", "TIMESTAMP_NTZ"), ("spark.sql.parser.escapedStringLiterals", "true"),
  ]

  private func driver(_ control: JobControl) throws -> SparkDriver {
    if let driver = state.withLock({ $0.driver }), !driver.hasEnded { return driver }
    control.report(.init(step: "starting Spark"))
    guard let home = declaration.home ?? Environment.value("SPARK_HOME") ?? SparkHome.installed else {
      throw StageFailure(
        "no folder of Spark is named", cause: .usage,
        mend: "make deps-spark, or name Spark's folder in \"home\" of \"engine\", or in SPARK_HOME")
    }
    let driver = try SparkDriver(script: script, home: home, folder: Paths.currentFolder)
    var settings = [
      "spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false",
      "spark.log.structuredLogging.enabled": "false", "spark.sql.parquet.compression.codec": "snappy",
    ]
    // Nobody else has business with an application that does not leave this machine.
    if declaration.master.hasPrefix("local") {
      settings["spark.driver.host"] = "127.0.0.1"
      settings["spark.driver.bindAddress"] = "127.0.0.1"
      // As many as a cluster wants would be hundreds of tasks of a few rows each.
      settings["spark.sql.shuffle.partitions"] = String(4 * databases.limits.threads)
      if let memory, let bytes = MemorySize.bytes(memory) { settings["spark.driver.memory"] = "\(bytes >> 20)m" }
    }
    settings.merge(declaration.settings) { $1 }
    settings.merge(Self.settings) { $1 }
    do {
      let hello = try driver.request(
        [
          "op": "start", "app": "palier", "master": .string(declaration.master),
          "conf": .members(settings.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) }),
        ], control)
      state.withLock {
        $0.driver = driver
        $0.version = hello["version"]?.string
      }
      return driver
    } catch let error as SparkError {
      driver.end()
      var failure = error.failure(at: nil)
      failure.mend = "check \"master\" (\(declaration.master)) and \"conf\" in \"engine\""
      throw failure
    }
  }
}
