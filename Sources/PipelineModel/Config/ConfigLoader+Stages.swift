internal import JSON
internal import Platform

extension ConfigLoader {
  private static let stageKeys =
    [
      "id", "kind", "description", "sql", "inputs", "outputs", "parameters", "partition",
    ] + commandKeys

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
    for element in elements {
      guard let stage = readStage(element) else { continue }
      if let first = stages.first(where: { $0.id == stage.id }) {
        fault(
          stage.place(of: stage.id),
          "two stages have the id \"\(stage.id)\" (the first at line \(first.position.line))",
          "give each stage an id of its own")
        continue
      }
      stages.append(stage)
    }
    readChecks(root["checks"], into: &stages)
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
    places["command"] = reader["command"]?.position
    let outputs = isCommand ? nil : reader.strings("outputs")
    let parameters = reader.strings("parameters")
    for (text, position) in parameters ?? [] { places[text] = position }
    if let id { places[id] = reader["id"]?.position }
    let partition = reader.string("partition")
    if let partition, partition != "file" {
      reader.fault(reader["partition"]?.position ?? node.position, "\"partition\" can be \"file\" only")
    }
    if partition == "file" {
      warnings.append(
        Diagnostic(
          shown, reader["partition"]?.position,
          "\"partition\" changes no result; this version reads all files of a source when one of them changes"))
    }
    let sqlName = reader.string("sql", required: kindName == "sql")
    if let sqlNode = reader["sql"], let kindName, kindName != "sql", kinds[kindName] != nil {
      reader.fault(sqlNode.position, "a stage of kind \"\(kindName)\" has no \"sql\"", "remove it")
    }
    let sqlPosition = reader["sql"]?.position
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
    return StageDeclaration(
      id: id, kind: kind, sql: sql, command: command, inputs: inputs, outputs: outputs?.map(\.text) ?? made,
      parameters: parameters?.map(\.text) ?? kind.parameters, partitionedByFile: partition == "file", checks: [],
      position: node.position, places: places)
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
    for stage in stages {
      for input in stage.inputs {
        switch input {
        case .source(let name):
          if !sources.contains(where: { $0.name == name }) {
            fault(
              stage.place(of: input.description),
              "stage \"\(stage.id)\" reads the source \"\(name)\", which is not declared",
              Suggestion.mend(name, known: sources.map(\.name)))
          }
        case .output(let producer, let output):
          guard let maker = stages.first(where: { $0.id == producer }) else {
            fault(
              stage.place(of: input.description),
              "stage \"\(stage.id)\" reads \"\(input)\", but there is no stage \"\(producer)\"",
              Suggestion.mend(producer, known: stages.map(\.id)))
            continue
          }
          let made = maker.made
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

  // MARK: - Checks

  private mutating func readChecks(_ node: JSONNode?, into stages: inout [StageDeclaration]) {
    guard let node else { return }
    guard let members = node.members else {
      fault(node.position, "\"checks\" should be an object, found \(node.kindName)")
      return
    }
    for member in members {
      guard case .output(let id, let output)? = StageInput(member.key) else {
        fault(member.keyPosition, "\"\(member.key)\" names no output", "write \"STAGE.OUTPUT\"")
        continue
      }
      guard let index = stages.firstIndex(where: { $0.id == id }) else {
        fault(member.keyPosition, "there is no stage \"\(id)\"", Suggestion.mend(id, known: stages.map(\.id)))
        continue
      }
      let made = stages[index].made
      guard made.contains(output) else {
        fault(member.keyPosition, "\(id) makes no \"\(output)\"", Suggestion.mend(output, known: made))
        continue
      }
      guard let rules = member.value.elements else {
        fault(member.value.position, "checks stand in an array, found \(member.value.kindName)")
        continue
      }
      for rule in rules {
        if let check = readCheck(rule, stage: id, output: output) { stages[index].checks.append(check) }
      }
    }
  }

  private mutating func readCheck(_ node: JSONNode, stage: String, output: String) -> OutputCheck? {
    let rules = ["not_null", "unique", "min_rows", "max_rows", "accepted_values", "range", "sql"]
    var reader = ObjectReader(node, file: shown, what: "a check", keys: rules + ["name", "severity"])
    defer { faults += reader.faults }
    let given = rules.filter { reader[$0] != nil }
    guard given.count == 1, let word = given.first, let value = reader[word] else {
      reader.fault(node.position, "a check states one rule", "one of: \(rules.joined(separator: ", "))")
      return nil
    }
    let name = reader.string("name")
    var severity = OutputCheck.Severity.error
    if let text = reader.string("severity") {
      if let known = OutputCheck.Severity(rawValue: text) {
        severity = known
      } else {
        reader.fault(reader["severity"]?.position ?? node.position, "\"severity\" is \"error\" or \"warn\"")
      }
    }
    guard let rule = readRule(word, value, &reader) else { return nil }
    return OutputCheck(
      stage: stage, output: output, name: name ?? "\(word) \(value.json.text())", rule: rule, severity: severity,
      json: [word: value.json, "severity": .string(severity.rawValue)])
  }

  private func readRule(_ word: String, _ value: JSONNode, _ reader: inout ObjectReader) -> OutputCheck.Rule? {
    switch word {
    case "not_null", "unique":
      guard let columns = reader.strings(word)?.map(\.text), !columns.isEmpty else { return nil }
      return word == "unique" ? .unique(columns) : .notNull(columns)
    case "min_rows": return reader.integer(word, minimum: 0).map { .minimumRows($0) }
    case "max_rows": return reader.integer(word, minimum: 0).map { .maximumRows($0) }
    case "sql": return reader.string(word).map { .sql($0) }
    default:
      guard let members = value.members, members.count == 1, let column = members.first else {
        reader.fault(value.position, "\"\(word)\" takes one column", "write { \"COLUMN\": [ … ] }")
        return nil
      }
      guard let list = column.value.elements else {
        reader.fault(column.value.position, "an array should stand here, found \(column.value.kindName)")
        return nil
      }
      if word == "accepted_values" {
        return .acceptedValues(column: column.key, values: list.map { $0.string ?? $0.json.text() })
      }
      let bounds = list.map(\.json)
      guard bounds.count == 2, bounds.allSatisfy({ $0.double != nil || $0.isNull }) else {
        reader.fault(column.value.position, "a range is [minimum, maximum], null for none")
        return nil
      }
      return .range(column: column.key, minimum: bounds[0].double, maximum: bounds[1].double)
    }
  }
}
