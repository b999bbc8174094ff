extension KMeansModel {
  /// Labels and Euclidean distances of each point, in one pass.
  ///
  /// Distances are added up in the order of columns, as during the fit: the fitted points get the fit's own labels.
  ///
  /// - Precondition: the points have as many columns as the centroids.
  public func assign(_ points: Matrix, threads: Int = 1) -> (labels: [Int32], distances: [Double]) {
    precondition(
      points.columns == centroids.columns,
      "points of \(points.columns) columns, centroids of \(centroids.columns)")
    switch points.columns {
    case 1: return assign(Width1(), points, threads)
    case 2: return assign(Width2(), points, threads)
    case 3: return assign(Width3(), points, threads)
    case 4: return assign(Width4(), points, threads)
    case 5: return assign(Width5(), points, threads)
    case 6: return assign(Width6(), points, threads)
    case 7: return assign(Width7(), points, threads)
    case 8: return assign(Width8(), points, threads)
    default: return assign(AnyWidth(count: points.columns), points, threads)
    }
  }

  private func assign(
    _ width: some Width, _ points: Matrix, _ threads: Int
  ) -> (labels: [Int32], distances: [Double]) {
    let rows = points.rows
    let pieceSize = 8192
    var labels = [Int32](repeating: 0, count: rows)
    var distances = [Double](repeating: 0, count: rows)
    let splat = centroids.storage.map { Lanes(repeating: $0) }
    labels.withUnsafeMutableBufferPointer { labels in
      distances.withUnsafeMutableBufferPointer { distances in
        nonisolated(unsafe) let (labels, distances) = (labels, distances)
        Parallel.forEach(count: (rows + pieceSize - 1) / pieceSize, threads: threads) { piece in
          splat.withUnsafeBufferPointer { splat in
            points.storage.withUnsafeBufferPointer { values in
              guard let splat = splat.baseAddress, let values = values.baseAddress,
                let labels = labels.baseAddress, let distances = distances.baseAddress
              else { return }
              assignRows(
                width, values, piece * pieceSize, min(rows, (piece + 1) * pieceSize), splat, centroids.rows, labels,
                distances)
            }
          }
        }
      }
    }
    return (labels, distances)
  }
}

/// Four rows at a time are turned into lanes; the last four may repeat a row.
private func assignRows<W: Width>(
  _ width: W, _ values: UnsafePointer<Double>, _ start: Int, _ end: Int, _ splat: UnsafePointer<Lanes>, _ k: Int,
  _ labels: UnsafeMutablePointer<Int32>, _ distances: UnsafeMutablePointer<Double>
) {
  let d = width.count
  withUnsafeTemporaryAllocation(of: Lanes.self, capacity: d) { buffer in
    guard let lanes = buffer.baseAddress else { return }
    var row = start
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
