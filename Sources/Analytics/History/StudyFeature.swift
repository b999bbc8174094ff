/// A feature that a study computes as of past instants.
public enum StudyFeature: Sendable, Hashable {
  /// Of what was bought, and when.
  case purchases(PurchaseFeature)
  /// The share of spend under one code of a tag, of what was spent under any; the median of the others where a customer
  /// spent under none.
  case share(tag: Int, code: Int)
  /// 1 where most was spent under one of some codes of a tag (the lowest code among equals), else 0.
  case isMost(tag: Int, codes: Set<Int>)
}
