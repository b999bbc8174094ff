public import JSON

/// A change of a value of the config, short enough to be read.
public struct ValueChange: Sendable, Hashable {
  /// What changed in a long list.
  public struct Items: Sendable, Hashable {
    /// How many items there were, and are.
    public var before, after: Int
    /// The first items that were taken out and put in, cut where they are long.
    public var removed, added: [String]
    /// How many more were taken out and put in.
    public var removedMore, addedMore: Int
  }

  private static let longest = 60
  private static let itemLength = 90
  private static let itemsShown = 2

  /// The values, of long ones the part in which they differ; nil for one that is not set.
  public let before, after: String?
  /// What changed, where both are lists and one is long.
  public let items: Items?

  /// Compares two values.
  public init(from: JSON?, to: JSON?) {
    let texts = (from?.text(), to?.text())
    guard texts.0.map(\.count) ?? 0 > Self.longest || texts.1.map(\.count) ?? 0 > Self.longest else {
      (before, after, items) = (texts.0, texts.1, nil)
      return
    }
    items = from?.array.flatMap { old in to?.array.map { Self.items(old, $0) } }
    let common = zip(texts.0 ?? "", texts.1 ?? "").prefix { $0 == $1 }.count
    let skipped = max(0, common - 30)
    func part(_ text: String) -> String {
      let rest = text.dropFirst(skipped)
      return (skipped > 0 ? "…" : "") + rest.prefix(Self.longest) + (rest.count > Self.longest ? "…" : "")
    }
    (before, after) = (texts.0.map(part), texts.1.map(part))
  }

  private static func items(_ old: [JSON], _ new: [JSON]) -> Items {
    let change = new.difference(from: old)
    let removed = change.removals.compactMap { if case .remove(_, let item, _) = $0 { item } else { nil } }
    let added = change.insertions.compactMap { if case .insert(_, let item, _) = $0 { item } else { nil } }
    func shown(_ items: [JSON]) -> [String] {
      items.prefix(itemsShown).map { item in
        let text = item.text()
        return text.prefix(itemLength) + (text.count > itemLength ? "…" : "")
      }
    }
    return Items(
      before: old.count, after: new.count, removed: shown(removed), added: shown(added),
      removedMore: max(0, removed.count - itemsShown), addedMore: max(0, added.count - itemsShown))
  }

  /// The change in English.
  public var text: String {
    guard let items else { return "\(before ?? "unset") → \(after ?? "unset")" }
    func list(_ sign: String, _ texts: [String], _ more: Int) -> [String] {
      texts.map { "\(sign) \($0)" } + (more > 0 ? ["\(sign) \(more) more"] : [])
    }
    let count = items.before == items.after ? "\(items.before) items" : "\(items.before) → \(items.after) items"
    return "\(count): "
      + (list("-", items.removed, items.removedMore) + list("+", items.added, items.addedMore)).joined(separator: "; ")
  }
}
