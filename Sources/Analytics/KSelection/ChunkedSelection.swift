/// The choice of a number of clusters for points that are not held in memory.
///
/// Every number is fitted on a sample, and its centroids then go on over all points (`ChunkedLloyd`). Inertia, sizes,
/// Davies-Bouldin and Calinski-Harabasz are of all points; silhouette and resamples look at a sample, as they do for
/// many points in memory.
public struct ChunkedSelection: Sendable {
  /// The evidence, by ascending number of clusters.
  public let candidates: [KCandidate]
  /// What was chosen and why.
  public let decision: KDecision
  /// The fit with the number chosen.
  public let model: KMeansModel

  /// The evidence on the number chosen.
  public var chosen: KCandidate? { candidates.first { $0.clusters == decision.clusters } }

  /// Tries every number of clusters of a range.
  ///
  /// - Parameters:
  ///   - chunks: all points.
  ///   - sample: points drawn from them, to find starts on.
  ///   - checkpoint: called now and then; what it throws ends the work.
  /// - Throws: `AnalyticsError` for options out of range, or when no number of the range can be fitted.
  public static func run(
    _ chunks: PointChunks, sample: Matrix, _ options: KSelectionOptions, checkpoint: () throws -> Void = {}
  ) throws -> ChunkedSelection {
    try options.validate()
    let (starts, refusal) = try KMeans.fits(sample, clusters: options.range, options.comparing)
    guard !starts.isEmpty else {
      throw refusal
        ?? AnalyticsError(.notEnoughData, "\(sample.rows) points are too few for \(options.range.lowerBound) clusters")
    }
    try checkpoint()
    func settled(_ starts: [KMeansFit]) throws -> [ChunkedLloyd.Fit] {
      try ChunkedLloyd.settle(
        chunks, starts: starts.map(\.model.centroids), tolerance: options.fit.tolerance * KMeans.finish,
        most: options.fit.maximumIterations, threads: options.fit.threads, checkpoint: checkpoint)
    }
    let fits = try settled(starts)
    let choice = try SettledChoice(among: fits, options) { fits in
      try weigh(fits, chunks, sample, options)
    } search: { search, place in
      try checkpoint()
      let start = try KMeans.fit(sample, search)
      guard start.model.isBetter(than: starts[place].model) else { return nil }
      let found = try settled([start])[0]
      return found.model.isBetter(than: fits[place].model) ? found : nil
    }
    return ChunkedSelection(candidates: choice.candidates, decision: choice.decision, model: choice.fit.model)
  }

  /// The evidence on each fit.
  private static func weigh(
    _ fits: [ChunkedLloyd.Fit], _ chunks: PointChunks, _ sample: Matrix, _ options: KSelectionOptions
  ) throws -> [KCandidate] {
    let looked =
      sample.rows <= options.sampleLimit
      ? sample
      : sample.selecting(
        rows: options.sample(
          of: sample.rows, labelings: fits.map { $0.model.assign(sample, threads: options.fit.threads).labels }))
    return try KCandidate.weigh(
      fits.map { fit in
        let (labels, distances) = fit.model.assign(looked, threads: options.fit.threads)
        return KCandidate.Fitted(
          model: fit.model, sizes: fit.totals.sizes, daviesBouldin: Validity.daviesBouldin(fit),
          calinskiHarabasz: Validity.calinskiHarabasz(fit),
          looked: KMeansFit(model: fit.model, labels: labels, distances: distances))
      }, looked, isSampled: looked.rows < chunks.rows, options)
  }
}
