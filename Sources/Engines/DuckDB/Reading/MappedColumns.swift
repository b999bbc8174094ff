internal import JSON
internal import PipelineModel

/// Which columns of a table become which columns of a line.
struct MappedColumns {
  /// One column of a line and the table's columns that it is made of.
  struct Entry {
    let mapping: ColumnMapping
    let places: [Int]
  }

  let entries: [Entry]

  /// Finds the columns that the config names, or that the kind knows.
  ///
  /// - Returns: nil where a column is missing, with the names that are.
  static func find(_ source: InputSource, _ headers: [String]) -> (columns: MappedColumns?, missing: [String]) {
    source.options.columns.isEmpty ? known(source.kind, headers) : declared(source.options.columns, headers)
  }

  private static func declared(_ mappings: [ColumnMapping], _ headers: [String]) -> (MappedColumns?, [String]) {
    var missing: [String] = []
    let entries = mappings.map { mapping in
      Entry(
        mapping: mapping,
        places: mapping.names.compactMap { name in
          let place = place(name, headers)
          if place == nil { missing.append(name) }
          return place
        })
    }
    return missing.isEmpty ? (MappedColumns(entries: entries), []) : (nil, missing)
  }

  /// The column of this very name, else the only one whose name differs in case, spaces and signs alone.
  private static func place(_ name: String, _ headers: [String]) -> Int? {
    let exact = headers.indices.filter { headers[$0] == name }
    if !exact.isEmpty { return exact.count == 1 ? exact[0] : nil }
    let wanted = SourceKind.folded(name)
    let near = headers.indices.filter { SourceKind.folded(headers[$0]) == wanted }
    return wanted.isEmpty || near.count != 1 ? nil : near[0]
  }

  private static func known(_ kind: SourceKind, _ headers: [String]) -> (MappedColumns?, [String]) {
    var entries: [Entry] = []
    for column in kind.columns {
      guard let canonical = CanonicalColumn(rawValue: column.name) else { continue }
      let place = column.headers.lazy.compactMap { name in
        headers.firstIndex { SourceKind.folded($0) == SourceKind.folded(name) }
      }.first
      if let place { entries.append(Entry(mapping: ColumnMapping(canonical, [headers[place]]), places: [place])) }
    }
    // A line has a total or a price, the total first: a discount may be in it.
    if entries.contains(where: { $0.mapping.column == .amount }) {
      entries.removeAll { $0.mapping.column == .unitPrice }
    }
    let found = Set(entries.map(\.mapping.column))
    var missing = [CanonicalColumn.customerID, .occurredAt].filter { !found.contains($0) }
    if !found.contains(.amount), !found.contains(.unitPrice) { missing.append(.amount) }
    if missing.isEmpty { return (MappedColumns(entries: entries), []) }
    return (nil, missing.map { column in kind.columns.first { $0.name == column.rawValue }?.headers[0] ?? "\(column)" })
  }

  subscript(column: CanonicalColumn) -> Entry? { entries.first { $0.mapping.column == column } }
}

extension StageFailure {
  /// A file that lacks columns of its source.
  static func lacks(_ missing: [String], _ headers: [String], _ shown: String, _ source: InputSource) -> StageFailure {
    let names = missing.map { "\"\($0)\"" }.joined(separator: ", ")
    if let twice = missing.first(where: { name in headers.count { $0 == name } > 1 }) {
      return StageFailure(
        "there are \(headers.count { $0 == twice }) columns \"\(twice)\"", cause: .usage, file: shown,
        at: TextPosition(line: 1, column: 1), mend: "rename all but one of them in the file")
    }
    let near = missing.count == 1 ? Suggestion.nearest(to: missing[0], in: headers) : nil
    var failure = StageFailure(
      "there is no column \(names); the columns are: \(headers.prefix(60).joined(separator: ", "))", cause: .usage,
      file: shown, at: TextPosition(line: 1, column: 1),
      mend: near.map { "did you mean \"\($0)\"? Change \"columns\" of source \"\(source.name)\"" }
        ?? "change \"columns\" of source \"\(source.name)\", or see what palier init makes of the file")
    failure.discreet = "there is no column \(names) among the \(headers.count) of the file"
    return failure
  }
}
