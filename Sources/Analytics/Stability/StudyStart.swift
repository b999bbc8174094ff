/// When the first model of a study is fitted.
public enum StudyStart: Sendable, Hashable, CustomStringConvertible {
  /// After this share of the history, above 0 and below 1; the instant is rounded down to midnight.
  case share(Double)
  /// At midnight at the start of this day.
  case date(CivilDate)

  /// Reads `50%` or `2011-06-01`.
  /// - Throws: `AnalyticsError` for anything else.
  public init(parsing text: String) throws {
    let trimmed = text.filter { $0 != " " }
    if trimmed.hasSuffix("%") {
      guard let percent = Double(trimmed.dropLast()), percent > 0, percent < 100 else {
        throw AnalyticsError.invalidInitial(text)
      }
      self = .share(percent / 100)
    } else {
      guard let date = CivilDate(parsing: trimmed) else { throw AnalyticsError.invalidInitial(text) }
      self = .date(date)
    }
  }

  /// The instant, in a history whose first and last lines are at `first` and `last`.
  public func instant(first: Int64, last: Int64) -> Int64 {
    switch self {
    case .share(let share): Instant.startOfDay(first + Int64((Double(last - first) * share).rounded(.down)))
    case .date(let date): date.instant
    }
  }

  /// The text that ``init(parsing:)`` reads.
  public var description: String {
    switch self {
    case .share(let share): "\(NumberText.english(share * 100, decimals: 2, trimmed: true))%"
    case .date(let date): date.description
    }
  }
}
