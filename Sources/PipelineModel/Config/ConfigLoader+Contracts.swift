internal import JSON

extension ConfigLoader {
  mutating func readContracts(_ node: JSONNode?, into stages: inout [StageDeclaration]) {
    guard let node else { return }
    guard let members = node.members else {
      fault(node.position, "\"contracts\" should be an object, found \(node.kindName)")
      return
    }
    for member in members {
      guard let (index, output) = findOutput(member, in: stages) else { continue }
      guard let check = readContract(member.value, stage: stages[index].id, output: output) else { continue }
      add(check, at: member.keyPosition, to: &stages[index])
    }
  }

  private mutating func readContract(_ node: JSONNode, stage: String, output: String) -> OutputCheck? {
    var reader = ObjectReader(
      node, file: shown, what: "a contract", keys: ["columns", "extra_columns", "severity"])
    defer { faults += reader.faults }
    let severity = Self.severity(&reader)
    var allowsExtra = true
    if let text = reader.string("extra_columns"), let place = reader["extra_columns"]?.position {
      if !["allow", "forbid"].contains(text) {
        reader.fault(
          place, "\"extra_columns\" is \"allow\" or \"forbid\"", Suggestion.mend(text, known: ["allow", "forbid"]))
      }
      allowsExtra = text != "forbid"
    }
    guard let list = reader["columns"] else {
      if node.members != nil {
        reader.fault(node.position, "\"columns\" is missing", "add \"columns\": { \"customer_id\": \"VARCHAR\" }")
      }
      return nil
    }
    guard let members = list.members, !members.isEmpty else {
      reader.fault(list.position, "\"columns\" should be an object of columns and their types")
      return nil
    }
    var columns: [OutputManifest.Column] = []
    for member in members {
      guard let text = member.value.string else {
        reader.fault(member.value.position, "a type should stand here, found \(member.value.kindName)")
        continue
      }
      guard let type = ColumnTypeName.normalized(text) else {
        reader.fault(
          member.value.position, "\"\(text)\" is no type of a column",
          Suggestion.mend(text.uppercased(), known: ColumnTypeName.known))
        continue
      }
      columns.append(.init(name: member.key, type: type))
    }
    let json: JSON = [
      "contract": .members(columns.map { ($0.name, .string($0.type)) }), "extra": .bool(allowsExtra),
      "severity": .string(severity.rawValue),
    ]
    return OutputCheck(
      stage: stage, output: output, name: "contract",
      rule: .contract(.init(columns: columns, allowsExtra: allowsExtra)),
      severity: severity, json: json)
  }

  // MARK: - What checks refer to

  /// Fills in what a check can only know once all stages and parameters are read.
  mutating func resolveChecks(
    of stages: inout [StageDeclaration], _ sources: [SourceDeclaration], _ parameters: ParameterSet
  ) {
    for index in stages.indices where !stages[index].checks.isEmpty {
      let upstream = Self.upstream(of: stages[index].id, in: stages)
      for number in stages[index].checks.indices {
        let check = stages[index].checks[number]
        let place = checkPlaces[Self.key(check)]
        switch check.rule {
        case .foreignKey(_, let target): checkTarget(target, of: check, at: place, upstream, stages)
        case .freshness(let column, let age, .date):
          guard let base = asOf(check, at: place, upstream, parameters) else { continue }
          stages[index].checks[number].rule = .freshness(column: column, within: age, base: base)
          if case .date(let day) = base {
            stages[index].checks[number].json = .members(
              (check.json.object ?? []).map { ($0.key, $0.value) } + [("as_of", .string(day))])
          }
        default: break
        }
      }
    }
    addRejectShares(of: &stages, sources)
    for source in sources {
      guard let freshness = source.freshness,
        let index = stages.firstIndex(where: { $0.inputs.contains(.source(source.name)) })
      else { continue }
      // The bounds are judged at every run, so they are no part of what was measured.
      stages[index].checks.append(
        OutputCheck(
          stage: stages[index].id, output: "", name: OutputCheck.ageName(source.name), rule: .sourceAge(freshness),
          json: ["source_age": .string(source.name), "column": freshness.column.map { .string($0) } ?? nil]))
    }
  }

  /// Bounds on rejected rows are checked where their source is read.
  private mutating func addRejectShares(of stages: inout [StageDeclaration], _ sources: [SourceDeclaration]) {
    for source in sources {
      guard let rejects = source.rejects,
        let index = stages.firstIndex(where: { $0.inputs.contains(.source(source.name)) })
      else { continue }
      guard stages[index].made.contains("rejects") else {
        fault(
          source.position,
          "source \"\(source.name)\" bounds its rejected rows, but \(stages[index].id) makes no \"rejects\"",
          "take \"rejects\" out, or let the stage make them")
        continue
      }
      stages[index].checks.append(
        OutputCheck(
          stage: stages[index].id, output: "", name: "rejected rows of source \(source.name)",
          rule: .rejectShare(rejects),
          json: [
            "reject_share": .string(source.name), "warn_above": rejects.warnAbove.map { .double($0) } ?? nil,
            "error_above": rejects.errorAbove.map { .double($0) } ?? nil,
          ]))
    }
  }

  /// The stage and all that it depends on, the nearest first.
  private static func upstream(of id: String, in stages: [StageDeclaration]) -> [StageDeclaration] {
    var found: [StageDeclaration] = []
    var open = [id]
    while !open.isEmpty {
      let next = open.removeFirst()
      guard !found.contains(where: { $0.id == next }), let stage = stages.first(where: { $0.id == next }) else {
        continue
      }
      found.append(stage)
      for case .output(let producer, _) in stage.inputs { open.append(producer) }
    }
    return found
  }

  private mutating func checkTarget(
    _ target: OutputCheck.Reference, of check: OutputCheck, at place: TextPosition?, _ upstream: [StageDeclaration],
    _ stages: [StageDeclaration]
  ) {
    guard let stage = stages.first(where: { $0.id == target.stage }) else {
      fault(place, "there is no stage \"\(target.stage)\"", Suggestion.mend(target.stage, known: stages.map(\.id)))
      return
    }
    let made = stage.made
    guard made.contains(target.output) else {
      fault(place, "\(target.stage) makes no \"\(target.output)\"", Suggestion.mend(target.output, known: made))
      return
    }
    if !upstream.contains(where: { $0.id == target.stage }) {
      fault(
        place, "\(check.stage).\(check.output) is checked against \(target.stage), which does not run before it",
        "refer to \(check.stage) itself or to a stage it depends on")
    }
  }

  /// The pipeline's `as_of`: a date where one is set, else the column that the nearest stage made of the data.
  private mutating func asOf(
    _ check: OutputCheck, at place: TextPosition?, _ upstream: [StageDeclaration], _ parameters: ParameterSet
  ) -> OutputCheck.AgeBase? {
    if let day = parameters["as_of"]?.string, day != "auto" { return .date(day) }
    let maker = upstream.first { $0.made.contains("window") }
    guard let maker else {
      fault(
        place,
        "\"as_of\" is \"auto\", and neither \(check.stage) nor a stage before it makes a \"window\" that tells it",
        "write \"of\": \"now\", set \"as_of\" to a date, or check an output of a later stage")
      return nil
    }
    return .column(.init(stage: maker.id, output: "window", column: "as_of"))
  }
}
