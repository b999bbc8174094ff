/// A day of the proleptic Gregorian calendar, with no time zone and no clock.
///
/// The conversions follow Howard Hinnant, "chrono-compatible low-level date algorithms" (integers only).
public struct CalendarDay: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// Days since 1970-01-01.
  public let number: Int

  /// The day `number` days after 1970-01-01.
  public init(number: Int) { self.number = number }

  /// The day of a year, a month (1–12) and a day of the month.
  /// - Throws: `SampleError.noSuchDay` where the calendar has no such day, or the year is outside 1900–2199.
  public init(year: Int, month: Int, day: Int) throws {
    guard (1900..<2200).contains(year), (1...12).contains(month), day >= 1,
      day <= Self.daysInMonth(year: year, month: month)
    else { throw SampleError.noSuchDay("\(year)-\(month)-\(day)") }
    self.init(number: Self.dayNumber(year: year, month: month, day: day))
  }

  /// The day written as `YYYY-MM-DD`.
  /// - Throws: `SampleError.noSuchDay` for any other text, and where the calendar has no such day.
  public init(iso text: String) throws {
    let bytes = Array(text.utf8)
    func digits(_ range: Range<Int>) throws -> Int {
      try bytes[range].reduce(0) { value, byte in
        guard (0x30...0x39).contains(byte) else { throw SampleError.noSuchDay(text) }
        return value * 10 + Int(byte - 0x30)
      }
    }
    guard bytes.count == 10, bytes[4] == 0x2D, bytes[7] == 0x2D else { throw SampleError.noSuchDay(text) }
    let (year, month, day) = (try digits(0..<4), try digits(5..<7), try digits(8..<10))
    do { try self.init(year: year, month: month, day: day) } catch { throw SampleError.noSuchDay(text) }
  }

  /// The year, the month (1–12) and the day of the month.
  public var components: (year: Int, month: Int, day: Int) {
    let shifted = number + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let ofEra = shifted - era * 146_097
    let yearOfEra = (ofEra - ofEra / 1_460 + ofEra / 36_524 - ofEra / 146_096) / 365
    let ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * ofYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, ofYear - (153 * shiftedMonth + 2) / 5 + 1)
  }

  /// The day of the week, 0 for Monday to 6 for Sunday.
  public var weekday: Int { ((number + 3) % 7 + 7) % 7 }

  /// The day as `YYYY-MM-DD`.
  public var description: String {
    let (year, month, day) = components
    func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
    return "\(year)-\(two(month))-\(two(day))"
  }

  /// The same day of the month `months` later, or that month's last day where it is shorter.
  public func adding(months: Int) -> CalendarDay {
    let (year, month, day) = components
    let index = year * 12 + month - 1 + months
    let (newYear, newMonth) = (index / 12, index % 12 + 1)
    let newDay = min(day, Self.daysInMonth(year: newYear, month: newMonth))
    return CalendarDay(number: Self.dayNumber(year: newYear, month: newMonth, day: newDay))
  }

  /// Whether `left` comes before `right`.
  public static func < (left: CalendarDay, right: CalendarDay) -> Bool { left.number < right.number }

  // MARK: -

  private static func daysInMonth(year: Int, month: Int) -> Int {
    switch month {
    case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  private static func dayNumber(year: Int, month: Int, day: Int) -> Int {
    let shifted = month <= 2 ? year - 1 : year
    let era = shifted / 400
    let yearOfEra = shifted - era * 400
    let ofYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + ofYear - 719_468
  }
}
