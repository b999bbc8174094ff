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
    var variables = [
      "PATH": Environment.value("PATH") ?? "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8", "TZ": "UTC",
      "TMPDIR": Environment.value("TMPDIR") ?? "/tmp",
    ]
    for name in command.passed { variables[name] = Environment.value(name) }
    variables.merge(command.environment) { $1 }
    variables["PALIER_STAGE"] = context.stage
    variables["PALIER_RUN"] = place.run
    variables["PALIER_ATTEMPT"] = String(place.attempt)
    variables["PALIER_MEMORY"] = context.databases.limits.memory.flatMap(MemorySize.bytes).map { String($0) }
    variables["PALIER_THREADS"] = String(context.threads)
    // Files only where they tell something: making and removing them is most of what a small stage costs.
    if !context.parameters.values.isEmpty {
      variables["PALIER_PARAMETERS"] = try write("parameters.json", context.parameters.json)
    }
    if !place.sources.isEmpty || context.tables.contains(where: { $0.files.count > 1 }) {
      variables["PALIER_INPUTS"] = try write("inputs.json", inputs)
    }
    for output in command.outputs {
      variables[CommandDeclaration.variable(output: output.name)] = context.folder + "/" + output.fileName
    }
    for table in context.tables {
      guard let input = StageInput(table.input) else { continue }
      let path = Self.path(table)
      // The system bounds how long a variable can be; so many files are in PALIER_INPUTS alone.
      if path.utf8.count < Self.longestVariable { variables[CommandDeclaration.variable(input)] = path }
    }
    for source in place.sources {
      let variable = CommandDeclaration.variable(source.input)
      variables[variable] = try write(variable.lowercased() + ".txt", source.files.map { $0 + "\n" }.joined())
    }
    return variables
  }

  private static let longestVariable = 100_000

  private func write(_ name: String, _ value: JSON) throws -> String { try write(name, value.text() + "\n") }

  private func write(_ name: String, _ text: String) throws -> String {
    try Files.makeFolder(workFolder)
    let path = workFolder + "/" + name
    try Files.write(text, to: path)
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
