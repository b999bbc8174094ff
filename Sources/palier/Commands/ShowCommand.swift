internal import ArtifactStore
internal import DuckDB
internal import Engines
internal import JSON
internal import PipelineModel
internal import Platform
internal import Runner

/// `palier show`.
enum ShowCommand: Command {
  static let name = "show"
  static let summary = "the first rows of a current output"
  static let operands = "STAGE.OUTPUT"
  static let options = [
    Option("limit", short: "n", value: "N", "how many rows (default: 20; 0 for all)"),
    Option("csv", "as csv"),
  ]

  static func run(_ arguments: Arguments, _ console: Console) throws -> Int32 {
    let name = try arguments.operands("STAGE.OUTPUT")[0]
    let limit = try arguments.integer("limit", minimum: 0) ?? 20
    let project = try project(arguments)
    let (manifest, output) = try CurrentOutput.find(name, project)
    let files = project.store.files(manifest, output)
    if let damage = project.store.damage(manifest) {
      throw StageFailure("\(name) is damaged: \(damage)", mend: "palier run makes it again")
    }
    switch manifest.outputs[output]?.format {
    case .json?:
      Stream.output.write(String(decoding: try Files.read(files[0]), as: UTF8.self))
    case .files?:
      for file in files { console.print(file) }
    default:
      let result = try Connection(Database(configuration: ["threads": "1"])).stream(
        "SELECT * FROM \(SQL.readParquet(files))" + (limit > 0 ? " LIMIT \(limit)" : ""))
      try show(result, total: manifest.outputs[output]?.rows ?? 0, arguments, console)
    }
    return ExitCode.success
  }

  private static func show(
    _ result: QueryResult, total: Int, _ arguments: Arguments, _ console: Console
  ) throws {
    let (names, types) = (result.names, result.types)
    if arguments.has("csv"), !console.isJSON {
      // As they are read: a table may be larger than the memory.
      console.print(names.map(CSVText.field).joined(separator: ","))
      while let rows = try result.nextRows() {
        let lines = rows.map { row in row.map { $0.isNull ? "" : CSVText.field("\($0)") }.joined(separator: ",") }
        console.print(lines.joined(separator: "\n"))
      }
      return
    }
    let rows = try result.rows()
    if console.isJSON {
      console.data(.array(rows.map { row in .members(zip(names, row).map { ($0, $1.json) }) }))
      return
    }
    let numeric = types.indices.filter { types[$0].isNumeric }
    var table = TextTable(names, numeric: Set(numeric))
    for row in rows { table.add(row.map(cell)) }
    for (index, line) in table.lines(limit: 40).enumerated() {
      console.print(index == 0 ? console.styled(line, .bold, on: .output) : line)
    }
    console.print(
      rows.count < total
        ? "\(Amounts.count(rows.count)) of \(Amounts.count(total)) rows" : "\(Amounts.count(total)) rows")
  }

  /// A value for people: doubles to six digits behind the point; `--csv` and `--json` give them whole.
  private static func cell(_ value: Value) -> String {
    switch value {
    case .null: "·"
    case .double(let number) where number.magnitude < 1e9 && number != number.rounded():
      ((number * 1e6).rounded() / 1e6).description
    default: "\(value)"
    }
  }
}

extension LogicalType {
  fileprivate var isNumeric: Bool {
    switch self {
    case .tinyint, .smallint, .integer, .bigint, .hugeint, .utinyint, .usmallint, .uinteger, .ubigint, .uhugeint,
      .float, .double, .decimal:
      true
    default: false
    }
  }
}
