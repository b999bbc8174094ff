internal import JSON
internal import Platform

extension ConfigLoader {
  /// The values of all parameters: defaults, the file's, the command line's; each checked where it is written.
  mutating func readParameters(_ node: JSONNode?, stages: [StageDeclaration], name: String) -> ParameterSet {
    var values = Dictionary(uniqueKeysWithValues: ParameterCatalog.all.map { ($0.path, $0.initial) })
    let own = OwnParameters(names: Set(stages.flatMap(\.parameters)).filter { !Self.isKnown($0) })
    if let node {
      guard node.members != nil else {
        fault(node.position, "\"parameters\" should be an object, found \(node.kindName)")
        return ParameterSet(values)
      }
      collect(node, path: "", own: own, into: &values)
    }
    for (path, text) in overrides.parameters {
      let option = "--set \(path)=\(text)"
      let value = (try? JSON.parse(text)) ?? .string(text)
      let node = JSONNode(json: value, at: TextPosition(line: 0, column: 0))
      if ParameterCatalog.definition(path) != nil {
        set(node, path, option: option, into: &values)
      } else if own.covers(path) {
        let others = own.likely(path, among: values.keys)
        if others.isEmpty {
          setOwn(node, path, into: &values)
        } else {
          faults.append(
            Diagnostic(
              option, nil, "there is no parameter \"\(path)\" in the config",
              mend: Suggestion.mend(path, known: others) + " (a new one is written in the config first)"))
        }
      } else {
        faults.append(
          Diagnostic(
            option, nil, "there is no parameter \"\(path)\"",
            mend: Suggestion.mend(path, known: ParameterCatalog.all.map(\.path) + own.names.sorted())))
      }
    }
    checkCuts(values, node)
    resolveGrid(&values)
    // The title that is shown must be in the fingerprint of the stage that shows it.
    if values["report.title"] == "" { values["report.title"] = .string(name) }
    return ParameterSet(values)
  }

  private static func isKnown(_ name: String) -> Bool {
    ParameterCatalog.all.contains { ParameterSet.name(name, covers: $0.path) }
  }

  private mutating func collect(_ node: JSONNode, path: String, own: OwnParameters, into values: inout [String: JSON]) {
    for member in node.members ?? [] {
      let full = path.isEmpty ? member.key : "\(path).\(member.key)"
      if ParameterCatalog.definition(full) != nil {
        set(member.value, full, option: nil, into: &values)
      } else if own.covers(full) {
        setOwn(member.value, full, into: &values)
      } else if Self.isKnown(full) || own.reachBelow(full), member.value.members != nil {
        collect(member.value, path: full, own: own, into: &values)
      } else if Self.isKnown(full) || own.reachBelow(full) {
        fault(member.value.position, "\"\(full)\" should be an object, found \(member.value.kindName)")
      } else {
        let siblings = (ParameterCatalog.all.map(\.path) + own.names).filter {
          path.isEmpty || $0.hasPrefix(path + ".")
        }
        let words = Set(
          siblings.compactMap { name in
            name.dropFirst(path.isEmpty ? 0 : path.count + 1).split(separator: ".").first.map(String.init)
          })
        let mend = Suggestion.nearest(to: member.key, in: words).map { "did you mean \"\($0)\"?" }
        fault(
          member.keyPosition, "there is no parameter \"\(full)\", and no stage names it",
          mend ?? "known here: \(words.sorted().joined(separator: ", "))")
      }
    }
  }

  /// The leaves of a stage's own parameter: an object stands for all below it.
  private func setOwn(_ node: JSONNode, _ path: String, into values: inout [String: JSON]) {
    guard let members = node.members else {
      // No value stands at a path that has others above or below it.
      for other in values.keys where ParameterSet.name(path, covers: other) || ParameterSet.name(other, covers: path) {
        values[other] = nil
      }
      values[path] = node.json
      return
    }
    for member in members { setOwn(member.value, "\(path).\(member.key)", into: &values) }
  }

  private mutating func set(
    _ node: JSONNode, _ path: String, option: String?, into values: inout [String: JSON]
  ) {
    let value = node.json
    if let definition = ParameterCatalog.definition(path), !definition.type.accepts(value) {
      faults.append(
        Diagnostic(
          option ?? shown, option == nil ? node.position : nil,
          "\"\(path)\" cannot be \(value.text()): it takes \(definition.type.words)"))
      return
    }
    if path == "rfm.grid", case .array(let rules) = value {
      checkRules(rules, node, option: option)
    }
    values[path] = value
  }

  // MARK: - Scores

