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
    let width = points.columns
    let spreads = zip(partition.spread(points) { $0.squareRoot() }, partition.sizes).map { $0 / Double($1) }
    var sum = 0.0
    for a in 0..<partition.count {
      var worst = 0.0
      for b in 0..<partition.count where a != b {
        var square = 0.0
        for j in 0..<width {
          let difference = partition.centroids[a * width + j] - partition.centroids[b * width + j]
          square += difference * difference
        }
        // Clusters that share a centroid are not told apart by it: no ratio.
        if square > 0 { worst = max(worst, (spreads[a] + spreads[b]) / square.squareRoot()) }
      }
      sum += worst
    }
    return sum / Double(partition.count)
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
    let width = points.columns
    let within = partition.spread(points) { $0 }.reduce(0, +)
    var between = 0.0
    for j in 0..<width {
      var mean = 0.0
      for c in 0..<partition.count { mean += partition.centroids[c * width + j] * Double(partition.sizes[c]) }
      mean /= Double(points.rows)
      for c in 0..<partition.count {
        let difference = partition.centroids[c * width + j] - mean
        between += Double(partition.sizes[c]) * difference * difference
      }
    }
    return between / Double(partition.count - 1) / (within / Double(points.rows - partition.count))
  }
}
