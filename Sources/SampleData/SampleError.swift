/// What is wrong with the options of a sample.
public enum SampleError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The number of lines asked for is outside `SampleOptions.lineRange`.
  case lines(Int)
  /// The number of months asked for is outside `SampleOptions.monthRange`.
  case months(Int)
  /// The lines asked for are too few for so long a history.
  case tooSparse(lines: Int, months: Int)
  /// The text or numbers name no day of the calendar.
  case noSuchDay(String)

  /// One sentence that says what is wrong and what would be right.
  public var description: String {
    switch self {
    case .lines(let value):
      let range = SampleOptions.lineRange
      return "a sample has \(range.lowerBound) to \(range.upperBound) lines, not \(value)"
    case .months(let value):
      let range = SampleOptions.monthRange
      return "a sample spans \(range.lowerBound) to \(range.upperBound) months, not \(value)"
    case .tooSparse(let lines, let months):
      let fewest = SampleOptions.fewestLinesPerMonth
      return "\(lines) lines are too few for \(months) months: at least \(fewest) a month, so \(fewest * months)"
    case .noSuchDay(let text):
      return "'\(text)' is not a day written as YYYY-MM-DD, from 1900 to 2199"
    }
  }
}
