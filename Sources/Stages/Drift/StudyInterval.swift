internal import Analytics
public import JSON
public import Platform

/// The interval between refits that a stability study recommends.
public struct StudyInterval: Sendable {
  private let step: CalendarStep
  private let steps: Int

  /// Reads the output `recommendation` of a study; nil where the study sets no bound: the model held for as long as it
  /// looked, or no schedule can hold it.
  public init?(_ study: JSON) {
    let verdict = study["verdict"]?.string.flatMap(StabilityRecommendation.Verdict.init(rawValue:))
    guard verdict == .every || verdict == .atMostEveryStep, let steps = study["interval_steps"]?.int,
      (1...StudyGrid.mostSteps).contains(steps),
      let step = try? CalendarStep(parsing: study["step"]?.string ?? "")
    else { return nil }
    self.step = step
    self.steps = steps
  }

  /// Its length in days; a month has those of the mean Gregorian year's twelfth.
  public var days: Double { Double(steps) * 365.2425 / step.perYear }

  /// Its length in words: `3 months`.
  public var text: String { step.text(steps: steps) }

  /// When a model fitted at an instant is due to be made anew.
  public func end(after fitted: Platform.Instant) -> Platform.Instant {
    Platform.Instant(microseconds: Int(step.instant(steps, after: Int64(fitted.microseconds))))
  }

  /// Why a refit is due once it has passed, in both languages.
  var cause: JSON {
    [
      "en": .string("the stability study recommends a refit every \(step.everyText(steps: steps))"),
      "fr": .string("l'étude de stabilité recommande un réajustement \(step.frenchEveryText(steps: steps))"),
    ]
  }
}
