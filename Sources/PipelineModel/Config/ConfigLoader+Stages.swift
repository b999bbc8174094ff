internal import JSON
internal import Platform

extension ConfigLoader {
  private static let stageKeys =
    [
      "id", "kind", "description", "sql", "inputs", "outputs", "parameters", "partition", "publish",
    ] + commandKeys + schedulingKeys

  mutating func readStages(_ root: JSONNode, sources: [SourceDeclaration]) -> [StageDeclaration] {
    guard let node = root["stages"] else {
      fault(root.position, "\"stages\" is missing", "add \"stages\": [ … ]")
      return []
    }
    guard let elements = node.elements, !elements.isEmpty else {
      fault(node.position, "\"stages\" should be an array of at least one stage, found \(node.kindName)")
      return []
    }
    var stages: [StageDeclaration] = []
    var lines: [String: Int] = [:]
    for element in elements {
      guard let stage = readStage(element) else { continue }
      if let first = lines[stage.id] {
        fault(
          stage.place(of: stage.id),
          "two stages have the id \"\(stage.id)\" (the first at line \(first))",
          "give each stage an id of its own")
        continue
      }
      lines[stage.id] = stage.position.line
      stages.append(stage)
    }
    readChecks(root["checks"], into: &stages)
    readContracts(root["contracts"], into: &stages)
    return stages
  }

  private mutating func readStage(_ node: JSONNode) -> StageDeclaration? {
    var reader = ObjectReader(node, file: shown, what: "a stage", keys: Self.stageKeys)
    let id = reader.string("id", required: true)
    if let id, !SQLStageFile.isIdentifier(id) {
      reader.fault(reader["id"]?.position ?? node.position, "\"\(id)\" is no id", "use a-z, 0-9 and _")
    }
    let kindName = reader.string("kind", required: true)
    if let kindName, kinds[kindName] == nil {
      reader.fault(
        reader["kind"]?.position ?? node.position, "\"\(kindName)\" is no kind of stage",
        Suggestion.mend(kindName, known: kinds.keys.sorted()))
    }
    _ = reader.string("description")
    var inputs: [StageInput] = []
    var places: [String: TextPosition] = [:]
    for (text, position) in reader.strings("inputs", required: true) ?? [] {
      places[text] = position
      guard let input = StageInput(text) else {
        reader.fault(position, "\"\(text)\" is no input", "write \"STAGE.OUTPUT\" or \"source:NAME\"")
        continue
      }
      if inputs.contains(input) { reader.fault(position, "the input \"\(text)\" stands twice", "remove one") }
      inputs.append(input)
    }
    let isCommand = kindName == StageKind.command.name
    if !isCommand, inputs.filter({ if case .source = $0 { true } else { false } }).count > 1 {
      reader.fault(node.position, "a stage reads one source at most", "make one ingest stage for each source")
    }
    let command = readCommand(&reader, kind: kindName)
    let publish = readPublish(&reader, kind: kindName, inputs: inputs)
    places["command"] = reader["command"]?.position
    let outputs = isCommand ? nil : reader.strings("outputs")
    let parameters = reader.strings("parameters")
    for (text, position) in parameters ?? [] {
      places[text] = position
      if text.split(separator: ".", omittingEmptySubsequences: false).contains("") {
        reader.fault(
          position, "\"\(text)\" is no name of a parameter",
          "write such as \"kmeans.k\", or \"kmeans\" for all below it")
      }
    }
    if let id { places[id] = reader["id"]?.position }
    let partition = reader.string("partition")
    if let partition, partition != "file" {
      reader.fault(reader["partition"]?.position ?? node.position, "\"partition\" can be \"file\" only")
    }
    let resources = readResources(reader)
    let retries = readRetries(reader)
    let sqlName = reader.string("sql", required: kindName == "sql")
    if let sqlNode = reader["sql"], let kindName, kindName != "sql", kinds[kindName] != nil {
      reader.fault(sqlNode.position, "a stage of kind \"\(kindName)\" has no \"sql\"", "remove it")
    }
    let sqlPosition = reader["sql"]?.position
    let readsSourceAlone = inputs.count == 1 && inputs.allSatisfy { if case .source = $0 { true } else { false } }
    if partition == "file", kindName != "sql" || !readsSourceAlone {
      reader.fault(
        reader["partition"]?.position ?? node.position,
        "\"partition\" is for a stage of kind \"sql\" that reads one source and nothing else", "remove it")
    }
    faults += reader.faults
    guard let id, let kindName, let kind = kinds[kindName] else { return nil }
    let sql = kindName == "sql" ? sqlName.flatMap { readSQL($0, at: sqlPosition) } : nil
    let made = sql?.outputs ?? command?.outputs.map(\.name) ?? kind.outputs
    if let outputs, kindName != "sql" || sql != nil {
      for (text, position) in outputs where !made.contains(text) {
        fault(
          position, "stage \"\(id)\" makes no output \"\(text)\"", Suggestion.mend(text, known: made))
      }
    }
    var stage = StageDeclaration(
      id: id, kind: kind, sql: sql, command: command, inputs: inputs, outputs: outputs?.map(\.text) ?? made,
      parameters: parameters?.map(\.text) ?? kind.parameters, partitionedByFile: partition == "file", checks: [],
      position: node.position, places: places)
    stage.publish = publish
    stage.resources = resources
    stage.retries = retries
    return stage
  }

