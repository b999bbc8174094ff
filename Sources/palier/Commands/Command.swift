internal import ArtifactStore
internal import Runner

/// A verb of the command line.
protocol Command: Sendable {
  /// The verb.
  static var name: String { get }
  /// One line of help.
  static var summary: String { get }
  /// The operands as help shows them.
  static var operands: String { get }
  /// The options it has beside the shared ones.
  static var options: [Option] { get }

  /// Does the work and gives the exit code.
  static func run(_ arguments: Arguments, _ console: Console) throws -> Int32
}

extension Command {
  static var operands: String { "" }
  static var options: [Option] { [] }

  /// The pipeline that the options name.
  static func project(_ arguments: Arguments) throws -> Project {
    let project = try Project(
      configPath: arguments.value("config") ?? "pipeline.json", output: arguments.value("output"),
      overrides: try arguments.overrides())
    for warning in project.store.warnings { Console(arguments).log("warning: \(warning)") }
    return project
  }
}
