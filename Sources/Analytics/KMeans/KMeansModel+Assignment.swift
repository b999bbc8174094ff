extension KMeansModel {
  /// Labels and distances of each point, in one pass.
  ///
  /// - Precondition: the points have as many columns as the centroids.
  public func assign(_ points: Matrix, threads: Int = 1) -> (labels: [Int32], distances: [Double]) {
    precondition(
      points.columns == centroids.columns,
      "points of \(points.columns) columns, centroids of \(centroids.columns)")
    var labels = [Int32](repeating: 0, count: points.rows)
    var distances = [Double](repeating: 0, count: points.rows)
    let width = points.columns
    for r in 0..<points.rows {
      var best = Double.infinity
      for c in 0..<centroids.rows {
        var square = 0.0
        for j in 0..<width {
          let difference = points.storage[r * width + j] - centroids.storage[c * width + j]
          square += difference * difference
        }
        if square < best {
          best = square
          labels[r] = Int32(c)
        }
      }
      distances[r] = best.squareRoot()
    }
    return (labels, distances)
  }
}
