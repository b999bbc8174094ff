internal import JSON

extension ConfigLoader {
  static let checkRules = [
    "not_null", "unique", "min_rows", "max_rows", "accepted_values", "range", "foreign_key", "freshness", "change",
    "sql",
  ]

  /// The rules that count failing rows, of which some can be tolerated.
  private static let countingRules: Set<String> = [
    "not_null", "unique", "accepted_values", "range", "foreign_key", "sql",
  ]

  mutating func readChecks(_ node: JSONNode?, into stages: inout [StageDeclaration]) {
    guard let node else { return }
    guard let members = node.members else {
      fault(node.position, "\"checks\" should be an object, found \(node.kindName)")
      return
    }
    for member in members {
      guard let (index, output) = findOutput(member, in: stages) else { continue }
      guard let rules = member.value.elements else {
        fault(member.value.position, "checks stand in an array, found \(member.value.kindName)")
        continue
      }
      for rule in rules {
        guard let check = readCheck(rule, stage: stages[index].id, output: output) else { continue }
        add(check, at: rule.position, to: &stages[index])
      }
    }
  }

  /// Adds a check whose name no other check of the output has.
  mutating func add(_ check: OutputCheck, at position: TextPosition, to stage: inout StageDeclaration) {
    let key = Self.key(check)
    if let first = checkPlaces[key] {
      fault(
        position,
        "two checks of \(check.stage).\(check.output) are called \"\(check.name)\" (the first at line "
          + "\(first.line))", "give each a \"name\" of its own, or remove one")
      return
    }
    checkPlaces[key] = position
    stage.checks.append(check)
  }

  static func key(_ check: OutputCheck) -> String { "\(check.stage).\(check.output) \(check.name)" }

  /// The stage and output that a key `STAGE.OUTPUT` names.
  mutating func findOutput(_ member: JSONNode.Member, in stages: [StageDeclaration]) -> (index: Int, output: String)? {
    guard case .output(let id, let output)? = StageInput(member.key) else {
      fault(member.keyPosition, "\"\(member.key)\" names no output", "write \"STAGE.OUTPUT\"")
      return nil
    }
    guard let index = stages.firstIndex(where: { $0.id == id }) else {
      fault(member.keyPosition, "there is no stage \"\(id)\"", Suggestion.mend(id, known: stages.map(\.id)))
      return nil
    }
    let made = stages[index].made
    guard made.contains(output) else {
      fault(member.keyPosition, "\(id) makes no \"\(output)\"", Suggestion.mend(output, known: made))
      return nil
    }
    return (index, output)
  }

  private mutating func readCheck(_ node: JSONNode, stage: String, output: String) -> OutputCheck? {
    var reader = ObjectReader(
      node, file: shown, what: "a check",
      keys: Self.checkRules + ["name", "severity", "max_failures", "max_share"])
    defer { faults += reader.faults }
    let given = Self.checkRules.filter { reader[$0] != nil }
    guard given.count == 1, let word = given.first, let value = reader[word] else {
      // A rule that is misspelt has been told already.
      if !given.isEmpty || reader.faults.isEmpty {
        reader.fault(node.position, "a check states one rule", "one of: \(Self.checkRules.joined(separator: ", "))")
      }
      return nil
    }
    let name = reader.string("name")
    let severity = Self.severity(&reader)
    let tolerance = Self.tolerance(&reader, word)
    guard let rule = readRule(word, value, &reader) else { return nil }
    var json: [(String, JSON)] = [(word, value.json), ("severity", .string(severity.rawValue))]
    switch tolerance {
    case .rows(let count)?: json.append(("max_failures", .int(count)))
    case .share(let share)?: json.append(("max_share", .double(share)))
    case nil: break
    }
    return OutputCheck(
      stage: stage, output: output, name: name ?? Self.name(word, value, rule), rule: rule, severity: severity,
      tolerance: tolerance, json: .members(json))
  }

  /// What a check is called that has no name of its own: its rule in few words.
  private static func name(_ word: String, _ value: JSONNode, _ rule: OutputCheck.Rule) -> String {
    switch rule {
    case .notNull(let columns), .unique(let columns): "\(word) \(columns.joined(separator: ", "))"
    case .acceptedValues(let column, _), .freshness(let column, _, _): "\(word) \(column)"
    case .range(let column, let minimum, let maximum):
      "range \(column) \(minimum?.description ?? "") to \(maximum?.description ?? "")"
    case .foreignKey(let column, let target): "\(column) in \(target.stage).\(target.output).\(target.column)"
    case .change(let change): "change of \(change.aggregate ?? "rows")"
    default: "\(word) \(value.json.text())"
    }
  }

  static func severity(_ reader: inout ObjectReader) -> OutputCheck.Severity {
    guard let text = reader.string("severity"), let place = reader["severity"]?.position else { return .error }
    guard let severity = OutputCheck.Severity(rawValue: text) else {
      reader.fault(place, "\"severity\" is \"error\" or \"warn\"", Suggestion.mend(text, known: ["error", "warn"]))
      return .error
    }
    return severity
  }

