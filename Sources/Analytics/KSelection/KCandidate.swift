/// The evidence on one number of clusters.
public struct KCandidate: Sendable, Equatable {
  /// Number of clusters.
  public let clusters: Int
  /// Sum of squared distances to the centroids.
  public let inertia: Double
  /// Mean silhouette, with its standard error.
  public let silhouette: Silhouette
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
    clusters: Int, inertia: Double, silhouette: Silhouette, daviesBouldin: Double, calinskiHarabasz: Double,
    stability: BootstrapStability, smallestShare: Double
  ) {
    self.clusters = clusters
    self.inertia = inertia
    self.silhouette = silhouette
    self.daviesBouldin = daviesBouldin
    self.calinskiHarabasz = calinskiHarabasz
    self.stability = stability
    self.smallestShare = smallestShare
  }
}
