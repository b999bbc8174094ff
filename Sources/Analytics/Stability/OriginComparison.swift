/// A model of an origin against a refit at a later instant, in full.
public struct OriginComparison: Sendable, Equatable {
  /// The instant of the origin.
  public let origin: Int64
  /// The instant of the comparison.
  public let at: Int64
  /// Steps from one to the other.
  public let horizonSteps: Int
  /// Customers known at the instant.
  public let customers: Int
  /// Indices, migration matrix (rows: the origin's model) and per-cluster Jaccard.
  public let partitions: PartitionComparison
  /// Population stability index of each feature asked, in its order: customers known at the instant against those
  /// known at the origin, over deciles of the latter.
  public let featureDrift: [Double]
}
