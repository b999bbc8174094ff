internal import ArtifactStore
internal import JSON
internal import Runner

/// `palier history`.
enum HistoryCommand: Command {
  static let name = "history"
  static let summary = "past runs, newest first"
  static let options = [Option("limit", short: "n", value: "N", "how many (default: 20; 0 for all)")]

  static func run(_ arguments: Arguments, _ console: Console) throws -> Int32 {
    _ = try arguments.operands()
    let limit = try arguments.integer("limit", minimum: 0) ?? 20
    let project = try project(arguments)
    let history = RunHistory(project.store.layout)
    let ids = history.ids.reversed().prefix(limit == 0 ? .max : limit)
    let records = ids.compactMap { history.record($0) }
    if console.isJSON {
      console.data(.array(records))
      return ExitCode.success
    }
    var table = TextTable(["run", "status", "time", "ran", "current", "overrides"], numeric: [2, 3])
    for record in records {
      let id = record["run_id"]?.string ?? ""
      let stages = record["stages"]?.array ?? []
      let overrides = (record["overrides"]?.array ?? []).map {
        "\($0["option"]?.string ?? "") \($0["name"]?.string ?? "")=\($0["value"]?.string ?? "")"
      }
      table.add([
        id, record["status"]?.string ?? "", Amounts.seconds(record["seconds"]?.double ?? 0),
        "\(stages.filter { $0["verdict"] == "ran" }.count)/\(stages.count)",
        project.store.pointer?.run == id ? "current" : "", overrides.joined(separator: " "),
      ])
    }
    for line in table.lines(limit: 80) { console.print(line) }
    return ExitCode.success
  }
}
