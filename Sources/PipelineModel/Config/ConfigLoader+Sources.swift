internal import JSON
internal import Platform

extension ConfigLoader {
  private static let mappedKeys = ["columns", "format", "delimiter", "encoding", "decimal", "sheets", "table"]

  mutating func readSources(_ node: JSONNode?) -> [SourceDeclaration] {
    var sources: [SourceDeclaration] = []
    if let node, node.members == nil {
      fault(node.position, "\"sources\" should be an object, found \(node.kindName)")
    }
    for member in node?.members ?? [] {
      var reader = ObjectReader(
        member.value, file: shown, what: "source \"\(member.key)\"",
        keys: ["kind", "files", "freshness", "rejects"] + Self.mappedKeys)
      let kindName = reader.string("kind", required: true)
      let kind = SourceKind.all.first { $0.name == kindName }
      if let kindName, kind == nil {
        reader.fault(
          reader["kind"]?.position ?? member.keyPosition, "\"\(kindName)\" is no kind of source",
          Suggestion.mend(kindName, known: SourceKind.all.map(\.name)))
      }
      let files = reader.strings("files", required: true) ?? []
      if let empty = reader["files"], empty.elements?.isEmpty ?? false,
        !overrides.sources.contains(where: { $0.name == member.key })
      {
        reader.fault(empty.position, "\"files\" is empty", "name a file, a folder or a pattern")
      }
      var options = SourceOptions()
      if let kind { options = readOptions(&reader, kind) }
      faults += reader.faults
      let freshness = readSourceFreshness(reader["freshness"], source: member.key)
      let rejects = readSourceRejects(reader["rejects"], source: member.key)
      guard let kind else {
        unreadSources.insert(member.key)
        continue
      }
      let patterns = files.map {
        SourceDeclaration.Pattern(
          path: Paths.absolute($0.text, base: folder), file: shown, position: $0.position)
      }
      var source = SourceDeclaration(
        name: member.key, kind: kind, patterns: patterns, freshness: freshness, position: member.keyPosition)
      source.options = options
      source.rejects = rejects
      sources.append(source)
    }
    applySourceOverrides(to: &sources)
    return sources
  }

  private mutating func readSourceRejects(_ node: JSONNode?, source: String) -> SourceRejects? {
    guard let node else { return nil }
    var reader = ObjectReader(node, file: shown, what: "\"rejects\"", keys: ["warn_above", "error_above"])
    let warn = reader.number("warn_above", in: 0...1)
    let error = reader.number("error_above", in: 0...1)
    if reader.faults.isEmpty {
      if warn == nil, error == nil {
        reader.fault(
          node.position, "these rejects bound nothing", "add \"warn_above\" or \"error_above\": a share such as 0.01")
      }
      if let warn, let error, warn >= error, let place = reader["warn_above"]?.position {
        reader.fault(place, "\"warn_above\" is not below \"error_above\", so it never warns", "lower it or remove it")
      }
    }
    faults += reader.faults
    return reader.faults.isEmpty ? SourceRejects(source: source, warnAbove: warn, errorAbove: error) : nil
  }

  // MARK: - Options of mapped kinds

  private func readOptions(_ reader: inout ObjectReader, _ kind: SourceKind) -> SourceOptions {
    var options = SourceOptions()
    guard kind.reading == .mapped else {
      for key in Self.mappedKeys {
        if let node = reader[key] {
          reader.fault(node.position, "a source of kind \"\(kind.name)\" has no \"\(key)\"", "remove it")
        }
      }
      return options
    }
    options.format = reader.choice("format", named: SourceOptions.Format.init(rawValue:), of: SourceOptions.Format.self)
    options.decimal =
      reader.choice("decimal", named: SourceOptions.DecimalMark.init(rawValue:), of: SourceOptions.DecimalMark.self)
      ?? .point
    options.encoding = reader.choice("encoding", named: TextEncoding.init(named:), of: TextEncoding.self)
    if let text = reader.string("delimiter") {
      let mark = text == "\\t" ? "\t" : text
      if let sign = mark.unicodeScalars.first, mark.utf8.count == 1, sign == "\t" || sign.value >= 32,
        sign != "\"", !sign.properties.isAlphabetic, !("0"..."9").contains(sign)
      {
        options.delimiter = mark
      } else {
        reader.fault(
          reader["delimiter"]?.position ?? reader.node.position,
          "\"delimiter\" is one sign of ASCII, no letter, digit or quote",
          "such as \";\", or leave it out: the header tells it")
      }
    }
    options.sheets = (reader.strings("sheets") ?? []).map(\.text)
    options.table = reader.string("table")
    options.columns = readColumns(&reader, kind)
    return options
  }

