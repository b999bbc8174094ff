import DuckDB
import Engines
import Foundation
import JSON
import PipelineModel
import Stages
import TestSupport

/// Runs the report stage in process on inputs written for the occasion.
struct ReportBench {
  let directory: TemporaryDirectory
  private let connection: Connection

  init() throws {
    directory = try TemporaryDirectory()
    connection = try Connection(Database())
    try FileManager.default.createDirectory(
      at: directory.url.appendingPathComponent("stage"), withIntermediateDirectories: true)
  }

  /// An input called `STAGE.OUTPUT` that holds the rows of a SELECT.
  func table(_ input: String, _ select: String) throws -> InputTable {
    let file = directory.path(input + ".parquet")
    try connection.execute("COPY (\(select)) TO \(SQL.quoteLiteral(file)) (FORMAT parquet)")
    return InputTable(
      input: input, view: input.replacing(".", with: "_"), files: [file], format: .parquet)
  }

  /// An input called `STAGE.OUTPUT` that holds a JSON value.
  func json(_ input: String, _ value: JSON) throws -> InputTable {
    InputTable(
      input: input, view: input.replacing(".", with: "_"),
      files: [try directory.write(input + ".json", value.text())], format: .json)
  }

  /// Runs the stage with the parameters' defaults, but those given.
  func run(_ tables: [InputTable], _ parameters: [String: JSON] = [:]) throws -> OutputManifest? {
    var values = Dictionary(uniqueKeysWithValues: ParameterCatalog.all.map { ($0.path, $0.initial) })
    let rules = SegmentGrid.rules("seed_six", bins: 5) ?? []
    values["rfm.grid"] = .array(rules.enumerated().map { $1.row(position: $0 + 1, bins: 5) })
    values.merge(parameters) { $1 }
    return try ReportStage().run(
      StageContext(
        stage: "report", parameters: ParameterSet(values).subset(ReportStage.kind.parameters),
        tables: tables, folder: directory.path("stage"), databases: DatabasePool(EngineLimits(threads: 2)),
        control: JobControl()))["dashboard"]
  }

  /// A part of the dashboard's data.
  func data(_ part: String) throws -> JSON {
    let text = try String(contentsOfFile: directory.path("stage/dashboard/data/\(part).js"), encoding: .utf8)
    let value = text[(text.firstRange(of: ").\(part) = ")?.upperBound ?? text.startIndex)...]
    return try JSON.parse(String(value.dropLast(2)))
  }
}
