public import JSON

/// A reason in words for people: a headline, and the lines that show it in full.
public enum ReasonText {
  /// Changes of a long list that are shown one by one.
  private static let listed = 6

  /// The reason in one line; SQL and long lists without what changed in them.
  public static func headline(_ reason: JSON) -> String {
    let text = reason["text"]?.string ?? ""
    switch reason["cause"]?.string {
    case "sql"?: return "SQL changed"
    case "parameter"? where text.count > 100:
      guard let (old, new) = lists(reason), let path = reason["path"]?.string else { return text }
      return "parameter \(path): "
        + (old.count == new.count ? "\(old.count) items" : "\(old.count) → \(new.count) items")
    default: return text
    }
  }

  /// The lines of SQL, or the items of a long list, that were taken out and put in.
  public static func details(_ reason: JSON) -> [String] {
    switch reason["cause"]?.string {
    case "sql"?:
      return (reason["removed"]?.array ?? []).compactMap { $0.string.map { "- \($0)" } }
        + (reason["added"]?.array ?? []).compactMap { $0.string.map { "+ \($0)" } }
    case "parameter"? where (reason["text"]?.string?.count ?? 0) > 100:
      guard let (old, new) = lists(reason) else { return [] }
      let change = new.difference(from: old)
      return some("-", change.removals.map { if case .remove(_, let item, _) = $0 { item } else { nil } })
        + some("+", change.insertions.map { if case .insert(_, let item, _) = $0 { item } else { nil } })
    default: return []
    }
  }

  private static func lists(_ reason: JSON) -> (old: [JSON], new: [JSON])? {
    guard let old = reason["from"]?.array, let new = reason["to"]?.array else { return nil }
    return (old, new)
  }

  private static func some(_ sign: String, _ items: [JSON]) -> [String] {
    let shown = items.count <= listed + 1 ? items.count : listed
    return items.prefix(shown).map { "\(sign) \(short($0))" }
      + (items.count > shown ? ["\(sign) … \(items.count - shown) more"] : [])
  }

  /// An item without the marks of JSON: `segment champions, r_min 4, r_max 5`.
  private static func short(_ item: JSON) -> String {
    guard let members = item.object else { return item.string ?? item.text() }
    return members.map { "\($0.key) \($0.value.string ?? $0.value.text())" }.joined(separator: ", ")
  }
}
