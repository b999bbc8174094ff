/// The evidence on one number of clusters.
public struct KCandidate: Sendable, Equatable {
  /// Number of clusters.
  public let clusters: Int
  /// Sum of squared distances to the centroids.
  public let inertia: Double
  /// Mean silhouette, with its standard error.
  public let silhouette: Silhouette
  /// The silhouette that a single shapeless cloud would get.
  public let nullSilhouette: NullSilhouette
  /// Davies-Bouldin index; lower is better.
  public let daviesBouldin: Double
  /// Calinski-Harabasz index; higher is better.
  public let calinskiHarabasz: Double
  /// Agreement of refits on bootstrap resamples.
  public let stability: BootstrapStability
  /// Share of the points in the smallest cluster.
  public let smallestShare: Double

  /// Evidence from its parts.
  public init(
    clusters: Int, inertia: Double, silhouette: Silhouette, nullSilhouette: NullSilhouette, daviesBouldin: Double,
    calinskiHarabasz: Double,
    stability: BootstrapStability, smallestShare: Double
  ) {
    self.clusters = clusters
    self.inertia = inertia
    self.silhouette = silhouette
    self.nullSilhouette = nullSilhouette
    self.daviesBouldin = daviesBouldin
    self.calinskiHarabasz = calinskiHarabasz
    self.stability = stability
    self.smallestShare = smallestShare
  }

  /// What the silhouette has beyond that of a single shapeless cloud.
  public var excess: Double { silhouette.mean - nullSilhouette.mean }

  /// Standard error of `excess`.
  public var excessError: Double {
    let null = nullSilhouette.standardDeviation
    return
      (silhouette.standardError * silhouette.standardError + null * null / Double(max(nullSilhouette.count, 1)))
      .squareRoot()
  }

  /// Whether the silhouette is out of the reach of a single shapeless cloud: beyond two standard deviations, its own
  /// sampling error included.
  public var exceedsCloud: Bool {
    let null = nullSilhouette.standardDeviation
    let error = silhouette.standardError
    return excess > 2 * (null * null + error * error).squareRoot()
  }
}
