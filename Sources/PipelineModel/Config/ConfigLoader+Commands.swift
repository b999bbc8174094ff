internal import JSON
internal import Platform

extension ConfigLoader {
  static let commandKeys = ["command", "files", "timeout", "environment", "pass_environment"]

  /// What a stage of kind `command` runs; a stage of another kind must have none of its keys.
  mutating func readCommand(_ reader: inout ObjectReader, kind: String?) -> CommandDeclaration? {
    guard kind == StageKind.command.name else {
      for key in Self.commandKeys {
        if let value = reader[key], let kind, kinds[kind] != nil {
          reader.fault(value.position, "a stage of kind \"\(kind)\" has no \"\(key)\"", "remove it")
        }
      }
      return nil
    }
    let arguments = reader.strings("command", required: true)?.map(\.text) ?? []
    if let node = reader["command"], node.string != nil {
      reader.fault(
        node.position, "\"command\" is the program and its arguments, not a line for a shell",
        "write such as [\"python3\", \"model.py\"]")
    } else if let node = reader["command"], arguments.isEmpty {
      reader.fault(node.position, "\"command\" names no program", "write such as [\"python3\", \"model.py\"]")
    }
    for argument in arguments where CommandDeclaration.substituted(argument, { _ in "" }) == nil {
      reader.fault(
        reader["command"]?.position ?? reader.node.position, "\"\(argument)\" lacks a \"}\"",
        "write ${PARAMETER}, or $${ for the text ${")
    }
    var declaration = CommandDeclaration(arguments: arguments, outputs: readOutputs(&reader))
    for (text, position) in reader.strings("files") ?? [] {
      declaration.files.append(CommandDeclaration.Pattern(text: text, position: position))
    }
    declaration.timeout = readDuration(&reader, "timeout")
    for member in reader["environment"]?.members ?? [] {
      checkVariable(&reader, member.key, at: member.keyPosition)
      if let value = member.value.string {
        declaration.environment[member.key] = value
      } else {
        reader.fault(member.value.position, "a variable's value is a text, found \(member.value.kindName)")
      }
    }
    if let node = reader["environment"], node.members == nil {
      reader.fault(node.position, "\"environment\" should be an object, found \(node.kindName)")
    }
    for (name, position) in reader.strings("pass_environment") ?? [] {
      checkVariable(&reader, name, at: position)
      if declaration.environment[name] != nil {
        reader.fault(position, "\"\(name)\" also stands in \"environment\"", "remove one")
      }
      declaration.passed.append(name)
    }
    return declaration
  }

  private mutating func readOutputs(_ reader: inout ObjectReader) -> [CommandDeclaration.Output] {
    let mend = "write \"outputs\": { \"NAME\": \"parquet\" }; or csv, json, file, folder"
    guard let node = reader["outputs"] else {
      reader.fault(reader.node.position, "\"outputs\" is missing", mend)
      return []
    }
    guard let members = node.members, !members.isEmpty else {
      reader.fault(node.position, "a command names each output with its format", mend)
      return []
    }
    var outputs: [CommandDeclaration.Output] = []
    for member in members {
      if !SQLStageFile.isIdentifier(member.key) {
        reader.fault(member.keyPosition, "\"\(member.key)\" is no name of an output", "use a-z, 0-9 and _")
      }
      guard let format = member.value.string.flatMap(CommandDeclaration.Format.init(rawValue:)) else {
        let known = CommandDeclaration.Format.allCases.map(\.rawValue)
        reader.fault(
          member.value.position, "\(member.value.json.text()) is no format of an output",
          Suggestion.mend(member.value.string ?? "", known: known))
        continue
      }
      outputs.append(.init(name: member.key, format: format))
    }
    return outputs
  }

  private func checkVariable(_ reader: inout ObjectReader, _ name: String, at position: TextPosition) {
    if !Environment.isName(name) {
      reader.fault(position, "\"\(name)\" is no name of a variable", "use A-Z, 0-9 and _")
    } else if name.hasPrefix("PALIER_") {
      reader.fault(position, "\"\(name)\" is one of palier's own variables", "choose a name without PALIER_")
    }
  }

  /// Seconds, or nil where the key is missing.
  func readDuration(_ reader: inout ObjectReader, _ key: String) -> Double? {
    guard let text = reader.string(key) else { return nil }
    guard let seconds = Duration.seconds(text) else {
      reader.fault(
        reader[key]?.position ?? reader.node.position, "\"\(text)\" is no length of time",
        "write such as \"30 s\", \"10 minutes\" or \"2 hours\"")
      return nil
    }
    return seconds
  }

  /// Every parameter that a command reads is one that its stage names, and its variables are told apart.
  mutating func checkCommand(of stage: StageDeclaration, _ parameters: ParameterSet) {
    guard let command = stage.command else { return }
    let readable = parameters.subset(stage.parameters)
    let known =
      CommandDeclaration.variables.filter { $0 != "PALIER_PARAMETERS" || !readable.values.isEmpty }
      + stage.inputs.map(CommandDeclaration.variable)
      + command.outputs.map { CommandDeclaration.variable(output: $0.name) }
    for path in command.placeholders where !known.contains(path) && readable[path] == nil {
      if path.hasPrefix("PALIER_") {
        fault(
          stage.place(of: "command"), "the program gets no variable \(path)", Suggestion.mend(path, known: known))
        continue
      }
      fault(
        stage.place(of: "command"), "the command reads the parameter \"\(path)\"",
        parameters[path] == nil
          ? Suggestion.mend(path, known: ParameterCatalog.all.map(\.path))
          : "add \"\(path)\" to the \"parameters\" of stage \"\(stage.id)\"")
    }
    var variables: [String: StageInput] = [:]
    for input in stage.inputs {
      if let other = variables.updateValue(input, forKey: CommandDeclaration.variable(input)) {
        fault(
          stage.place(of: input.description),
          "\(other) and \(input) would both be \(CommandDeclaration.variable(input))", "rename one of the stages")
      }
    }
    for argument in command.arguments where argument.utf8.first != UInt8(ascii: "-") {
      if argument.utf8.contains(UInt8(ascii: "$")) { continue }
      let path = Paths.absolute(argument, base: folder)
      guard isFile(path), Paths.isInside(path, folder) else { continue }
      let isNamed = command.files.contains { pattern in
        let full = Paths.absolute(pattern.text, base: folder)
        return Paths.isInside(path, full) || Paths.matches(full).contains { Paths.isInside(path, $0) }
      }
      if !isNamed {
        warnings.append(
          Diagnostic(
            shown, stage.place(of: "command"),
            "the command of \"\(stage.id)\" names \(argument), whose changes make nothing stale",
            mend: "add \"files\": [\"\(argument)\"]"))
      }
    }
  }

  /// Many stages call one program: each is looked for once.
  private mutating func isFile(_ path: String) -> Bool {
    if let known = filesLookedFor[path] { return known }
    let found = FileStatus(path)?.kind == .file
    filesLookedFor[path] = found
    return found
  }
}
