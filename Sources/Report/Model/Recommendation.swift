public import JSON

extension ReportModel {
  /// How often to refit, and why.
  public struct Recommendation: Sendable {
    /// The kind of answer.
    public enum Verdict: String, Sendable, CaseIterable {
      /// The threshold holds up to the interval and is crossed after it.
      case every
      /// Even the first step falls below the threshold: at most every step, and no guarantee.
      case atMostEveryStep = "at_most_every_step"
      /// The threshold held to the end of the data: the interval is a lower bound.
      case notObservedBeyond = "not_observed_beyond"
      /// Where the threshold is crossed, refits disagree with themselves as much: no schedule can hold it.
      case insideNoise = "inside_noise"
    }

    /// The kind of answer.
    public var verdict: Verdict
    /// One step in words of the config, such as `1 month`.
    public var step: String
    /// The interval in steps: recommended, or, inside the noise, how far the threshold still holds; nil where it holds
    /// nowhere.
    public var intervalSteps: Int?
    /// The ARI threshold.
    public var threshold: Double
    /// Why, in words.
    public var reason: LocalizedText
    /// The maintenance contract.
    public var contract: Contract?

    /// Makes a recommendation.
    public init(
      verdict: Verdict = .every, step: String, intervalSteps: Int?, threshold: Double, reason: LocalizedText,
      contract: Contract? = nil
    ) {
      self.verdict = verdict
      self.step = step
      self.intervalSteps = intervalSteps
      self.threshold = threshold
      self.reason = reason
      self.contract = contract
    }

    /// Reads the `recommendation` output of the `stability` stage:
    /// `{verdict, step, interval_steps, threshold, reason: {en, fr}, contract?}`; the interval may be null where the
    /// verdict is `inside_noise`.
    /// - Throws: ``ReportModelError/missing(_:)`` naming the member.
    public init(json: JSON) throws(ReportModelError) {
      guard let verdict = json["verdict"]?.string.flatMap(Verdict.init(rawValue:)) else {
        throw .missing("recommendation.verdict")
      }
      guard let step = json["step"]?.string else { throw .missing("recommendation.step") }
      let interval = json["interval_steps"]?.int
      guard interval != nil || verdict == .insideNoise else { throw .missing("recommendation.interval_steps") }
      guard let threshold = json["threshold"]?.double else { throw .missing("recommendation.threshold") }
      guard let reason = json["reason"].flatMap({ LocalizedText(json: $0) }) else {
        throw .missing("recommendation.reason")
      }
      var contract: Contract?
      if let value = json["contract"], !value.isNull { contract = try Contract(json: value) }
      self.init(
        verdict: verdict, step: step, intervalSteps: interval, threshold: threshold, reason: reason,
        contract: contract)
    }
  }
}
