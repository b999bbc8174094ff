/// What a stability study found.
public struct StabilityResult: Sendable, Equatable {
  /// The instants and origins.
  public let grid: StudyGrid
  /// Which purchases features looked at.
  public let window: HistoryWindow
  /// ``RefitStrategy/never`` from every origin, then every other strategy from the first origin, step by step.
  public let path: [StabilityPoint]
  /// Steps 1, 2, … of all origins together.
  public let horizons: [HorizonSummary]
  /// Each strategy from the first origin to the last instant: never, every n steps, below the threshold.
  public let strategies: [StrategySummary]
  /// The noise floor at each instant of the grid.
  public let noise: [NoiseFloor]
  /// Each origin's model at each later instant, in full.
  public let comparisons: [OriginComparison]
  /// How often to refit, and why.
  public let recommendation: StabilityRecommendation
}
