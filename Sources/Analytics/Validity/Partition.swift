/// A checked labeling of points: clusters numbered 0 ..< k without gaps, with their sizes and centroids.
struct Partition {
  /// The cluster of each point.
  let labels: [Int]
  /// Points per cluster, none of them 0.
  let sizes: [Int]
  /// The mean of each cluster, row-major.
  let centroids: [Double]

  /// Number of clusters.
  var count: Int { sizes.count }

  /// - Throws: `AnalyticsError` when labels and points differ in number, a value is not finite, or there are not
  ///   between 2 and n − 1 clusters, outside which the indices have no meaning.
  init(_ points: Matrix, _ names: [Int32]) throws {
    guard points.rows == names.count else {
      throw AnalyticsError(.shapeMismatch, "\(names.count) labels for \(points.rows) points")
    }
    try points.requireFinite()
    let (labels, count) = Agreement.dense(names)
    guard count >= 2, count < points.rows else {
      throw AnalyticsError(
        .notEnoughData, "validity needs 2 to n − 1 clusters; \(points.rows) points have \(count)")
    }
    let width = points.columns
    var sizes = [Int](repeating: 0, count: count)
    var sums = [Double](repeating: 0, count: count * width)
    points.storage.withUnsafeBufferPointer { values in
      sums.withUnsafeMutableBufferPointer { sums in
        for row in 0..<labels.count {
          let label = labels[row]
          sizes[label] += 1
          for j in 0..<width { sums[label &* width &+ j] += values[row &* width &+ j] }
        }
      }
    }
    for c in 0..<count {
      for j in 0..<width { sums[c * width + j] /= Double(sizes[c]) }
    }
    self.labels = labels
    self.sizes = sizes
    centroids = sums
  }

  /// The squared distance of each point to its cluster's mean, added up per cluster after `transform`.
  func spread(_ points: Matrix, _ transform: (Double) -> Double) -> [Double] {
    let width = points.columns
    var result = [Double](repeating: 0, count: count)
    points.storage.withUnsafeBufferPointer { values in
      centroids.withUnsafeBufferPointer { centroids in
        for row in 0..<labels.count {
          let label = labels[row]
          var square = 0.0
          for j in 0..<width {
            let difference = values[row &* width &+ j] - centroids[label &* width &+ j]
            square += difference * difference
          }
          result[label] += transform(square)
        }
      }
    }
    return result
  }
}
