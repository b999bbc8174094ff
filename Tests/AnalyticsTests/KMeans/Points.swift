import Analytics

/// Generated points for tests.
enum Points {
  /// Normal clouds of unit variance around `centers` centres drawn in a cube of side 2·`spread`.
  static func blobs(
    _ count: Int, _ width: Int, centers: Int, spread: Double, seed: UInt64
  ) -> (points: Matrix, labels: [Int32]) {
    var generator = SeededGenerator(seed: seed)
    let places = (0..<centers).map { _ in (0..<width).map { _ in spread * (2 * generator.nextDouble() - 1) } }
    var values: [Double] = []
    var labels: [Int32] = []
    for _ in 0..<count {
      let center = generator.nextBelow(centers)
      labels.append(Int32(center))
      for j in 0..<width { values.append(places[center][j] + generator.normal()) }
    }
    return (Matrix(rows: count, columns: width, storage: values), labels)
  }

  /// The nearest centroid of each point by comparing every distance, the lowest number among equals.
  static func nearest(_ points: Matrix, _ centroids: Matrix) -> (labels: [Int32], inertia: Double) {
    var labels: [Int32] = []
    var inertia = 0.0
    for r in 0..<points.rows {
      var best = Double.infinity
      var label = 0
      for c in 0..<centroids.rows {
        var square = 0.0
        for j in 0..<points.columns {
          square += (points[r, j] - centroids[c, j]) * (points[r, j] - centroids[c, j])
        }
        if square < best {
          best = square
          label = c
        }
      }
      labels.append(Int32(label))
      inertia += best
    }
    return (labels, inertia)
  }
}

func isClose(_ a: Double, _ b: Double, _ tolerance: Double = 1e-9) -> Bool {
  abs(a - b) <= tolerance * max(1, abs(a), abs(b))
}
