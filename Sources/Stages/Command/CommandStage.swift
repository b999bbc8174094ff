internal import Engines
internal import JSON
public import PipelineModel
internal import Platform

/// A stage that is a program of any kind: it gets paths in its environment and writes its outputs there.
public struct CommandStage: Sendable {
  private let command: CommandDeclaration
  private let context: StageContext
  private let place: Place

  /// Where a command runs.
  public struct Place: Sendable {
    /// The config's folder, in which the program works.
    public var folder: String
    /// The run.
    public var run: String
    /// Which try it is, from 1.
    public var attempt: Int
    /// The file that gets what the program prints.
    public var log: String
    /// The files of each source that it reads.
    public var sources: [(input: StageInput, files: [String])]

    /// Makes a place.
    public init(
      folder: String, run: String, attempt: Int = 1, log: String, sources: [(input: StageInput, files: [String])]
    ) {
      self.folder = folder
      self.run = run
      self.attempt = attempt
      self.log = log
      self.sources = sources
    }
  }

  /// Makes a stage.
  public init(_ command: CommandDeclaration, _ context: StageContext, at place: Place) {
    self.command = command
    self.context = context
    self.place = place
  }

  /// What the program may leave behind, beside its outputs; removed when it has ended.
  private var workFolder: String { context.folder + "/.work" }

  /// Runs the program.
  /// - Returns: what the manifest says of each output.
  /// - Throws: `StageFailure`.
  public func run() throws -> [String: OutputManifest] {
    let environment = try CommandEnvironment(command, context, place, workFolder: workFolder).prepare()
    let arguments = try self.arguments(environment)
    let program = try ProgramSearch(folder: place.folder, path: environment["PATH"] ?? "").find(arguments[0])
    for output in command.outputs where output.format == .folder {
      try Files.makeFolder(context.folder + "/" + output.fileName)
    }
    let child = ChildProcess(
      program: program, arguments: arguments, environment: environment.map { "\($0.key)=\($0.value)" }.sorted(),
      folder: place.folder, timeout: command.timeout)
    context.control.report(.init(step: Paths.name(arguments[0])))
    try execute(child)
    try Files.remove(workFolder)
    context.control.report(.init(step: "outputs"))
    return try CommandOutputs(command.outputs, context).collect()
  }

  private func arguments(_ environment: [String: String]) throws(StageFailure) -> [String] {
    var arguments: [String] = []
    for text in command.arguments {
      let argument = CommandDeclaration.substituted(text) { path in
        context.parameters[path].map(CommandDeclaration.argument) ?? environment[path]
      }
      guard let argument else {
        throw StageFailure("the command's argument \"\(text)\" reads a parameter that has no value", cause: .usage)
      }
      arguments.append(argument)
    }
    return arguments
  }

  private func execute(_ child: ChildProcess) throws {
    let bell = try WakeUp()
    context.control.whenCancelled { bell.ring() }
    defer { context.control.whenCancelled(nil) }
    var log = CommandLog(place.log, attempt: place.attempt)
    let ending: ChildProcess.Ending
    do {
      ending = try child.run(stop: bell) { log.add($0) }
    } catch {
      throw startFailure(child, error)
    }
    try log.end()
    let name = command.arguments[0]
    switch ending {
    case .exited(0): return
    case .exited(let code): throw failure("\(name) ended with exit code \(code)", log)
    case .signalled(let number): throw failure("\(name) was ended by signal \(number)", log)
    case .timedOut:
      throw failure("\(name) took longer than its timeout and was stopped", log)
    case .stopped: throw StageFailure("stopped", cause: .cancelled)
    }
  }

  private func startFailure(_ child: ChildProcess, _ error: ChildProcess.StartError) -> StageFailure {
    let what =
      switch error.step {
      case .process: "no process can be made for \(child.program)"
      case .folder: "\(child.folder) cannot be entered"
      case .streams: "the streams of \(child.program) cannot be opened"
      case .execute: "\(child.program) cannot be executed"
      }
    let isScript = error.step == .execute && error.reason == "Exec format error"
    return StageFailure(
      "\(what): \(error.reason)",
      mend: isScript ? "begin the file with a line such as #!/usr/bin/env python3" : nil)
  }

  private func failure(_ message: String, _ log: CommandLog) -> StageFailure {
    let lines = log.lastLines
    var failure = StageFailure(
      message + lines.map { "\n    \($0)" }.joined(),
      mend: lines.isEmpty
        ? "it printed nothing: run it by hand with the paths of its inputs"
        : "all that it printed is in \(Paths.shown(place.log))")
    failure.mayPass = true
    return failure
  }
}
