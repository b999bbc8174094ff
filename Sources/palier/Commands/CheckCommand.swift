internal import Engines
internal import JSON
internal import PipelineModel
internal import Runner

/// `palier check`.
enum CheckCommand: Command {
  static let name = "check"
  static let summary = "validate the pipeline and its sources' paths; run nothing"
  static let options = Option.overrides

  static func run(_ arguments: Arguments, _ console: Console) throws -> Int32 {
    _ = try arguments.operands()
    let project = try project(arguments)
    let files = try project.sourceFiles()
    let protection = try project.protection()
    let bins = project.config.parameters["rfm.bins"]?.int ?? 5
    let lint = GridLint(rows: project.config.parameters["rfm.grid"]?.array ?? [], bins: bins)
    if console.isJSON {
      console.data([
        "ok": true, "stages": .int(project.config.stages.count),
        "files": .int(files.values.reduce(0) { $0 + $1.count }), "grid": lint.json,
      ])
      return ExitCode.success
    }
    console.print("\(project.config.name): \(project.config.stages.count) stages, no fault found")
    for (name, list) in files.sorted(by: { $0.key < $1.key }) {
      console.print("source \(name): \(Amounts.count(list.count)) \(list.count == 1 ? "file" : "files")")
    }
    if protection?.key != nil { console.print("customer ids: pseudonyms, key from \(project.config.privacy.keyPlace)") }
    if let erased = protection?.erasures?.entries.count {
      console.print("erased: \(Amounts.count(erased)) \(erased == 1 ? "customer" : "customers")")
    }
    for note in lint.notes { console.print("rfm.grid: \(note)") }
    for warning in project.config.warnings { console.log("warning: \(warning)") }
    return ExitCode.success
  }
}
