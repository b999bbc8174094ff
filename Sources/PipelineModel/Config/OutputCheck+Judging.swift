internal import JSON

extension OutputCheck.Contract {
  /// How a table's columns break the promise, a line each; none where they keep it. Their order means nothing.
  public func differences(from schema: [OutputManifest.Column]) -> [String] {
    var lines: [String] = []
    for column in columns {
      guard let made = schema.first(where: { $0.name == column.name }) else {
        let near = Suggestion.nearest(
          to: column.name, in: schema.map(\.name).filter { name in !columns.contains { $0.name == name } })
        lines.append("- \(column.name) \(column.type): missing" + (near.map { " (is it \"\($0)\" now?)" } ?? ""))
        continue
      }
      let type = ColumnTypeName.normalized(made.type) ?? made.type
      if !ColumnTypeName.matches(type, column.type) {
        lines.append("~ \(column.name): \(column.type) is promised, \(type) was made")
      }
    }
    if !allowsExtra {
      for made in schema where !columns.contains(where: { $0.name == made.name }) {
        lines.append("+ \(made.name) \(ColumnTypeName.normalized(made.type) ?? made.type): not promised")
      }
    }
    return lines
  }
}

extension OutputCheck.Change {
  /// What is wrong with a change from one value to another, or nil where it is within the bound.
  public func finding(before: Double?, after: Double?) -> String? {
    let what = aggregate ?? "rows"
    guard let before else { return nil }
    guard let after else { return "\(what): \(Self.text(before)) before, no value now" }
    let isBounded =
      switch direction {
      case .both: after != before
      case .fall: after < before
      case .rise: after > before
      }
    guard isBounded else { return nil }
    guard before != 0 else { return "\(what): 0 before, \(Self.text(after)) now" }
    let percent = (after - before) / before.magnitude * 100
    guard percent.magnitude > maximumPercent else { return nil }
    let shown = Self.text((percent * 10).rounded() / 10)
    return "\(what): \(Self.text(before)) before, \(Self.text(after)) now "
      + "(\(percent > 0 ? "+" : "")\(shown) %); at most \(Self.text(maximumPercent)) % is allowed"
  }

  private static func text(_ value: Double) -> String {
    Int(exactly: value).map(String.init) ?? JSON.double((value * 100).rounded() / 100).text()
  }
}
