/// KMeans clustering.
public enum KMeans {
  /// Fits `options.clusters` centroids by Lloyd's iteration from greedy k-means++ starts.
  ///
  /// - Throws: `AnalyticsError` for no points, non-finite values, or more clusters than distinct points.
  public static func fit(_ points: Matrix, _ options: KMeansOptions) throws -> KMeansFit {
    try points.requireFinite()
    let k = options.clusters
    guard k >= 1, points.rows >= k else {
      throw AnalyticsError(.notEnoughData, "\(points.rows) points for \(k) clusters")
    }
    var best: KMeansFit?
    for restart in 0..<max(options.restarts, 1) {
      var generator = SeededGenerator(seed: options.seed).stream(UInt64(restart))
      let fit = try run(points, options, &generator)
      if fit.model.inertia < best?.model.inertia ?? .infinity { best = fit }
    }
    guard let best else { throw AnalyticsError(.notConverged, "no start gave a finite inertia") }
    return best
  }

  private static func run(
    _ points: Matrix, _ options: KMeansOptions, _ generator: inout SeededGenerator
  ) throws -> KMeansFit {
    let k = options.clusters
    var chosen = [generator.nextBelow(points.rows)]
    while chosen.count < k {
      let partial = KMeansModel(centroids: points.selecting(rows: chosen), inertia: 0, iterations: 0, converged: false)
      let squares = partial.distances(points).map { $0 * $0 }
      let total = squares.reduce(0, +)
      guard total > 0 else { throw AnalyticsError(.notEnoughData, "fewer than \(k) distinct points") }
      var target = generator.nextDouble() * total
      var pick = points.rows - 1
      for (index, square) in squares.enumerated() {
        target -= square
        if target < 0 {
          pick = index
          break
        }
      }
      chosen.append(pick)
    }
    var model = KMeansModel(centroids: points.selecting(rows: chosen), inertia: 0, iterations: 0, converged: false)
    var labels = model.predict(points)
    for iteration in 1...max(options.maximumIterations, 1) {
      model.iterations = iteration
      var sums = Matrix(rows: k, columns: points.columns, repeating: 0)
      var counts = [Double](repeating: 0, count: k)
      for (r, label) in labels.enumerated() {
        counts[Int(label)] += 1
        for j in 0..<points.columns { sums[Int(label), j] += points[r, j] }
      }
      for c in 0..<k where counts[c] > 0 {
        for j in 0..<points.columns { model.centroids[c, j] = sums[c, j] / counts[c] }
      }
      let next = model.predict(points)
      if next == labels {
        model.converged = true
        break
      }
      labels = next
    }
    let (final, distances) = model.assign(points)
    model.inertia = distances.reduce(0) { $0 + $1 * $1 }
    return KMeansFit(model: model, labels: final, distances: distances)
  }
}
