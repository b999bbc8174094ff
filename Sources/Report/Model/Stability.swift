extension ReportModel {
  /// The stability page.
  public struct Stability: Sendable {
    /// The ARI under which a segmentation counts as outdated.
    public var threshold: Double
    /// The paths: one row per strategy, window, origin and step.
    public var path: [PathRow]
    /// The strategies compared.
    public var strategies: [StrategyRow]
    /// The recommended interval and the contract.
    public var recommendation: Recommendation?
    /// Population stability index per feature over the longest span studied: from the first origin to its last horizon.
    public var drift: [DriftRow]

    /// Makes the page.
    public init(
      threshold: Double, path: [PathRow], strategies: [StrategyRow] = [], recommendation: Recommendation? = nil,
      drift: [DriftRow] = []
    ) {
      self.threshold = threshold
      self.path = path
      self.strategies = strategies
      self.recommendation = recommendation
      self.drift = drift
    }
  }

  /// Agreement of one model with a refit at one instant.
  public struct PathRow: Sendable {
    /// `never`, `every_N` or `below_threshold`.
    public var strategy: String
    /// `cumulative`, or a rolling window such as `rolling 12 months`.
    public var window: String
    /// When the first model was fitted, `YYYY-MM-DD`.
    public var origin: String
    /// When it was compared with a refit, `YYYY-MM-DD`.
    public var at: String
    /// Steps from the origin.
    public var horizonSteps: Int
    /// Adjusted Rand index between the model's labels and the refit's.
    public var ari: Double
    /// Adjusted mutual information between the same.
    public var ami: Double?
    /// ARI between refits at the same instant with other seeds.
    public var noiseARI: Double?
    /// Share of customers that a refit would place elsewhere, 0…1.
    public var movedShare: Double?

    /// Makes a row.
    public init(
      strategy: String, window: String, origin: String, at: String, horizonSteps: Int, ari: Double,
      ami: Double? = nil, noiseARI: Double? = nil, movedShare: Double? = nil
    ) {
      self.strategy = strategy
      self.window = window
      self.origin = origin
      self.at = at
      self.horizonSteps = horizonSteps
      self.ari = ari
      self.ami = ami
      self.noiseARI = noiseARI
      self.movedShare = movedShare
    }
  }

  /// What a refit strategy would have given over the whole history.
  public struct StrategyRow: Sendable {
    /// `never`, `every_N` or `below_threshold`.
    public var strategy: String
    /// The window it was simulated with.
    public var window: String
    /// Mean ARI over all steps.
    public var meanARI: Double
    /// Lowest ARI.
    public var minimumARI: Double
    /// Share of steps under the threshold, 0…1.
    public var shareUnderThreshold: Double
    /// Number of refits over the history.
    public var refits: Double
    /// Cost of those refits.
    public var cost: Double?

    /// Makes a row.
    public init(
      strategy: String, window: String = "cumulative", meanARI: Double, minimumARI: Double,
      shareUnderThreshold: Double, refits: Double, cost: Double? = nil
    ) {
      self.strategy = strategy
      self.window = window
      self.meanARI = meanARI
      self.minimumARI = minimumARI
      self.shareUnderThreshold = shareUnderThreshold
      self.refits = refits
      self.cost = cost
    }
  }

  /// How far a feature's distribution moved.
  public struct DriftRow: Sendable {
    /// The feature's name.
    public var feature: String
    /// Population stability index.
    public var psi: Double

    /// Makes a row.
    public init(feature: String, psi: Double) {
      self.feature = feature
      self.psi = psi
    }
  }
}
