/// The number of clusters chosen, by which rule, and why.
public struct KDecision: Sendable, Equatable {
  /// The rule that settled it.
  public enum Rule: String, Sendable, CaseIterable {
    /// Only one number of clusters was tried.
    case onlyOne = "only-one"
    /// Of the eligible, the silhouette farthest above that of a shapeless cloud, with none within its standard error.
    case largestExcess = "largest-excess"
    /// Several eligible within one standard error of the largest excess; the elbow is among them.
    case elbowAmongEquals = "elbow-among-equals"
    /// Several eligible within one standard error of the largest excess; the finest of them.
    case finestAmongEquals = "finest-among-equals"
    /// No number of clusters was eligible; the most reproducible of all.
    case mostStableOfUnstable = "most-stable-of-unstable"
  }

  /// The number of clusters chosen.
  public let clusters: Int
  /// The rule that settled it.
  public let rule: Rule
  /// The numbers of clusters that were stable enough, with no tiny cluster.
  public let eligible: [Int]
  /// The elbow of the inertia; nil when it bends too little.
  public let elbow: Int?
  /// Why, in a sentence or two.
  public let reason: Wording

  /// A decision from its parts.
  public init(clusters: Int, rule: Rule, eligible: [Int], elbow: Int?, reason: Wording) {
    self.clusters = clusters
    self.rule = rule
    self.eligible = eligible
    self.elbow = elbow
    self.reason = reason
  }
}
