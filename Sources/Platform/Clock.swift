/// The time against which ages are judged.
public enum Clock {
  /// `PALIER_NOW` where it is set (for tests: `2026-01-31T03:00:00Z`), else the system's clock.
  ///
  /// It decides how old data is and what a run's metrics say of its time; no result depends on it.
  public static var now: Instant {
    guard let text = Environment.value("PALIER_NOW"), !text.isEmpty else { return .now }
    return Instant(text) ?? .now
  }

  /// What is wrong with `PALIER_NOW`, or nil where nothing is.
  public static var fault: String? {
    guard let text = Environment.value("PALIER_NOW"), !text.isEmpty, Instant(text) == nil else { return nil }
    return "PALIER_NOW is \"\(text)\", which is no time such as 2026-01-31T03:00:00Z"
  }
}

extension Instant {
  /// Reads ISO 8601 in UTC to the second, `2026-01-31T03:00:00Z`; nil where the text is none.
  public init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count == 20 else { return nil }
    for (index, sign) in [(4, "-"), (7, "-"), (10, "T"), (13, ":"), (16, ":"), (19, "Z")] {
      guard bytes[index] == sign.utf8.first else { return nil }
    }
    func number(_ range: Range<Int>) -> Int? {
      guard bytes[range].allSatisfy({ (48...57).contains($0) }) else { return nil }
      return bytes[range].reduce(0) { $0 * 10 + Int($1 - 48) }
    }
    guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10), let hour = number(11..<13),
      let minute = number(14..<16), let second = number(17..<19), (1...12).contains(month), (1...31).contains(day),
      hour < 24, minute < 60, second < 60
    else { return nil }
    // Days from the civil date: years begin in March, so that the leap day is the last.
    let shifted = month <= 2 ? year - 1 : year
    let era = (shifted >= 0 ? shifted : shifted - 399) / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    let days = era * 146_097 + dayOfEra - 719_468
    let instant = Instant(microseconds: (days * 86_400 + hour * 3600 + minute * 60 + second) * 1_000_000)
    // A day that the month does not have comes out as one of the next.
    guard instant.description == text else { return nil }
    self = instant
  }
}
