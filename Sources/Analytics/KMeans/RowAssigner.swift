/// Finds the nearest of some centroids for rows of values, a few at a time.
struct RowAssigner: Sendable {
  private let splat: [Lanes]
  private let clusters: Int
  private let width: Int

  /// Centroids, one a row.
  init(_ centroids: Matrix) {
    splat = centroids.storage.map { Lanes(repeating: $0) }
    clusters = centroids.rows
    width = centroids.columns
  }

  /// Labels and Euclidean distances of `count` rows, which follow one another from `values` on.
  ///
  /// The lowest number among equals. Distances are added up in the order of columns, as during a fit.
  func assign(
    _ values: UnsafePointer<Double>, count: Int, _ labels: UnsafeMutablePointer<Int32>,
    _ distances: UnsafeMutablePointer<Double>
  ) {
    splat.withUnsafeBufferPointer { splat in
      guard let splat = splat.baseAddress else { return }
      switch width {
      case 1: assignRows(Width1(), values, count, splat, clusters, labels, distances)
      case 2: assignRows(Width2(), values, count, splat, clusters, labels, distances)
      case 3: assignRows(Width3(), values, count, splat, clusters, labels, distances)
      case 4: assignRows(Width4(), values, count, splat, clusters, labels, distances)
      case 5: assignRows(Width5(), values, count, splat, clusters, labels, distances)
      case 6: assignRows(Width6(), values, count, splat, clusters, labels, distances)
      case 7: assignRows(Width7(), values, count, splat, clusters, labels, distances)
      case 8: assignRows(Width8(), values, count, splat, clusters, labels, distances)
      default: assignRows(AnyWidth(count: width), values, count, splat, clusters, labels, distances)
      }
    }
  }
}

/// Four rows at a time are turned into lanes; the last four may repeat a row.
private func assignRows<W: Width>(
  _ width: W, _ values: UnsafePointer<Double>, _ end: Int, _ splat: UnsafePointer<Lanes>, _ k: Int,
  _ labels: UnsafeMutablePointer<Int32>, _ distances: UnsafeMutablePointer<Double>
) {
  let d = width.count
  withUnsafeTemporaryAllocation(of: Lanes.self, capacity: d) { buffer in
    guard let lanes = buffer.baseAddress else { return }
    var row = 0
    while row < end {
      let (a, b, c, e) = (row, min(row + 1, end - 1), min(row + 2, end - 1), min(row + 3, end - 1))
      for j in 0..<d {
        lanes[j] = Lanes(values[a &* d &+ j], values[b &* d &+ j], values[c &* d &+ j], values[e &* d &+ j])
      }
      var best = width.squares(lanes, splat)
      var label = Lanes.zero
      for centroid in 1..<max(k, 1) {
        let square = width.squares(lanes, splat + centroid &* d)
        let nearer = square .< best
        best.replace(with: square, where: nearer)
        label.replace(with: Lanes(repeating: Double(centroid)), where: nearer)
      }
      for lane in 0..<min(4, end &- row) {
        labels[row &+ lane] = Int32(label[lane])
        distances[row &+ lane] = best[lane].squareRoot()
      }
      row += 4
    }
  }
}
