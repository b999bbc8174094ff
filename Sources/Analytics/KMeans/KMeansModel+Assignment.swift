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
    let rows = points.rows
    let pieceSize = 8192
    var labels = [Int32](repeating: 0, count: rows)
    var distances = [Double](repeating: 0, count: rows)
    let assigner = RowAssigner(centroids)
    labels.withUnsafeMutableBufferPointer { labels in
      distances.withUnsafeMutableBufferPointer { distances in
        nonisolated(unsafe) let (labels, distances) = (labels, distances)
        Parallel.forEach(count: (rows + pieceSize - 1) / pieceSize, threads: threads) { piece in
          points.storage.withUnsafeBufferPointer { values in
            guard let values = values.baseAddress, let labels = labels.baseAddress,
              let distances = distances.baseAddress
            else { return }
            let start = piece * pieceSize
            assigner.assign(
              values + start * points.columns, count: min(pieceSize, rows - start), labels + start, distances + start)
          }
        }
      }
    }
    return (labels, distances)
  }
}
