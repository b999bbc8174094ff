/// A day of the proleptic Gregorian calendar.
public struct SQLDate: Sendable, Hashable, Comparable {
  /// Days since 1970-01-01. `Int32.max` and `-Int32.max` stand for the infinities.
  public var daysSinceEpoch: Int32

  /// Makes a day.
  public init(daysSinceEpoch: Int32) { self.daysSinceEpoch = daysSinceEpoch }

  /// Makes the day of a year, month (1...12) and day (1...31), which the caller knows to exist.
  public init(year: Int, month: Int, day: Int) {
    // Years run from March, so that the leap day ends one; 400 years have 146,097 days.
    let shifted = month > 2 ? year : year - 1
    let monthFromMarch = (month + 9) % 12
    let dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1
    let era = (shifted >= 0 ? shifted : shifted - 399) / 400
    let yearOfEra = shifted - era * 400
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    daysSinceEpoch = Int32(era * 146_097 + dayOfEra - 719_468)
  }

  /// The year, month (1...12) and day (1...31).
  public var components: (year: Int, month: Int, day: Int) {
    let days = Int(daysSinceEpoch) + 719_468
    let era = (days >= 0 ? days : days - 146_096) / 146_097
    let dayOfEra = days - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return (year, month, dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
  }

  /// The earlier day first.
  public static func < (left: Self, right: Self) -> Bool { left.daysSinceEpoch < right.daysSinceEpoch }
}

extension SQLDate: CustomStringConvertible {
  /// The day as "2011-12-09".
  public var description: String {
    if daysSinceEpoch == .max { return "infinity" }
    if daysSinceEpoch == -.max { return "-infinity" }
    let (year, month, day) = components
    // The engine, too, counts the years before year 1 from 1 BC.
    return year > 0
      ? "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
      : "\(padded(1 - year, 4))-\(padded(month, 2))-\(padded(day, 2)) (BC)"
  }
}

/// A number with leading zeros, `width` digits at least.
func padded(_ number: some BinaryInteger, _ width: Int) -> String {
  let digits = String(number)
  return String(repeating: "0", count: max(0, width - digits.count)) + digits
}
