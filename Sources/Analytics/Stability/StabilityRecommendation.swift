/// How often to refit, why, and what it costs.
public struct StabilityRecommendation: Sendable, Equatable {
  /// The kind of answer.
  public enum Verdict: String, Sendable, Hashable, CaseIterable {
    /// The threshold holds up to the interval and is crossed at the next step.
    case every
    /// The first step is already below the threshold: at most every step.
    case atMostEveryStep = "at_most_every_step"
    /// The threshold is never crossed: at least the interval, not observed beyond.
    case notObservedBeyond = "not_observed_beyond"
    /// Where the threshold is crossed, refits disagree with themselves as much: no schedule can hold it.
    case insideNoise = "inside_noise"
  }

  /// The kind of answer.
  public let verdict: Verdict
  /// The step of the study.
  public let step: CalendarStep
  /// The longest interval for which the 10th percentile of the ARI over origins stays at or above the threshold at
  /// every step up to it: the last step before the first crossing. 1 where the first step is already below; nil where
  /// that fall is inside the noise.
  public let intervalSteps: Int?
  /// The ARI below which a model counts as out of date.
  public let threshold: Double
  /// The first horizon whose 10th percentile is below the threshold; nil when there is none.
  public let crossing: HorizonSummary?
  /// Whether, at the crossing or else at the last horizon, refits with other seeds themselves agree less than the
  /// threshold (10th percentile).
  public let isNoiseBelowThreshold: Bool
  /// The reason in words.
  public let reason: StabilityReason
  /// The interval and its neighbours in refits, costs and misassigned customers.
  public let contract: MaintenanceContract
  /// What the answer was read from: every horizon, in order.
  public let evidence: [HorizonSummary]

  /// Reads the answer from the horizons.
  /// - Precondition: there is at least one horizon.
  package init(_ horizons: [HorizonSummary], parameters: StabilityParameters) {
    let threshold = parameters.threshold
    let crossing = horizons.first { $0.tenthPercentile < threshold }
    let held = (crossing?.steps ?? horizons.count + 1) - 1
    let verdict: Verdict =
      switch crossing {
      case nil: .notObservedBeyond
      case let crossing? where crossing.tenthPercentile >= crossing.noiseTenthPercentile: .insideNoise
      case let crossing? where crossing.steps == 1: .atMostEveryStep
      default: .every
      }
    self.verdict = verdict
    step = parameters.step
    intervalSteps = held > 0 ? held : verdict == .atMostEveryStep ? 1 : nil
    self.threshold = threshold
    self.crossing = crossing
    isNoiseBelowThreshold = (crossing ?? horizons[horizons.count - 1]).noiseTenthPercentile < threshold
    reason = StabilityReason(
      verdict, horizons: horizons, held: held, crossing: crossing, isNoiseBelowThreshold: isNoiseBelowThreshold,
      step: parameters.step, threshold: threshold)
    contract = MaintenanceContract(recommended: intervalSteps, horizons: horizons, parameters: parameters)
    evidence = horizons
  }
}