  private mutating func readSQL(_ name: String, at position: TextPosition?) -> SQLStageFile? {
    let beside = Paths.absolute(name, base: folder)
    let own = Paths.absolute(name, base: installation)
    let path = Files.exists(beside) ? beside : own
    guard Files.exists(path) else {
      let places = beside == own ? beside : "\(beside) or \(own)"
      fault(position, "there is no file \(places)", "check the path; it is relative to this file")
      return nil
    }
    do {
      let bytes = try Files.read(path, limit: 4 << 20)
      guard let text = String(validating: bytes, as: UTF8.self) else {
        faults.append(Diagnostic(Paths.shown(path), nil, "this file is not valid UTF-8", mend: "save it as UTF-8"))
        return nil
      }
      return try SQLStageFile(path: path, shownAs: Paths.shown(path), text: text)
    } catch let error as ConfigError {
      faults += error.diagnostics
    } catch {
      fault(position, "\(error)")
    }
    return nil
  }

  /// Every input names a source or an output that exists, and every native stage gets what it needs.
  mutating func checkReferences(_ stages: [StageDeclaration], _ sources: [SourceDeclaration]) {
    let makers = Dictionary(stages.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    for stage in stages {
      for input in stage.inputs {
        switch input {
        case .source(let name):
          if !unreadSources.contains(name), !sources.contains(where: { $0.name == name }) {
            fault(
              stage.place(of: input.description),
              "stage \"\(stage.id)\" reads the source \"\(name)\", which is not declared",
              Suggestion.mend(name, known: sources.map(\.name)))
          }
        case .output(let producer, let output):
          guard let maker = makers[producer] else {
            fault(
              stage.place(of: input.description),
              "stage \"\(stage.id)\" reads \"\(input)\", but there is no stage \"\(producer)\"",
              Suggestion.mend(producer, known: stages.map(\.id)))
            continue
          }
          let made = maker.made
          // Whose SQL cannot be read makes who knows what.
          if maker.kind.name == "sql", maker.sql == nil { continue }
          if !made.contains(output) {
            fault(
              stage.place(of: input.description),
              "stage \"\(stage.id)\" reads \"\(input)\", but \(producer) makes no \"\(output)\"",
              Suggestion.mend(output, known: made))
          }
        }
      }
      for needed in stage.kind.requiredInputs {
        let given = stage.inputs.contains { if case .output(_, needed) = $0 { true } else { false } }
        if !given {
          fault(
            stage.position,
            "stage \"\(stage.id)\" (kind \(stage.kind.name)) needs an input with the output \"\(needed)\"",
            "add such as \"STAGE.\(needed)\" to its inputs")
        }
      }
    }
  }
}
