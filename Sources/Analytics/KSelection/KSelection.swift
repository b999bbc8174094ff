/// The choice of a number of clusters, with all the evidence.
public struct KSelection: Sendable, Equatable {
  /// The evidence, by ascending number of clusters.
  public let candidates: [KCandidate]
  /// What was chosen and why.
  public let decision: KDecision
  /// The fit on all points with the number chosen: that of `KMeans.fit` with the same options.
  public let fit: KMeansFit

  /// The evidence on the number chosen.
  public var chosen: KCandidate? { candidates.first { $0.clusters == decision.clusters } }

  /// Tries every number of clusters of a range.
  ///
  /// Numbers beyond what the points allow (n − 1, or the number of distinct points) are left out.
  ///
  /// - Throws: `AnalyticsError` for options out of range, or when no number of the range can be fitted.
  public static func run(_ points: Matrix, _ options: KSelectionOptions) throws -> KSelection {
    guard options.range.lowerBound >= 2 else {
      throw AnalyticsError(
        .invalidArgument, "the least number of clusters to try is 2, not \(options.range.lowerBound)")
    }
    guard options.resamples >= 1 else {
      throw AnalyticsError(.invalidArgument, "\(options.resamples) bootstrap resamples asked; at least 1 is needed")
    }
    guard options.clouds >= 1 else {
      throw AnalyticsError(.invalidArgument, "\(options.clouds) reference clouds asked; at least 1 is needed")
    }
    let (fits, refusal) = try KMeans.fits(points, clusters: options.range, options.fit)
    guard !fits.isEmpty else {
      throw refusal
        ?? AnalyticsError(
          .notEnoughData,
          "\(points.rows) \(points.rows == 1 ? "point is" : "points are") too few to compare clusterings")
    }
    let isSampled = points.rows > options.sampleLimit
    let rows = isSampled ? Sampling.rows(options.sampleLimit, of: points.rows, seed: options.fit.seed) : []
    let looked = isSampled ? points.selecting(rows: rows) : points
    let references = isSampled ? fits.map { $0.restricted(to: rows) } : fits

    let silhouettes = try Validity.silhouettes(
      looked, labelings: references.map(\.labels), threads: options.fit.threads)
    let indices = try fits.indices.map { index in
      (
        silhouette: Silhouette(of: silhouettes[index], isSampled: isSampled),
        daviesBouldin: try Validity.daviesBouldin(points, fits[index].labels),
        calinskiHarabasz: try Validity.calinskiHarabasz(points, fits[index].labels)
      )
    }
    var refit = options.fit
    refit.restarts = options.resampleRestarts
    let stabilities = try Validity.bootstrap(looked, references: references, refit, resamples: options.resamples)
    let clouds = try NullSilhouette.references(
      looked, clusters: fits.map { $0.model.centroids.rows }, clouds: options.clouds, refit)
    let candidates = fits.indices.map { index in
      KCandidate(
        clusters: fits[index].model.centroids.rows, inertia: fits[index].model.inertia,
        silhouette: indices[index].silhouette, nullSilhouette: clouds[index],
        daviesBouldin: indices[index].daviesBouldin,
        calinskiHarabasz: indices[index].calinskiHarabasz, stability: stabilities[index],
        smallestShare: Double(fits[index].sizes.min() ?? 0) / Double(points.rows))
    }
    let decision = KDecision.choose(candidates, options)
    guard let chosen = fits.first(where: { $0.model.centroids.rows == decision.clusters }) else {
      preconditionFailure("\(decision.clusters) clusters chosen among none")
    }
    return KSelection(candidates: candidates, decision: decision, fit: chosen)
  }
}

extension KMeansFit {
  /// The same model, with the labels and distances of some of its points.
  fileprivate func restricted(to rows: [Int]) -> KMeansFit {
    KMeansFit(model: model, labels: rows.map { labels[$0] }, distances: rows.map { distances[$0] })
  }
}
