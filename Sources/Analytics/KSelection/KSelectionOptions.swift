/// How the number of clusters is chosen.
public struct KSelectionOptions: Sendable, Equatable {
  /// The numbers of clusters to try.
  public var range: ClosedRange<Int>
  /// How each is fitted; `clusters` is overridden. Numbers are compared by one search each; the one chosen gets
  /// as many as `searches` says.
  public var fit: KMeansOptions
  /// Bootstrap resamples per number of clusters.
  public var resamples: Int
  /// Restarts of each bootstrap refit.
  public var resampleRestarts: Int
  /// Silhouette and bootstrap look at all points up to this many, else at a seeded sample of that size.
  public var sampleLimit: Int
  /// Least mean adjusted Rand index over resamples for a number of clusters to be eligible.
  public var leastAgreement: Double
  /// Least share of the points that every cluster must hold for a number of clusters to be eligible.
  public var leastShare: Double
  /// Shapeless clouds drawn as the reference of the silhouette.
  public var clouds: Int

  /// Options with the usual defaults.
  public init(
    range: ClosedRange<Int> = 2...10, fit: KMeansOptions, resamples: Int = 20, resampleRestarts: Int = 3,
    sampleLimit: Int = 20_000, leastAgreement: Double = 0.8, leastShare: Double = 0.01, clouds: Int = 10
  ) {
    self.range = range
    self.fit = fit
    self.resamples = resamples
    self.resampleRestarts = resampleRestarts
    self.sampleLimit = sampleLimit
    self.leastAgreement = leastAgreement
    self.leastShare = leastShare
    self.clouds = clouds
  }

  /// - Throws: `AnalyticsError` for options out of range.
  func validate() throws {
    guard range.lowerBound >= 2 else {
      throw AnalyticsError(
        .invalidArgument, "the least number of clusters to try is 2, not \(range.lowerBound)")
    }
    guard resamples >= 1 else {
      throw AnalyticsError(.invalidArgument, "\(resamples) bootstrap resamples asked; at least 1 is needed")
    }
    guard clouds >= 1 else {
      throw AnalyticsError(.invalidArgument, "\(clouds) reference clouds asked; at least 1 is needed")
    }
  }

  /// How numbers of clusters are compared.
  var comparing: KMeansOptions {
    var options = fit
    options.searches = 1
    return options
  }

  /// How the number chosen is fitted again; nil where it is fitted as all are.
  func choosing(_ clusters: Int) -> KMeansOptions? {
    guard fit.searches > 1 else { return nil }
    var options = fit
    options.clusters = clusters
    return options
  }

  /// The rows that silhouettes and resamples look at, where there are more than `sampleLimit`: drawn at random, and of
  /// every cluster of each fit at least two, since an index cannot be taken of clusters that are not there.
  func sample(of count: Int, labelings: [[Int32]]) -> [Int] {
    Sampling.rows(
      Sampling.rows(sampleLimit, of: count, seed: fit.seed), coveringClustersOf: labelings, least: 2)
  }
}
