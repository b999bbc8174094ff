import DuckDB
import Engines
import Foundation
import JSON
import PipelineModel
import Stages
import TestSupport

/// Runs one stage in process, relational or native, on inputs written for the occasion.
final class StageBench {
  let directory: TemporaryDirectory
  private let connection: Connection

  init() throws {
    directory = try TemporaryDirectory()
    connection = try Connection(Database())
    try FileManager.default.createDirectory(
      at: directory.url.appendingPathComponent("stage"), withIntermediateDirectories: true)
    try connection.execute("SET TimeZone = 'UTC'")
  }

  /// An input called `STAGE.OUTPUT` that holds the rows of a SELECT.
  func table(_ input: String, _ select: String) throws -> InputTable {
    let file = directory.path(input + ".parquet")
    try connection.execute("COPY (\(select)) TO \(SQL.quoteLiteral(file)) (FORMAT parquet)")
    return InputTable(input: input, view: input.replacing(".", with: "_"), files: [file], format: .parquet)
  }

  /// An input called `STAGE.OUTPUT` that holds a JSON value.
  func json(_ input: String, _ value: JSON) throws -> InputTable {
    InputTable(
      input: input, view: input.replacing(".", with: "_"),
      files: [try directory.write(input + ".json", value.text())], format: .json)
  }

  /// Runs a standard stage file.
  func run(sql file: String, _ tables: [InputTable], _ set: [String: JSON] = [:]) throws -> [String: OutputManifest] {
    let path = Repository.root.appendingPathComponent("stages/\(file)").path
    let text = try String(contentsOfFile: path, encoding: .utf8)
    let prelude = try String(
      contentsOf: Repository.root.appendingPathComponent("stages/prelude/duckdb.sql"), encoding: .utf8)
    return try DuckDBEngine(prelude: prelude, databases: DatabasePool(EngineLimits(threads: 2))).run(
      SQLJob(
        stage: "stage", sqlFile: file, blocks: try SQLStageFile(path: path, shownAs: file, text: text).blocks,
        tables: tables, source: nil, parameters: Self.parameters(set), folder: directory.path("stage")),
      JobControl())
  }

  /// Runs a native stage with the parameters' defaults, but for those given.
  func run<Stage: NativeStage>(
    _ stage: Stage, _ tables: [InputTable], _ set: [String: JSON] = [:], threads: Int = 2, memory: String? = nil,
    held: HeldOutputs? = nil
  ) throws -> [String: OutputManifest] {
    var context = StageContext(
      stage: Stage.kind.name, parameters: Self.parameters(set).subset(Stage.kind.parameters), tables: tables,
      folder: directory.path("stage"), databases: DatabasePool(EngineLimits(threads: threads, memory: memory)),
      control: JobControl())
    context.held = held
    return try stage.run(context)
  }

  /// The rows of a SELECT; `{name}` stands for an output's file.
  func rows(_ select: String) throws -> [[Value]] {
    var text = select
    while let open = text.firstIndex(of: "{"), let close = text[open...].firstIndex(of: "}") {
      let name = text[text.index(after: open)..<close]
      text.replaceSubrange(open...close, with: SQL.quoteLiteral(directory.path("stage/\(name).parquet")))
    }
    return try connection.execute(text).rows()
  }

  /// The rows of a SELECT as text, values apart by a space and NULL as a dash.
  func texts(_ select: String) throws -> [String] {
    try rows(select).map { row in
      row.map { $0 == .null ? "-" : "\($0)" }.joined(separator: " ")
    }
  }

  /// A JSON output.
  func json(output name: String) throws -> JSON {
    try JSON.parse(String(contentsOfFile: directory.path("stage/\(name).json"), encoding: .utf8))
  }

  private static func parameters(_ set: [String: JSON]) -> ParameterSet {
    let values = Dictionary(uniqueKeysWithValues: ParameterCatalog.all.map { ($0.path, $0.initial) })
    return ParameterSet(values.merging(set) { $1 })
  }
}
