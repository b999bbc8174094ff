/// One step of one strategy: the model in use against a fresh refit, on everyone known at the instant.
public struct StabilityPoint: Sendable, Equatable {
  /// The strategy followed.
  public let strategy: RefitStrategy
  /// The instant of the strategy's first fit.
  public let origin: Int64
  /// The instant of the comparison.
  public let at: Int64
  /// Steps from the origin to the instant.
  public let horizonSteps: Int
  /// Steps since the model in use was fitted; the horizon itself where nothing was refitted.
  public let ageSteps: Int
  /// The adjusted Rand index of the model in use and the refit.
  public let adjustedRand: Double
  /// Their adjusted mutual information.
  public let adjustedMutualInformation: Double
  /// The mean ARI of refits at the instant with other seeds.
  public let noiseAdjustedRand: Double
  /// The mean ARI, with the refit at the instant, of refits on customers resampled there; nil without resamples.
  public let resampledAdjustedRand: Double?
  /// The share of customers that a refit would move to another cluster, 0…1.
  public let movedShare: Double
  /// Whether the strategy then refits.
  public let isRefit: Bool
}
