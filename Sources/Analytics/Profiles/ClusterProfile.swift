/// What one cluster's customers are like.
public struct ClusterProfile: Sendable, Equatable {
  /// How one feature sets the cluster apart.
  public struct Trait: Sendable, Equatable {
    /// Column of the feature.
    public let feature: Int
    /// Name of the feature.
    public let name: String
    /// Cliff's δ: the chance that a member exceeds a non-member, less the chance of the reverse; −1 … 1.
    public let dominance: Double
    /// Standardised difference of means (Cohen's d): members less non-members, over the pooled standard deviation.
    public let standardizedDifference: Double
  }

  /// The cluster's number.
  public let cluster: Int
  /// Customers in it.
  public let size: Int
  /// Share of all customers.
  public let share: Double
  /// Mean of each feature, in its own units.
  public let means: [Double]
  /// Median of each feature, in its own units.
  public let medians: [Double]
  /// Mean of each feature as a z-score: its distance from the mean of all customers in their standard deviations; 0
  /// for a constant feature.
  public let zScores: [Double]
  /// Share of each feature's total that the cluster holds (for `monetary`: share of revenue); NaN where the total is 0.
  public let totalShares: [Double]
  /// All features, those that set the cluster apart most first.
  public let traits: [Trait]
  /// A plain name, unlike that of any other cluster.
  public let name: Wording
}
