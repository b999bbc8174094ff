/// A date with a time of day, to the microsecond, without a time zone (or in UTC where the column has one).
public struct SQLTimestamp: Sendable, Hashable, Comparable {
  /// Microseconds since 1970-01-01 00:00:00. `Int64.max` and `-Int64.max` stand for the infinities.
  public var microsecondsSinceEpoch: Int64

  /// Makes a timestamp.
  public init(microsecondsSinceEpoch: Int64) { self.microsecondsSinceEpoch = microsecondsSinceEpoch }

  /// Microseconds in a day.
  public static let microsecondsPerDay: Int64 = 86_400_000_000

  /// Makes the midnight that begins `date`.
  public init(_ date: SQLDate) {
    switch date.daysSinceEpoch {
    case .max: microsecondsSinceEpoch = .max
    case -.max: microsecondsSinceEpoch = -.max
    case let days: microsecondsSinceEpoch = Int64(days) * Self.microsecondsPerDay
    }
  }

  /// The earlier instant first.
  public static func < (left: Self, right: Self) -> Bool {
    left.microsecondsSinceEpoch < right.microsecondsSinceEpoch
  }
}

extension SQLTimestamp: CustomStringConvertible {
  /// The timestamp as "2011-12-09 12:50:00", with a fraction where there is one.
  public var description: String {
    if microsecondsSinceEpoch == .max { return "infinity" }
    if microsecondsSinceEpoch == -.max { return "-infinity" }
    var (days, rest) = microsecondsSinceEpoch.quotientAndRemainder(dividingBy: Self.microsecondsPerDay)
    if rest < 0 {
      days -= 1
      rest += Self.microsecondsPerDay
    }
    return "\(SQLDate(daysSinceEpoch: Int32(days))) \(SQLTime(microseconds: rest))"
  }
}

/// A time of day, to the microsecond.
public struct SQLTime: Sendable, Hashable {
  /// Microseconds since midnight.
  public var microseconds: Int64

  /// Makes a time of day.
  public init(microseconds: Int64) { self.microseconds = microseconds }
}

extension SQLTime: CustomStringConvertible {
  /// The time as "12:50:00", with a fraction where there is one.
  public var description: String {
    let (seconds, fraction) = microseconds.quotientAndRemainder(dividingBy: 1_000_000)
    let clock = "\(padded(seconds / 3_600, 2)):\(padded(seconds / 60 % 60, 2)):\(padded(seconds % 60, 2))"
    guard fraction != 0 else { return clock }
    var digits = padded(fraction, 6)
    while digits.hasSuffix("0") { digits.removeLast() }
    return "\(clock).\(digits)"
  }
}

/// A span of time whose months and days have no fixed length.
public struct SQLInterval: Sendable, Hashable {
  /// Months.
  public var months: Int32
  /// Days.
  public var days: Int32
  /// Microseconds.
  public var microseconds: Int64

  /// Makes a span.
  public init(months: Int32 = 0, days: Int32 = 0, microseconds: Int64 = 0) {
    self.months = months
    self.days = days
    self.microseconds = microseconds
  }
}

extension SQLInterval: CustomStringConvertible {
  /// The span as "3 months 2 days 04:05:06".
  public var description: String {
    let time = "\(microseconds < 0 ? "-" : "")\(SQLTime(microseconds: Int64(clamping: microseconds.magnitude)))"
    let parts = [
      months == 0 ? nil : "\(months) months", days == 0 ? nil : "\(days) days", microseconds == 0 ? nil : time,
    ].compactMap(\.self)
    return parts.isEmpty ? "00:00:00" : parts.joined(separator: " ")
  }
}
