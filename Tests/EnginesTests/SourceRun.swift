import DuckDB
import Engines
import Foundation
import PipelineModel
import TestSupport

/// Runs an ingest stage's own SQL on files of a test.
struct SourceRun {
  let folder: TemporaryDirectory
  let database: Connection

  init(
    _ stage: String, kind: SourceKind, options: SourceOptions = SourceOptions(), files: [String], threads: Int = 2,
    protection: CustomerProtection? = nil
  ) throws {
    folder = try TemporaryDirectory()
    let prelude = try String(
      contentsOf: Repository.root.appendingPathComponent("stages/prelude/duckdb.sql"), encoding: .utf8)
    let path = Repository.root.appendingPathComponent("stages/ingest/\(stage).sql")
    let sql = try SQLStageFile(
      path: path.path, shownAs: "\(stage).sql", text: String(contentsOf: path, encoding: .utf8))
    let engine = DuckDBEngine(prelude: prelude, databases: DatabasePool(EngineLimits(threads: threads)))
    let source = InputSource(
      name: "sales", kind: kind, options: options,
      files: files.map { SourceFile(path: $0, name: URL(fileURLWithPath: $0).lastPathComponent) })
    let parameters = ParameterSet(
      Dictionary(uniqueKeysWithValues: ParameterCatalog.all.map { ($0.path, $0.initial) }))
    var job = SQLJob(
      stage: "ingest", sqlFile: "\(stage).sql", blocks: sql.blocks, tables: [], source: source,
      parameters: parameters, folder: folder.root)
    job.protection = protection
    _ = try engine.run(job, JobControl())
    database = try Connection(Database())
  }

  /// Rows of an output, `FROM` it by its name.
  func rows(_ columns: String, from output: String, _ rest: String = "") throws -> [[Value]] {
    try database.execute("SELECT \(columns) FROM read_parquet('\(folder.path(output + ".parquet"))') \(rest)").rows()
  }
}
