public import JSON

extension ReportModel {
  /// How often to refit, and why.
  public struct Recommendation: Sendable {
    /// One step in words of the config, such as `1 month`.
    public var step: String
    /// The recommended interval in steps; 0 when even the first step falls below the threshold.
    public var intervalSteps: Int
    /// Whether the agreement held to the end of the data, so that the interval is only a lower bound.
    public var isLowerBound: Bool
    /// The ARI threshold.
    public var threshold: Double
    /// Why, in words.
    public var reason: LocalizedText
    /// The maintenance contract.
    public var contract: Contract?

    /// Makes a recommendation.
    public init(
      step: String, intervalSteps: Int, isLowerBound: Bool = false, threshold: Double, reason: LocalizedText,
      contract: Contract? = nil
    ) {
      self.step = step
      self.intervalSteps = intervalSteps
      self.isLowerBound = isLowerBound
      self.threshold = threshold
      self.reason = reason
      self.contract = contract
    }

    /// Reads the `recommendation` output of the `stability` stage:
    /// `{step, interval_steps, is_lower_bound?, threshold, reason: {en, fr}, contract?}`.
    /// - Throws: ``ReportModelError/missing(_:)`` naming the member.
    public init(json: JSON) throws(ReportModelError) {
      guard let step = json["step"]?.string else { throw .missing("recommendation.step") }
      guard let interval = json["interval_steps"]?.int else { throw .missing("recommendation.interval_steps") }
      guard let threshold = json["threshold"]?.double else { throw .missing("recommendation.threshold") }
      guard let reason = json["reason"].flatMap({ LocalizedText(json: $0) }) else {
        throw .missing("recommendation.reason")
      }
      var contract: Contract?
      if let value = json["contract"], !value.isNull { contract = try Contract(json: value) }
      self.init(
        step: step, intervalSteps: interval, isLowerBound: json["is_lower_bound"]?.bool ?? false,
        threshold: threshold, reason: reason, contract: contract)
    }
  }
}
