/// What a stability study is asked.
public struct StabilityParameters: Sendable {
  /// Whose transform and scale a refit uses when it is compared with an older model.
  public enum Scaler: String, Sendable, Hashable, CaseIterable {
    /// Its own, fitted at the same instant: what a real refit does.
    case own
    /// The older model's.
    case reference
  }

  /// The features clustered, columns of the points.
  public var features: [StudyFeature]
  /// The transform of features.
  public var transform: Transform = .log1p
  /// The scale of transformed features.
  public var scale: Scale = .standard
  /// Clusters, restarts, seed and the rest of each fit; `threads` of it is not used.
  public var kmeans: KMeansOptions
  /// Only lines before this instant count, in microseconds since 1970-01-01 00:00 UTC.
  public var asOf: Int64
  /// When the first model is fitted.
  public var initial: StudyStart = .share(0.5)
  /// The distance between instants.
  public var step: CalendarStep
  /// The ARI below which a model counts as out of date, above 0 and at most 1.
  public var threshold = 0.8
  /// How many first fits to follow, at least 1.
  public var origins = 4
  /// Which purchases features look at.
  public var window: HistoryWindow = .cumulative
  /// What returns do.
  public var returns: ReturnsPolicy = .net
  /// Whose scaler a refit uses.
  public var scaler: Scaler = .own
  /// Refits per instant with other seeds, at least 1: how far refits agree with themselves.
  public var noiseSeeds = 3
  /// Refits per instant on resampled customers, 0 for none: how far refits on other customers of the same kind agree.
  public var noiseResamples = 3
  /// What one refit costs, in ``currency``.
  public var costPerRefit = 0.0
  /// What a year of watching the model costs, in ``currency``.
  public var monitoringCost = 0.0
  /// The currency of costs, for people.
  public var currency = "EUR"
  /// Threads to use; changes the time taken and nothing else.
  public var threads = 1

  /// Parameters with the usual defaults.
  public init(features: [StudyFeature], kmeans: KMeansOptions, asOf: Int64, step: CalendarStep) {
    self.features = features
    self.kmeans = kmeans
    self.asOf = asOf
    self.step = step
  }

  /// The same for features of purchases alone.
  public init(features: [PurchaseFeature], kmeans: KMeansOptions, asOf: Int64, step: CalendarStep) {
    self.init(features: features.map { .purchases($0) }, kmeans: kmeans, asOf: asOf, step: step)
  }

  /// Refuses what no study can be run with.
  func check() throws {
    if features.isEmpty { throw AnalyticsError.invalidParameter("kmeans.features", "name at least one feature") }
    if kmeans.clusters < 2 {
      throw AnalyticsError.invalidParameter("kmeans.k", "\(kmeans.clusters) clusters cannot drift; ask for at least 2")
    }
    if !(threshold > 0 && threshold <= 1) {
      throw AnalyticsError.invalidParameter("stability.threshold", "\(threshold) is not above 0 and at most 1")
    }
    if origins < 1 { throw AnalyticsError.invalidParameter("stability.origins", "\(origins): ask for at least 1") }
    if noiseSeeds < 1 {
      throw AnalyticsError.invalidParameter("stability.noise_seeds", "\(noiseSeeds): ask for at least 1")
    }
    if noiseResamples < 0 {
      throw AnalyticsError.invalidParameter("stability.noise_resamples", "\(noiseResamples): ask for 0 or more")
    }
    for (name, cost) in [("cost_per_refit", costPerRefit), ("monitoring_cost", monitoringCost)]
    where !(cost >= 0 && cost.isFinite) {
      throw AnalyticsError.invalidParameter("stability.\(name)", "\(cost) is not a cost; give 0 or more")
    }
  }
}
