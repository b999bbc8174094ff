/// The choice of a number of clusters, with all the evidence.
public struct KSelection: Sendable, Equatable {
  /// The evidence, by ascending number of clusters.
  public let candidates: [KCandidate]
  /// What was chosen and why.
  public let decision: KDecision
  /// The fit on all points with the number chosen: that of `KMeans.fit` with the same options, or one as good.
  public let fit: KMeansFit

  /// The evidence on the number chosen.
  public var chosen: KCandidate? { candidates.first { $0.clusters == decision.clusters } }

  /// Tries every number of clusters of a range.
  ///
  /// Numbers beyond what the points allow (n − 1, or the number of distinct points) are left out.
  ///
  /// - Throws: `AnalyticsError` for options out of range, or when no number of the range can be fitted.
  public static func run(_ points: Matrix, _ options: KSelectionOptions) throws -> KSelection {
    try options.validate()
    let (fits, refusal) = try KMeans.fits(points, clusters: options.range, options.comparing)
    guard !fits.isEmpty else {
      throw refusal
        ?? AnalyticsError(
          .notEnoughData,
          "\(points.rows) \(points.rows == 1 ? "point is" : "points are") too few for \(options.range.lowerBound) "
            + "clusters: \(options.range.lowerBound + 1) are the least that can be told apart")
    }
    let choice = try SettledChoice(among: fits, options) { fits in
      try weigh(fits, points, options)
    } search: { search, place in
      let found = try KMeans.fit(points, search)
      return found.model.isBetter(than: fits[place].model) ? found : nil
    }
    return KSelection(candidates: choice.candidates, decision: choice.decision, fit: choice.fit)
  }

  /// The evidence on each fit.
  private static func weigh(
    _ fits: [KMeansFit], _ points: Matrix, _ options: KSelectionOptions
  ) throws -> [KCandidate] {
    let isSampled = points.rows > options.sampleLimit
    let rows = isSampled ? options.sample(of: points.rows, labelings: fits.map(\.labels)) : []
    let looked = isSampled ? points.selecting(rows: rows) : points
    return try KCandidate.weigh(
      fits.map { fit in
        KCandidate.Fitted(
          model: fit.model, sizes: fit.sizes, daviesBouldin: try Validity.daviesBouldin(points, fit.labels),
          calinskiHarabasz: try Validity.calinskiHarabasz(points, fit.labels),
          looked: isSampled ? fit.restricted(to: rows) : fit)
      }, looked, isSampled: isSampled, options)
  }
}

extension KMeansFit {
  /// The same model, with the labels and distances of some of its points.
  fileprivate func restricted(to rows: [Int]) -> KMeansFit {
    KMeansFit(model: model, labels: rows.map { labels[$0] }, distances: rows.map { distances[$0] })
  }
}
