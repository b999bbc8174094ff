/// The step of a study: a number of days, weeks or calendar months.
public struct CalendarStep: Sendable, Hashable, CustomStringConvertible {
  /// What a step counts.
  public enum Unit: String, Sendable, Hashable, CaseIterable {
    case day, week, month
  }

  /// How many units one step lasts; at least 1.
  public let count: Int
  /// The unit.
  public let unit: Unit

  /// Makes a step; nil when `count` is not from 1 to 10,000.
  public init?(_ count: Int, _ unit: Unit) {
    guard (1...10_000).contains(count) else { return nil }
    self.count = count
    self.unit = unit
  }

  /// Reads `1 month`, `2 weeks`, `30 days`; a bare unit (`month`) counts as one.
  /// - Throws: `AnalyticsError` for anything else.
  public init(parsing text: String) throws {
    let words = text.lowercased().split(separator: " ", omittingEmptySubsequences: true).map(String.init)
    guard let word = words.last, words.count <= 2 else { throw AnalyticsError.invalidStep(text) }
    let name = word.hasSuffix("s") ? String(word.dropLast()) : word
    let count = words.count == 2 ? Int(words[0]) : 1
    guard let unit = Unit(rawValue: name), let count, let step = CalendarStep(count, unit) else {
      throw AnalyticsError.invalidStep(text)
    }
    self = step
  }

  /// The instant `steps` steps after `origin`.
  ///
  /// Always counted from the origin, never from the step before, so that 31 January, 28 February, 31 March
  /// does not decay into the 28th for good.
  public func instant(_ steps: Int, after origin: Int64) -> Int64 {
    switch unit {
    case .day: origin + Int64(steps * count) * Instant.microsecondsPerDay
    case .week: origin + Int64(steps * count * 7) * Instant.microsecondsPerDay
    case .month: Instant.adding(months: steps * count, to: origin)
    }
  }

  /// Steps in a mean Gregorian year of 365.2425 days; 12 months make a year exactly.
  public var perYear: Double {
    switch unit {
    case .day: 365.2425 / Double(count)
    case .week: 365.2425 / Double(7 * count)
    case .month: 12 / Double(count)
    }
  }

  /// The length of `steps` steps in words: `3 months`.
  public func text(steps: Int) -> String {
    let total = steps * count
    return "\(total) \(unit.rawValue)\(total == 1 ? "" : "s")"
  }

  /// The length of `steps` steps in French words: `3 mois`.
  public func frenchText(steps: Int) -> String {
    let total = steps * count
    let plural = total > 1 ? "s" : ""
    return switch unit {
    case .day: "\(total) jour\(plural)"
    case .week: "\(total) semaine\(plural)"
    case .month: "\(total) mois"
    }
  }

  /// What follows "every" for `steps` steps: `3 months`, `month`.
  public func everyText(steps: Int) -> String {
    steps * count == 1 ? unit.rawValue : text(steps: steps)
  }

  /// "Every `steps` steps" in French: `tous les 3 mois`, `toutes les semaines`.
  public func frenchEveryText(steps: Int) -> String {
    let every = unit == .week ? "toutes les" : "tous les"
    guard steps * count == 1 else { return "\(every) \(frenchText(steps: steps))" }
    return switch unit {
    case .day: "\(every) jours"
    case .week: "\(every) semaines"
    case .month: "\(every) mois"
    }
  }

  /// One step in words, as ``init(parsing:)`` reads it.
  public var description: String { text(steps: 1) }
}
