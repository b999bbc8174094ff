/// Arithmetic on instants: microseconds since 1970-01-01 00:00 UTC, as Int64.
public enum Instant {
  /// Microseconds in a day; UTC as stored has no leap seconds.
  public static let microsecondsPerDay: Int64 = 86_400_000_000

  /// The day on which an instant falls, counted from 1970-01-01, rounded towards the past.
  public static func dayIndex(of instant: Int64) -> Int64 { wholeDays(instant) }

  /// Midnight at the start of the instant's day.
  public static func startOfDay(_ instant: Int64) -> Int64 { dayIndex(of: instant) * microsecondsPerDay }

  /// Whole days elapsed from one instant to another; rounded towards the past when `end` is earlier.
  public static func wholeDays(from start: Int64, to end: Int64) -> Int64 { wholeDays(end - start) }

  /// The instant `count` calendar months later (earlier when negative) at the same time of day; see
  /// ``CivilDate/adding(months:)`` for month ends.
  public static func adding(months count: Int, to instant: Int64) -> Int64 {
    let midnight = startOfDay(instant)
    return CivilDate(instant: instant).adding(months: count).instant + (instant - midnight)
  }

  private static func wholeDays(_ span: Int64) -> Int64 {
    let quotient = span / microsecondsPerDay
    return span % microsecondsPerDay < 0 ? quotient - 1 : quotient
  }
}
