internal import ArtifactStore
internal import Engines
internal import JSON
internal import PipelineModel
internal import Platform
internal import Runner

/// Finds the verb, runs it, and turns every error into a message and an exit code.
enum CommandLineInterface {
  /// The verbs, in the order of the help.
  static let commands = pipelineCommands + storeCommands

  /// Verbs that look after the output folder.
  private static let storeCommands: [any (Command & Sendable).Type] = [
    AcceptCommand.self, RollbackCommand.self, CollectCommand.self, VerifyCommand.self,
    ForgetCommand.self, PrivacyCommand.self,
  ]

  private static let pipelineCommands: [any (Command & Sendable).Type] = [
    RunCommand.self, PlanCommand.self, StatusCommand.self, ExplainCommand.self, PathCommand.self, ShowCommand.self,
    HistoryCommand.self, DiffCommand.self, GraphCommand.self, CheckCommand.self, SchemaCommand.self, SampleCommand.self,
    InitCommand.self, OpenCommand.self, DoctorCommand.self, ScheduleCommand.self,
  ]

  static func run(_ arguments: [String]) -> Int32 {
    let code = answer(arguments)
    guard code == ExitCode.success, let fault = Stream.fault else { return code }
    Stream.error.write("palier: \(fault)\n")
    return ExitCode.stageFailed
  }

  private static func answer(_ arguments: [String]) -> Int32 {
    guard let verb = arguments.first, !["-h", "--help", "help"].contains(verb) else {
      Stream.output.write(Help.overview)
      return arguments.isEmpty ? ExitCode.usage : ExitCode.success
    }
    if verb == "--version" {
      Stream.output.write("palier \(PalierVersion.text)\n")
      return ExitCode.success
    }
    guard let command = commands.first(where: { $0.name == verb }) else {
      let near = Suggestion.nearest(to: verb, in: commands.map { $0.name })
      Stream.error.write(
        "palier: there is no verb \"\(verb)\"" + (near.map { "; did you mean \"\($0)\"?" } ?? "")
          + "\n  mend: palier --help lists the verbs\n")
      return ExitCode.usage
    }
    return run(command, Array(arguments.dropFirst()))
  }

  private static func run(_ command: any Command.Type, _ rest: [String]) -> Int32 {
    let parsed: Arguments
    do {
      parsed = try Arguments(rest, options: command.options + Option.shared)
    } catch {
      Stream.error.write("palier \(command.name): \(error)\n  mend: palier \(command.name) --help\n")
      return ExitCode.usage
    }
    if parsed.has("help") {
      Stream.output.write(Help.text(command))
      return ExitCode.success
    }
    let console = Console(parsed)
    if let fault = Fault.describe(steps: StoreStep.allCases.map(\.rawValue)) {
      console.error("palier: \(fault.text)")
      if !fault.isUnderstood { return ExitCode.usage }
    }
    if let fault = Clock.fault {
      console.error("palier \(command.name): \(fault)")
      return ExitCode.usage
    }
    do {
      return try command.run(parsed, console)
    } catch {
      return report(error, command, console)
    }
  }

  private static func report(_ error: any Error, _ command: any Command.Type, _ console: Console) -> Int32 {
    if let code = Interruption.exitCode {
      console.error("palier: stopped")
      return code
    }
    if let error = error as? RunAborted {
      for warning in error.warnings { console.log("warning: \(warning)") }
      return report(error.cause, command, console)
    }
    if console.isJSON, !(error is ConfigError) { console.data(["error": ["message": .string("\(error)")]]) }
    switch error {
    case let error as UsageError:
      console.error("palier \(command.name): \(error)\n  mend: palier \(command.name) --help")
      return ExitCode.usage
    case let error as ConfigError:
      console.error(error.description)
      if console.isJSON { console.data(["error": ["diagnostics": .array(error.diagnostics.map(\.json))]]) }
      return ExitCode.usage
    case let error as RunError:
      console.error("palier: \(error)")
      return error.cause == .locked ? ExitCode.locked : ExitCode.stageFailed
    case let error as StageFailure:
      console.error("palier: \(error)")
      return error.cause == .usage ? ExitCode.usage : ExitCode.stageFailed
    case let error as FileError:
      console.error("palier: \(error)")
      return ExitCode.stageFailed
    default:
      console.error("palier: \(error)")
      return ExitCode.stageFailed
    }
  }
}
