extension Validity {
  /// Refits on bootstrap resamples of the points and compares each refit with the reference.
  ///
  /// The adjusted Rand index compares the labels of all points; the Jaccard similarity of a cluster looks, as in
  /// Hennig's clusterboot, at the points that the resample holds.
  ///
  /// - Parameters:
  ///   - points: the points that the reference was fitted on.
  ///   - reference: the fit to examine.
  ///   - options: how to refit; its restarts need not be as many as the reference's. `clusters` is the reference's.
  ///   - resamples: number of refits.
  /// - Throws: `AnalyticsError` when points and reference disagree, or no resample can be clustered.
  public static func bootstrap(
    _ points: Matrix, reference: KMeansFit, _ options: KMeansOptions, resamples: Int = 20
  ) throws -> BootstrapStability {
    guard points.rows == reference.labels.count else {
      throw AnalyticsError(.shapeMismatch, "\(reference.labels.count) labels for \(points.rows) points")
    }
    var options = options
    options.clusters = reference.model.centroids.rows
    try KMeans.validate(points, options)
    return try bootstrap(points, references: [reference], options, resamples: resamples)[0]
  }

  /// The same for several fits on the same points, which share each resample and its layout.
  ///
  /// A resample with fewer distinct points than a reference has clusters tells nothing of it and is left out; where that
  /// are all of them, how stable it is stays open.
  public static func bootstrap(
    _ points: Matrix, references: [KMeansFit], _ options: KMeansOptions, resamples: Int = 20
  ) throws -> [BootstrapStability] {
    let perResample = try Parallel.tryMap(count: resamples, threads: options.threads) { resample in
      var generator = SeededGenerator(seed: options.seed).stream(0xB007).stream(UInt64(resample))
      let rows = Sampling.bootstrapRows(points.rows, &generator)
      let layout = PointLayout(points.selecting(rows: rows), clusters: 0, threads: 1)
      let distinct = rows.indices.filter { $0 == 0 || rows[$0] != rows[$0 - 1] }.map { rows[$0] }
      return try references.map { reference -> (Double, [Double?])? in
        var refit = options
        refit.clusters = reference.model.centroids.rows
        refit.seed = generator.next()
        refit.threads = 1
        guard let model = try KMeans.fitOrSkip(layout, refit)?.model else { return nil }
        let labels = model.predict(points)
        return (
          try Agreement.adjustedRand(reference.labels, labels),
          BootstrapStability.jaccards(reference.labels, labels, among: distinct, clusters: refit.clusters)
        )
      }
    }
    return references.indices.map { index in
      let results = perResample.compactMap { $0[index] }
      let jaccards = (0..<references[index].model.centroids.rows).map { cluster in
        let values = results.compactMap { $0.1[cluster] }
        return values.isEmpty ? Double.nan : values.reduce(0, +) / Double(values.count)
      }
      return BootstrapStability(agreements: results.map(\.0), jaccards: jaccards)
    }
  }
}
