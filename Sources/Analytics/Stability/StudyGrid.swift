/// The instants of a study and which of them are origins.
///
/// Instant j is `initial` + j steps, up to `as_of`, j = 0 … J. Origins lie on the same grid, so that they share refits:
/// they are spread evenly from instant 0 to instant ⌊J/2⌋, the last that leaves at least half of the steps to follow;
/// with fewer instants there than origins asked, every one of them is an origin.
public struct StudyGrid: Sendable, Equatable {
  /// The instants, ascending, in microseconds since 1970-01-01 00:00 UTC.
  public let instants: [Int64]
  /// The positions of the origins among ``instants``, ascending; the first is 0.
  public let origins: [Int]

  /// Comparisons grow with the square of the steps, so a study of more is refused.
  public static let mostSteps = 1000

  /// The number of steps after the first instant.
  public var steps: Int { instants.count - 1 }

  /// Lays the grid over a history whose lines lie from `first` to `last`.
  /// - Throws: `AnalyticsError` when not one whole step fits, or more than ``mostSteps`` do.
  public init(
    first: Int64, last: Int64, asOf: Int64, initial: StudyStart, step: CalendarStep, origins: Int
  ) throws {
    let start = initial.instant(first: first, last: last)
    var instants = [start]
    while true {
      let next = step.instant(instants.count, after: start)
      guard next <= asOf else { break }
      guard instants.count <= StudyGrid.mostSteps else { throw AnalyticsError.tooManySteps(step) }
      instants.append(next)
    }
    guard start <= asOf, instants.count > 1 else {
      throw AnalyticsError.historyTooShort(from: first, initial: start, asOf: asOf, step: step)
    }
    self.instants = instants
    let latest = (instants.count - 1) / 2
    let count = min(origins, latest + 1)
    self.origins = (0..<count).map { count == 1 ? 0 : ($0 * latest * 2 + count - 1) / (2 * (count - 1)) }
  }
}
