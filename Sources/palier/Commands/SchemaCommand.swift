internal import JSON
internal import PipelineModel
internal import Stages

/// `palier schema`.
enum SchemaCommand: Command {
  static let name = "schema"
  static let summary = "print the JSON Schema of a pipeline"

  static func run(_ arguments: Arguments, _ console: Console) throws -> Int32 {
    _ = try arguments.operands()
    console.print(ConfigSchema.json(kinds: NativeStages.kinds).text(.pretty))
    return ExitCode.success
  }
}