  private static func tolerance(_ reader: inout ObjectReader, _ word: String) -> OutputCheck.Tolerance? {
    let rows = reader.integer("max_failures", minimum: 0)
    let share = reader.number("max_share", in: 0...1)
    guard let place = (reader["max_failures"] ?? reader["max_share"])?.position else { return nil }
    if !countingRules.contains(word) {
      reader.fault(place, "\"\(word)\" counts no failing rows that could be tolerated", "remove it")
    } else if reader["max_failures"] != nil, reader["max_share"] != nil {
      reader.fault(place, "a check tolerates \"max_failures\" rows or a \"max_share\" of them, not both", "remove one")
    }
    return rows.map { .rows($0) } ?? share.map { .share($0) }
  }

  // MARK: - Rules

  private mutating func readRule(_ word: String, _ value: JSONNode, _ reader: inout ObjectReader) -> OutputCheck.Rule? {
    switch word {
    case "not_null", "unique":
      guard let columns = reader.strings(word)?.map(\.text) else { return nil }
      guard !columns.isEmpty else {
        reader.fault(value.position, "\"\(word)\" names no column", "write [\"COLUMN\"]")
        return nil
      }
      return word == "unique" ? .unique(columns) : .notNull(columns)
    case "min_rows": return reader.integer(word, minimum: 0).map { .minimumRows($0) }
    case "max_rows": return reader.integer(word, minimum: 0).map { .maximumRows($0) }
    case "sql": return reader.string(word).map { .sql($0) }
    case "foreign_key": return readForeignKey(value)
    case "freshness": return readFreshness(value)
    case "change": return readChange(value)
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
      if let low = bounds[0].double, let high = bounds[1].double, low > high {
        reader.fault(column.value.position, "no value lies from \(low) to \(high)", "write the smaller bound first")
      }
      return .range(column: column.key, minimum: bounds[0].double, maximum: bounds[1].double)
    }
  }

  private mutating func readForeignKey(_ node: JSONNode) -> OutputCheck.Rule? {
    var reader = ObjectReader(node, file: shown, what: "\"foreign_key\"", keys: ["column", "references"])
    let column = reader.string("column", required: true)
    let target = reader.string("references", required: true)
    var parts: [String] = []
    if let target, let place = reader["references"]?.position {
      parts = target.split(separator: ".", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
      if parts.count != 3 || parts.contains("") {
        reader.fault(place, "\"\(target)\" names no column of an output", "write \"STAGE.OUTPUT.COLUMN\"")
      }
    }
    faults += reader.faults
    guard reader.faults.isEmpty, let column, parts.count == 3 else { return nil }
    return .foreignKey(column: column, target: .init(stage: parts[0], output: parts[1], column: parts[2]))
  }

  private mutating func readFreshness(_ node: JSONNode) -> OutputCheck.Rule? {
    var reader = ObjectReader(node, file: shown, what: "\"freshness\"", keys: ["column", "within", "of"])
    let column = reader.string("column", required: true)
    let age = reader.age("within", required: true)
    let base = reader.string("of", required: true)
    if let base, !["now", "as_of"].contains(base), let place = reader["of"]?.position {
      reader.fault(
        place, "\"of\" is \"now\" (the time of the run) or \"as_of\" (the pipeline's own)",
        Suggestion.mend(base, known: ["now", "as_of"]))
    }
    faults += reader.faults
    guard reader.faults.isEmpty, let column, let age, let base else { return nil }
    // Which day "as_of" is, is known once the parameters are.
    return .freshness(column: column, within: age, base: base == "now" ? .now : .date("auto"))
  }

  private mutating func readChange(_ node: JSONNode) -> OutputCheck.Rule? {
    var reader = ObjectReader(node, file: shown, what: "\"change\"", keys: ["of", "max_percent", "direction"])
    let aggregate = reader.string("of")
    let percent = reader.number("max_percent", in: 0...1_000_000, required: true)
    var direction = OutputCheck.Change.Direction.both
    if let text = reader.string("direction"), let place = reader["direction"]?.position {
      let known = OutputCheck.Change.Direction.allCases.map(\.rawValue)
      if let named = OutputCheck.Change.Direction(rawValue: text) {
        direction = named
      } else {
        reader.fault(place, "\"\(text)\" is no direction", Suggestion.mend(text, known: known))
      }
    }
    faults += reader.faults
    guard reader.faults.isEmpty, let percent else { return nil }
    return .change(
      .init(aggregate: aggregate == "rows" ? nil : aggregate, maximumPercent: percent, direction: direction))
  }

  mutating func readSourceFreshness(_ node: JSONNode?, source: String) -> SourceFreshness? {
    guard let node else { return nil }
    var reader = ObjectReader(node, file: shown, what: "\"freshness\"", keys: ["column", "warn_after", "error_after"])
    let column = reader.string("column")
    let warn = reader.age("warn_after")
    let error = reader.age("error_after")
    if reader.faults.isEmpty {
      if let column, let place = reader["column"]?.position, column.split(separator: ".").count != 2 {
        reader.fault(
          place, "\"\(column)\" names no column", "write \"OUTPUT.COLUMN\" of the stage that reads the source")
      }
      if warn == nil, error == nil {
        reader.fault(
          node.position, "this freshness bounds nothing", "add \"warn_after\" or \"error_after\": \(Age.words)")
      }
      if let warn, let error, warn >= error, let place = reader["warn_after"]?.position {
        reader.fault(place, "\"warn_after\" is not below \"error_after\", so it never warns", "lower it or remove it")
      }
    }
    faults += reader.faults
    guard reader.faults.isEmpty else { return nil }
    return SourceFreshness(source: source, column: column, warnAfter: warn, errorAfter: error)
  }
}