  /// Cut points of one's own make as many scores as the grid has.
  private mutating func checkCuts(_ values: [String: JSON], _ node: JSONNode?) {
    guard values["rfm.method"] == "custom", let bins = values["rfm.bins"]?.int else { return }
    for measure in ["recency", "frequency", "monetary"] {
      let path = "rfm.cut_points.\(measure)"
      let cuts = (values[path]?.array ?? []).compactMap(\.double)
      if cuts.isEmpty || cuts.count == bins - 1 { continue }
      let option = overrides.parameters.last { $0.path == path }.map { "--set \($0.path)=\($0.value)" }
      let place = node?[path] ?? node?["rfm"]?["cut_points"]?[measure] ?? node?["rfm.cut_points"]?[measure]
      faults.append(
        Diagnostic(
          option ?? shown, option == nil ? place?.position : nil,
          "\"\(path)\" has \(cuts.count) cut points, which make \(cuts.count + 1) scores instead of \(bins)",
          mend: "give \(bins - 1) ascending numbers, or \(cuts.count + 1) as \"rfm.bins\""))
    }
  }

  // MARK: - Grids

  private mutating func checkRules(_ rules: [JSON], _ node: JSONNode, option: String?) {
    for (index, rule) in rules.enumerated() {
      let place = option == nil ? node.elements?[index].position : nil
      let problem = Self.ruleProblem(rule)
      if let problem {
        faults.append(
          Diagnostic(
            option ?? shown, place, problem,
            mend: "write { \"segment\": \"champions\", \"r\": [4, 5], \"f\": [4, 5], \"m\": [4, 5] }"))
      }
    }
  }

  private static func ruleProblem(_ rule: JSON) -> String? {
    guard let members = rule.object else { return "a rule of the grid is an object" }
    for member in members where !["segment", "r", "f", "m"].contains(member.key) {
      return "\"\(member.key)\" is no key of a rule"
    }
    guard let segment = rule["segment"]?.string, SQLStageFile.isIdentifier(segment) else {
      return "a rule names its \"segment\" with a-z, 0-9 and _"
    }
    for key in ["r", "f", "m"] {
      if let value = rule[key], bounds(value) == nil {
        return "\"\(key)\" is a score or two scores, the smaller first"
      }
    }
    return nil
  }

  private static func bounds(_ value: JSON) -> ClosedRange<Int>? {
    if let score = value.int, (1...10).contains(score) { return score...score }
    guard let pair = value.array, pair.count == 2, let low = pair[0].int, let high = pair[1].int,
      (1...10).contains(low), (1...10).contains(high), low <= high
    else { return nil }
    return low...high
  }

  /// Replaces the grid, named or written out, by its rows: what the SQL joins and the fingerprint holds.
  private func resolveGrid(_ values: inout [String: JSON]) {
    guard let grid = values["rfm.grid"], let bins = values["rfm.bins"]?.int else { return }
    let rules: [SegmentRule]
    if let name = grid.string {
      rules = SegmentGrid.rules(name, bins: bins) ?? []
    } else {
      rules = (grid.array ?? []).map { rule in
        SegmentRule(
          rule["segment"]?.string ?? "", r: rule["r"].flatMap(Self.bounds), f: rule["f"].flatMap(Self.bounds),
          m: rule["m"].flatMap(Self.bounds))
      }
    }
    values["rfm.grid"] = .array(rules.enumerated().map { $1.row(position: $0 + 1, bins: bins) })
  }

  // MARK: - What stages read

  /// Every parameter that a stage names exists, and its SQL reads none that it does not name.
  mutating func checkParameters(of stages: [StageDeclaration], _ parameters: ParameterSet) {
    for stage in stages {
      for name in stage.parameters where !parameters.hasLeaves(name) {
        fault(
          stage.place(of: name), "stage \"\(stage.id)\" names the parameter \"\(name)\", which has no value",
          Suggestion.nearest(to: name, in: ParameterCatalog.all.map(\.path)).map { "did you mean \"\($0)\"?" }
            ?? "add it to \"parameters\"")
      }
      checkCommand(of: stage, parameters)
      guard let sql = stage.sql else { continue }
      let readable = parameters.subset(stage.parameters)
      for block in sql.blocks {
        for (path, position) in block.placeholders where readable[path] == nil {
          faults.append(
            Diagnostic(
              Paths.shown(sql.path), position, "the SQL reads the parameter \"\(path)\"",
              mend: parameters[path] == nil
                ? Suggestion.mend(path, known: ParameterCatalog.all.map(\.path))
                : "add \"\(path)\" to the \"parameters\" of stage \"\(stage.id)\""))
        }
        let views = Set(readable.values.keys.map(ParameterSet.viewName))
        for view in block.parameterViews.sorted() where !views.contains(view) {
          faults.append(
            Diagnostic(
              Paths.shown(sql.path), TextPosition(line: block.firstLine, column: 1),
              "the SQL reads the parameter view \"\(view)\"",
              mend: "add its parameter to the \"parameters\" of stage \"\(stage.id)\""))
        }
      }
    }
  }
}
