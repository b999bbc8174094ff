internal import Engines
internal import JSON
internal import PipelineModel
internal import Platform

/// What a command finds in its environment: little, and the same wherever palier runs.
struct CommandEnvironment {
  private let command: CommandDeclaration
  private let context: StageContext
  private let place: CommandStage.Place
  private let workFolder: String

  init(_ command: CommandDeclaration, _ context: StageContext, _ place: CommandStage.Place, workFolder: String) {
    self.command = command
    self.context = context
    self.place = place
    self.workFolder = workFolder
  }

  /// The variables; makes the files and folders that they lead to.
  func prepare() throws -> [String: String] {
    try Files.makeFolder(workFolder)
    var variables = [
      "PATH": Environment.value("PATH") ?? "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8", "TZ": "UTC",
      "TMPDIR": Environment.value("TMPDIR") ?? "/tmp",
    ]
    for name in command.passed { variables[name] = Environment.value(name) }
    variables.merge(command.environment) { $1 }
    variables["PALIER_STAGE"] = context.stage
    variables["PALIER_RUN"] = place.run
    variables["PALIER_THREADS"] = String(context.threads)
    variables["PALIER_PARAMETERS"] = try write("parameters.json", context.parameters.json)
    variables["PALIER_INPUTS"] = try write("inputs.json", inputs)
    for output in command.outputs {
      variables[CommandDeclaration.variable(output: output.name)] = context.folder + "/" + output.fileName
    }
    for table in context.tables {
      if let input = StageInput(table.input) { variables[CommandDeclaration.variable(input)] = Self.path(table) }
    }
    for source in place.sources {
      // A list in a file: the system bounds how long a variable can be.
      let name = CommandDeclaration.variable(source.input).lowercased() + ".txt"
      let path = workFolder + "/" + name
      try Files.write(source.files.map { $0 + "\n" }.joined(), to: path)
      variables[CommandDeclaration.variable(source.input)] = path
    }
    return variables
  }

  private func write(_ name: String, _ value: JSON) throws -> String {
    let path = workFolder + "/" + name
    try Files.write(value.text() + "\n", to: path)
    return path
  }

  /// Every input with its files, by the name that the config gives it.
  private var inputs: JSON {
    let tables = context.tables.map { ($0.input, $0.files) }
    let sources = place.sources.map { ($0.input.description, $0.files) }
    return .members((tables + sources).map { name, files in (name, .array(files.map { .string($0) })) })
  }

  /// The file of an input; its folder, where it is one; else its files, one a line.
  private static func path(_ table: InputTable) -> String {
    if table.format == .files, let folder = folder(of: table) { return folder }
    return table.files.joined(separator: "\n")
  }

  /// The folder `…/VERSION/OUTPUT` that holds all files of an output.
  private static func folder(of table: InputTable) -> String? {
    guard case .output(_, let output)? = StageInput(table.input), let first = table.files.first,
      let part = first.firstRange(of: "/\(output)/")
    else { return nil }
    let folder = first[..<part.upperBound]
    return table.files.allSatisfy { $0.hasPrefix(folder) } ? String(folder.dropLast()) : nil
  }
}
