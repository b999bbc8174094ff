/// KMeans beside two methods of another kind, on the same sample with the same indices.
public struct ClusteringComparison: Sendable, Equatable {
  /// A method.
  public enum Method: String, Sendable, CaseIterable {
    /// The clusters in use.
    case kmeans
    /// Ward's tree, cut at as many clusters.
    case ward
    /// DBSCAN, which finds how many there are by itself.
    case dbscan
  }

  /// What a method made of the sample. Indices are over the points in clusters; nil where there are fewer than two.
  public struct Row: Sendable, Equatable {
    /// The method.
    public let method: Method
    /// How many clusters it has on the sample.
    public let clusters: Int
    /// The share of points in no cluster.
    public let noiseShare: Double
    /// The share of the largest cluster.
    public let largestShare: Double
    /// Mean silhouette.
    public let silhouette: Double?
    /// Davies-Bouldin.
    public let daviesBouldin: Double?
    /// Calinski-Harabasz.
    public let calinskiHarabasz: Double?
    /// Agreement with the KMeans clusters (ARI), over the points in clusters; nil where there is none.
    public let agreement: Double?
  }

  /// One row a method.
  public let rows: [Row]
  /// How many points were looked at.
  public let points: Int
  /// DBSCAN's radius; nil where points coincide.
  public let radius: Double?
  /// DBSCAN's neighbours of a core.
  public let neighbours: Int

  /// Compares on all points, or on a sample of `limit`.
  ///
  /// - Parameters:
  ///   - labels: the KMeans cluster of each point.
  ///   - neighbours: of a core; nil for twice the number of columns, at least 4.
  ///   - radius: nil for the bend of the distances.
  /// - Throws: `AnalyticsError` where there is nothing to compare.
  public static func run(
    _ points: Matrix, _ labels: [Int32], limit: Int, seed: UInt64, neighbours: Int? = nil, radius: Double? = nil,
    threads: Int = 1
  ) throws -> ClusteringComparison {
    guard points.rows == labels.count else {
      throw AnalyticsError(.shapeMismatch, "\(labels.count) labels for \(points.rows) points")
    }
    let chosen = Sampling.rows(limit, of: points.rows, seed: seed)
    let sample = points.selecting(rows: chosen)
    let own = chosen.map { labels[$0] }
    let clusters = Set(own).count
    let neighbours = min(neighbours ?? max(4, 2 * points.columns), sample.rows)
    // The two take about as long and need nothing of each other.
    let found = try Parallel.tryMap(count: 2, threads: threads) { task -> (labels: [Int32], radius: Double?) in
      if task == 0 { return (try WardTree(sample).labels(clusters: clusters), nil) }
      guard neighbours >= 2,
        let radius = try radius ?? DensityClusters.suggestedRadius(sample, neighbours: neighbours)
      else { return ([Int32](repeating: -1, count: sample.rows), nil) }
      return (try DensityClusters(sample, radius: radius, neighbours: neighbours).labels, radius)
    }
    let all = [(Method.kmeans, own), (.ward, found[0].labels), (.dbscan, found[1].labels)]
    return ClusteringComparison(
      rows: try all.map { try row($0.0, sample, $0.1, own, threads: threads) }, points: sample.rows,
      radius: found[1].radius, neighbours: neighbours)
  }

  private static func row(
    _ method: Method, _ points: Matrix, _ labels: [Int32], _ reference: [Int32], threads: Int
  ) throws -> Row {
    let inside = labels.indices.filter { labels[$0] >= 0 }
    let clustered = inside.map { labels[$0] }
    var sizes: [Int32: Int] = [:]
    for label in clustered { sizes[label, default: 0] += 1 }
    let looked = inside.count == points.rows ? points : points.selecting(rows: inside)
    let isMeasured = sizes.count >= 2 && sizes.count < inside.count
    return Row(
      method: method, clusters: sizes.count, noiseShare: Double(points.rows - inside.count) / Double(points.rows),
      largestShare: Double(sizes.values.max() ?? 0) / Double(points.rows),
      silhouette: isMeasured
        ? try Validity.silhouette(looked, clustered, limit: looked.rows, threads: threads).mean : nil,
      daviesBouldin: isMeasured ? try Validity.daviesBouldin(looked, clustered) : nil,
      calinskiHarabasz: isMeasured ? try Validity.calinskiHarabasz(looked, clustered) : nil,
      agreement: inside.isEmpty ? nil : try Agreement.adjustedRand(inside.map { reference[$0] }, clustered))
  }
}
