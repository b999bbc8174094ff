/// A strategy over the whole history, from the first origin to the last instant.
public struct StrategySummary: Sendable, Equatable {
  /// The strategy.
  public let strategy: RefitStrategy
  /// Steps simulated.
  public let steps: Int
  /// The mean ARI over steps, each before its refit if any.
  public let meanAdjustedRand: Double
  /// The lowest ARI.
  public let minimumAdjustedRand: Double
  /// The share of steps whose ARI is below the threshold, 0…1.
  public let shareBelowThreshold: Double
  /// The mean share of customers that a refit would move, 0…1.
  public let meanMovedShare: Double
  /// Refits after the first fit.
  public let refits: Int
  /// Refits at their cost, and for ``RefitStrategy/belowThreshold``, which has to watch, the time simulated at the
  /// yearly cost of monitoring.
  public let cost: Double

  /// Summarises a simulated path.
  /// - Precondition: the path has at least one point.
  init(_ strategy: RefitStrategy, path: [StabilityPoint], parameters: StabilityParameters) {
    let count = Double(path.count)
    self.strategy = strategy
    steps = path.count
    meanAdjustedRand = path.reduce(0) { $0 + $1.adjustedRand } / count
    minimumAdjustedRand = path.reduce(1) { min($0, $1.adjustedRand) }
    shareBelowThreshold = Double(path.filter { $0.adjustedRand < parameters.threshold }.count) / count
    meanMovedShare = path.reduce(0) { $0 + $1.movedShare } / count
    refits = path.filter(\.isRefit).count
    cost =
      Double(refits) * parameters.costPerRefit
      + (strategy == .belowThreshold ? count / parameters.step.perYear * parameters.monitoringCost : 0)
  }
}
