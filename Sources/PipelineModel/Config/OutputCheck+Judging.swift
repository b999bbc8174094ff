extension OutputCheck.Contract {
  /// How a table's columns break the promise; none where they keep it. Their order means nothing.
  public func differences(from schema: [OutputManifest.Column]) -> [ColumnDifference] {
    var lines: [ColumnDifference] = []
    for column in columns {
      guard let made = schema.first(where: { $0.name == column.name }) else {
        let near = Suggestion.nearest(
          to: column.name, in: schema.map(\.name).filter { name in !columns.contains { $0.name == name } })
        lines.append(.missing(name: column.name, type: column.type, near: near))
        continue
      }
      let type = ColumnTypeName.normalized(made.type) ?? made.type
      if !ColumnTypeName.matches(type, column.type) {
        lines.append(.otherType(name: column.name, promised: column.type, made: type))
      }
    }
    if !allowsExtra {
      for made in schema where !columns.contains(where: { $0.name == made.name }) {
        lines.append(.extra(name: made.name, type: ColumnTypeName.normalized(made.type) ?? made.type))
      }
    }
    return lines
  }
}

extension OutputCheck.Change {
  /// What is wrong with a change from one value to another, or nil where it is within the bound.
  public func finding(before: Double?, after: Double?) -> CheckFinding? {
    guard let before else { return nil }
    let found = CheckFinding.change(of: aggregate, before: before, after: after, allowed: maximumPercent)
    guard let after else { return found }
    // No number is within any bound of one that is none.
    if before.isNaN || after.isNaN { return before.isNaN && after.isNaN ? nil : found }
    let isBounded =
      switch direction {
      case .both: after != before
      case .fall: after < before
      case .rise: after > before
      }
    guard isBounded else { return nil }
    guard before != 0 else { return found }
    // Multiplied, not divided: whole numbers are exact at the bound.
    return (after - before).magnitude * 100 > maximumPercent * before.magnitude ? found : nil
  }
}
