internal import JSON

extension Reason {
  /// Every cause for which a stage with key `new` is not what was built with key `old`: one predicate per cause.
  ///
  /// - Parameters:
  ///   - ignoring: inputs whose new content is not known yet.
  public static func differences(from old: StageKey, to new: StageKey, ignoring: Set<String> = []) -> [Reason] {
    var reasons: [Reason] = []
    if old.kind != new.kind { reasons.append(.kind(from: old.kind, to: new.kind)) }
    if old.kind == new.kind, old.codeVersion != new.codeVersion {
      reasons.append(.code(from: old.codeVersion, to: new.codeVersion))
    }
    if old.engine != new.engine { reasons.append(.engine(from: old.engine, to: new.engine)) }
    reasons += sqlDifference(old, new)
    for part in ["command", "outputs", "environment", "pass_environment", "publish"]
    where old.command != nil && new.command != nil && old.command?[part] != new.command?[part] {
      reasons.append(.declaration(part: part, from: old.command?[part], to: new.command?[part]))
    }
    if old.kind == new.kind, old.prelude != new.prelude { reasons.append(.prelude) }
    reasons += privacyDifference(old.privacy, new.privacy)
    for path in Set(old.parameters.keys).union(new.parameters.keys).sorted()
    where old.parameters[path] != new.parameters[path] {
      reasons.append(.parameter(path: path, from: old.parameters[path], to: new.parameters[path]))
    }
    for name in Set(old.inputs.keys).union(new.inputs.keys).sorted() where !ignoring.contains(name) {
      reasons += inputDifference(name, old.inputs[name], new.inputs[name])
    }
    return reasons
  }

  private static func privacyDifference(_ old: JSON?, _ new: JSON?) -> [Reason] {
    guard old != new else { return [] }
    var reasons: [Reason] = []
    let (before, after) = (old?["pseudonyms"]?.string, new?["pseudonyms"]?.string)
    if before != after { reasons.append(.pseudonyms(from: before, to: after)) }
    if old?["erasures"] != new?["erasures"] {
      reasons.append(
        .erasures(from: old?["erasures"]?["count"]?.int ?? 0, to: new?["erasures"]?["count"]?.int ?? 0))
    }
    return reasons
  }

  /// What differs between two texts of a stage's SQL, in lines as they are written; nil where no line does.
  public static func sql(from old: String, to new: String) -> Reason? {
    let lines = SQLLineDifference(from: old, to: new)
    return lines.removed.isEmpty && lines.added.isEmpty ? nil : .sql(removed: lines.removed, added: lines.added)
  }

  private static func sqlDifference(_ old: StageKey, _ new: StageKey) -> [Reason] {
    guard old.sql != new.sql else { return [] }
    // The key holds each block on one line; clauses are its natural lines.
    let before = old.sql.flatMap(clauses)
    let after = new.sql.flatMap(clauses)
    let change = after.difference(from: before)
    let removed = change.removals.compactMap { if case .remove(_, let line, _) = $0 { line } else { nil } }
    let added = change.insertions.compactMap { if case .insert(_, let line, _) = $0 { line } else { nil } }
    return [.sql(removed: removed, added: added)]
  }

  private static let clauseWords: Set<String> = [
    "select", "from", "where", "group", "order", "having", "join", "left", "inner", "window", "union", "with", "and",
    "when",
  ]

  private static func clauses(_ block: String) -> [String] {
    var lines: [String] = []
    var line: [Substring] = []
    for word in block.split(whereSeparator: { $0 == " " || $0 == "\n" }) {
      if clauseWords.contains(word.lowercased()) || word.hasSuffix(","), !line.isEmpty {
        if word.hasSuffix(",") {
          line.append(word)
          lines.append(line.joined(separator: " "))
          line = []
          continue
        }
        lines.append(line.joined(separator: " "))
        line = []
      }
      line.append(word)
    }
    if !line.isEmpty { lines.append(line.joined(separator: " ")) }
    return lines
  }

  /// What differs between the files of a source.
  public static func sourceDifferences(
    _ name: String, from old: StageKey.Identity?, to new: StageKey.Identity?
  ) -> [Reason] {
    inputDifference(name, old, new)
  }

  private static func inputDifference(
    _ name: String, _ old: StageKey.Identity?, _ new: StageKey.Identity?
  ) -> [Reason] {
    switch (old, new) {
    case (nil, nil): return []
    case (nil, _): return [.inputDeclared(name)]
    case (_, nil): return [.inputDropped(name)]
    case (.content(let before)?, .content(let after)?):
      return before == after ? [] : [.input(name, from: before, to: after)]
    case (.files(let kindBefore, let before)?, .files(let kindAfter, let after)?):
      let kind: [Reason] =
        kindBefore == kindAfter ? [] : [.sourceKind(source: name, from: kindBefore, to: kindAfter)]
      return kind + fileDifference(name, before, after)
    default: return [.inputDropped(name), .inputDeclared(name)]
    }
  }

  private static func fileDifference(
    _ source: String, _ before: [String: String], _ after: [String: String]
  ) -> [Reason] {
    var removed = Set(before.keys).subtracting(after.keys)
    var added = Set(after.keys).subtracting(before.keys)
    var reasons: [Reason] = []
    for old in removed.sorted() {
      guard let new = added.sorted().first(where: { after[$0] == before[old] }) else { continue }
      reasons.append(.fileRenamed(source: source, from: old, to: new))
      removed.remove(old)
      added.remove(new)
    }
    reasons += removed.sorted().map { .fileRemoved(source: source, file: $0) }
    reasons += added.sorted().map { .fileAdded(source: source, file: $0) }
    for file in Set(before.keys).intersection(after.keys).sorted() where before[file] != after[file] {
      reasons.append(.fileChanged(source: source, file: file))
    }
    return reasons
  }
}
