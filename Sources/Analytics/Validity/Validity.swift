/// Internal indices: how compact and how separate clusters are, from the points alone.
public enum Validity {
  /// The Davies-Bouldin index: the mean, over clusters, of the worst ratio of two clusters' spreads to the distance
  /// between their centroids. Lower is better; 0 at best.
  ///
  /// Labels are names: any integers.
  ///
  /// Source: D. L. Davies and D. W. Bouldin, "A cluster separation measure", IEEE TPAMI 1 (1979), with means of
  /// Euclidean distances.
  ///
  /// - Throws: `AnalyticsError` unless there are 2 to n − 1 clusters of finite points.
  public static func daviesBouldin(_ points: Matrix, _ labels: [Int32]) throws -> Double {
    let partition = try Partition(points, labels)
    let spreads = zip(partition.spread(points) { $0.squareRoot() }, partition.sizes).map { $0 / Double($1) }
    return daviesBouldin(centroids: partition.centroids, width: points.columns, spreads: spreads)
  }

  /// The index of a fit over points that are not held.
  static func daviesBouldin(_ fit: ChunkedLloyd.Fit) -> Double {
    daviesBouldin(
      centroids: fit.model.centroids.storage, width: fit.model.centroids.columns,
      spreads: zip(fit.totals.distances, fit.totals.sizes).map { $0 / Double($1) })
  }

  private static func daviesBouldin(centroids: [Double], width: Int, spreads: [Double]) -> Double {
    var sum = 0.0
    for a in spreads.indices {
      var worst = 0.0
      for b in spreads.indices where a != b {
        var square = 0.0
        for j in 0..<width {
          let difference = centroids[a * width + j] - centroids[b * width + j]
          square += difference * difference
        }
        // Clusters that share a centroid are not told apart by it: no ratio.
        if square > 0 { worst = max(worst, (spreads[a] + spreads[b]) / square.squareRoot()) }
      }
      sum += worst
    }
    return sum / Double(spreads.count)
  }

  /// The Calinski-Harabasz index: variance between clusters over variance within, each per degree of freedom. Higher
  /// is better; infinite when every point lies on its centroid.
  ///
  /// Labels are names: any integers.
  ///
  /// Source: T. Caliński and J. Harabasz, "A dendrite method for cluster analysis", Communications in Statistics 3
  /// (1974).
  ///
  /// - Throws: `AnalyticsError` unless there are 2 to n − 1 clusters of finite points.
  public static func calinskiHarabasz(_ points: Matrix, _ labels: [Int32]) throws -> Double {
    let partition = try Partition(points, labels)
    return calinskiHarabasz(
      centroids: partition.centroids, width: points.columns, sizes: partition.sizes,
      within: partition.spread(points) { $0 }.reduce(0, +))
  }

  /// The index of a fit over points that are not held.
  static func calinskiHarabasz(_ fit: ChunkedLloyd.Fit) -> Double {
    calinskiHarabasz(
      centroids: fit.model.centroids.storage, width: fit.model.centroids.columns, sizes: fit.totals.sizes,
      within: fit.model.inertia)
  }

  private static func calinskiHarabasz(centroids: [Double], width: Int, sizes: [Int], within: Double) -> Double {
    let rows = Double(sizes.reduce(0, +))
    var between = 0.0
    for j in 0..<width {
      var mean = 0.0
      for c in sizes.indices { mean += centroids[c * width + j] * Double(sizes[c]) }
      mean /= rows
      for c in sizes.indices {
        let difference = centroids[c * width + j] - mean
        between += Double(sizes[c]) * difference * difference
      }
    }
    return between / Double(sizes.count - 1) / (within / (rows - Double(sizes.count)))
  }
}