  private func readColumns(_ reader: inout ObjectReader, _ kind: SourceKind) -> [ColumnMapping] {
    guard let node = reader["columns"] else {
      if kind.columns.isEmpty {
        reader.fault(
          reader.node.position, "\"columns\" is missing",
          "map columns, such as \"columns\": { \"customer_id\": \"Client\", … }; palier init FILE writes them")
      }
      return []
    }
    guard let members = node.members else {
      reader.fault(node.position, "\"columns\" should be an object, found \(node.kindName)")
      return []
    }
    var columns: [ColumnMapping] = []
    for member in members {
      guard let column = CanonicalColumn(rawValue: member.key) else {
        reader.fault(
          member.keyPosition, "\"\(member.key)\" is no column of a line",
          Suggestion.mend(member.key, known: CanonicalColumn.allCases.map(\.rawValue)))
        continue
      }
      if columns.contains(where: { $0.column == column }) {
        reader.fault(member.keyPosition, "\"\(member.key)\" is mapped twice", "remove one")
      }
      if let mapping = readMapping(member.value, column, &reader) { columns.append(mapping) }
    }
    refuseIncomplete(columns, node, &reader)
    return CanonicalColumn.allCases.compactMap { column in columns.first { $0.column == column } }
  }

  private func refuseIncomplete(_ columns: [ColumnMapping], _ node: JSONNode, _ reader: inout ObjectReader) {
    let known = Set(columns.map(\.column))
    for needed in [CanonicalColumn.customerID, .occurredAt] where !known.contains(needed) {
      reader.fault(node.position, "\"columns\" has no \"\(needed.rawValue)\"", "every line needs a customer and a time")
    }
    switch (known.contains(.unitPrice), known.contains(.amount)) {
    case (false, false):
      reader.fault(
        node.position, "\"columns\" has neither \"unit_price\" nor \"amount\"",
        "map the price of one piece to \"unit_price\", or the line's total to \"amount\"")
    case (true, true):
      reader.fault(
        node.position, "\"columns\" has both \"unit_price\" and \"amount\"",
        "keep \"amount\" where it holds discounts, else \"unit_price\"")
    default: break
    }
  }

  private func readMapping(
    _ node: JSONNode, _ column: CanonicalColumn, _ reader: inout ObjectReader
  ) -> ColumnMapping? {
    if node.members == nil {
      let names = node.string.map { [$0] } ?? node.elements?.map { $0.string ?? "" } ?? []
      guard !names.isEmpty, names.allSatisfy({ !$0.isEmpty }) else {
        reader.fault(
          node.position, "\"\(column.rawValue)\" should be a column's name, found \(node.kindName)",
          "write \"\(column.rawValue)\": \"NAME\"")
        return nil
      }
      return ColumnMapping(column, names)
    }
    var keys = ["name", "value"]
    if column == .occurredAt { keys.append("format") }
    if column.isNumber { keys.append("decimal") }
    if column == .isReturn { keys.append("values") }
    var inner = ObjectReader(node, file: shown, what: "the column \"\(column.rawValue)\"", keys: keys)
    defer { reader.faults += inner.faults }
    if let constant = inner.string("value") {
      if let other = ["name", "format", "decimal", "values"].first(where: { inner[$0] != nil }) {
        inner.fault(node.position, "a column has a \"\(other)\" or a \"value\", not both", "remove one")
      }
      if column.isNumber, Double(constant) == nil, let place = inner["value"]?.position {
        inner.fault(place, "\"\(constant)\" is no number", "write one such as 1 or 9.50")
      }
      var mapping = ColumnMapping(column, [])
      mapping.constant = constant
      return mapping
    }
    guard let names = inner.strings("name", required: true), !names.isEmpty else { return nil }
    var mapping = ColumnMapping(column, names.map(\.text))
    for (text, position) in inner.strings("format") ?? [] {
      if let problem = Self.formatProblem(text) { inner.fault(position, problem.0, problem.1) }
      mapping.formats.append(text)
    }
    mapping.decimal = inner.choice(
      "decimal", named: SourceOptions.DecimalMark.init(rawValue:), of: SourceOptions.DecimalMark.self)
    mapping.values = (inner.strings("values") ?? []).map(\.text)
    return mapping
  }

  /// What is wrong with a format of times, and the mend.
  private static func formatProblem(_ format: String) -> (String, String)? {
    if ColumnMapping.numericFormats.contains(format) { return nil }
    var specifiers: [Character] = []
    var isSpecifier = false
    for character in format {
      if isSpecifier {
        specifiers.append(character)
        isSpecifier = false
      } else {
        isSpecifier = character == "%"
      }
    }
    let mend = "such as \"%d/%m/%Y\" or \"%Y-%m-%d %H:%M:%S\", or one of \"unix\", \"unix_ms\", \"excel\""
    if let unknown = specifiers.first(where: { !"aAdbBmyYHIpMSfgnzjWU%".contains($0) }) {
      return ("\"%\(unknown)\" is no part of a date", mend)
    }
    let hasDate =
      specifiers.contains("j") || (specifiers.contains("d") && specifiers.contains { "mbB".contains($0) })
    guard !isSpecifier, hasDate, specifiers.contains(where: { "yY".contains($0) }) else {
      return ("\"\(format)\" names no whole date", mend)
    }
    return nil
  }
}

extension ObjectReader {
  /// One of a few words, or nil where the key is missing.
  mutating func choice<Choice: RawRepresentable & CaseIterable>(
    _ key: String, named: (String) -> Choice?, of type: Choice.Type
  ) -> Choice? where Choice.RawValue == String {
    guard let text = string(key) else { return nil }
    if let value = named(text) { return value }
    fault(
      self[key]?.position ?? node.position, "\"\(key)\" cannot be \"\(text)\"",
      Suggestion.mend(text, known: type.allCases.map(\.rawValue)))
    return nil
  }
}
