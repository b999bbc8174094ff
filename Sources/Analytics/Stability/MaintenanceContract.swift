/// What keeping the segmentation up to date takes: the figures of a quotation.
public struct MaintenanceContract: Sendable, Equatable {
  /// One refit interval and what it brings.
  public struct Option: Sendable, Equatable {
    /// Steps between refits.
    public let intervalSteps: Int
    /// Whether this is the recommended interval.
    public let isRecommended: Bool
    /// Refits in a mean year.
    public let refitsPerYear: Double
    /// Refits at their cost.
    public let refitCostPerYear: Double
    /// Watching the model, however often it is refitted.
    public let monitoringCostPerYear: Double
    /// The share of customers that a refit would move, averaged over time: 0 at a refit, the mean over origins at each
    /// later step, linear between. Nil beyond the horizons observed.
    public let misassignedShare: Double?
    /// That share just before a refit. Nil beyond the horizons observed.
    public let misassignedShareBeforeRefit: Double?
    /// Whether the 10th percentile of the ARI stays at or above the threshold up to the refit. Nil beyond the horizons
    /// observed.
    public let holdsThreshold: Bool?

    /// Refits and monitoring together.
    public var totalCostPerYear: Double { refitCostPerYear + monitoringCostPerYear }
  }

  /// The currency of costs.
  public let currency: String
  /// What one refit costs.
  public let costPerRefit: Double
  /// What a year of watching the model costs.
  public let monitoringCost: Double
  /// Steps in a mean year.
  public let stepsPerYear: Double
  /// The recommended interval between its two neighbours, ascending; the first three where it is 1 or there is none.
  public let options: [Option]

  init(recommended: Int?, horizons: [HorizonSummary], parameters: StabilityParameters) {
    let perYear = parameters.step.perYear
    currency = parameters.currency
    costPerRefit = parameters.costPerRefit
    monitoringCost = parameters.monitoringCost
    stepsPerYear = perYear
    let shortest = max(1, (recommended ?? 1) - 1)
    options = (shortest..<shortest + 3).map { interval in
      let seen = interval <= horizons.count ? Array(horizons.prefix(interval)) : nil
      let atEnd = seen?.last?.movedShare
      return Option(
        intervalSteps: interval, isRecommended: interval == recommended, refitsPerYear: perYear / Double(interval),
        refitCostPerYear: perYear / Double(interval) * parameters.costPerRefit,
        monitoringCostPerYear: parameters.monitoringCost,
        misassignedShare: seen.map { seen in
          (seen.reduce(0) { $0 + $1.movedShare } - (atEnd ?? 0) / 2) / Double(interval)
        },
        misassignedShareBeforeRefit: atEnd,
        holdsThreshold: seen?.allSatisfy { $0.tenthPercentile >= parameters.threshold })
    }
  }
}
