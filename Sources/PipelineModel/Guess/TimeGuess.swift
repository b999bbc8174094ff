/// How the times of a column are written.
public struct TimeGuess: Sendable, Hashable {
  /// The formats, most frequent first; empty for ISO 8601.
  public var formats: [String]
  /// Whether day and month could also stand the other way round.
  public var isAmbiguous = false

  /// What was seen of the first and the second number where either may be the day.
  private struct Order {
    var dayFirst = true
    var monthFirst = true
    /// Steps back in time from row to row, read either way.
    var backDayFirst = 0
    var backMonthFirst = 0
    var lastDayFirst = 0
    var lastMonthFirst = 0
  }

  /// Reads texts as times.
  /// - Parameter prefersDayFirst: which way to read what can be read both ways.
  /// - Returns: nil where they are none.
  init?(_ texts: some Sequence<String?>, prefersDayFirst: Bool) {
    var counts: [Pattern: Int] = [:]
    var (count, others, excel, unix, milliseconds) = (0, 0, 0, 0, 0)
    var order = Order()
    for case let text? in texts where !text.isEmpty {
      count += 1
      if let (pattern, numbers) = Pattern.read(text) {
        counts[pattern, default: 0] += 1
        if pattern.isOpen { Self.note(numbers, &order) }
      } else {
        if let number = Double(text) {
          if (20_000...80_000).contains(number) { excel += 1 }
          if (600_000_000...4_000_000_000).contains(number) { unix += 1 }
          if (600_000_000_000...4_000_000_000_000).contains(number) { milliseconds += 1 }
        }
        others += 1
      }
    }
    guard count > 0 else { return nil }
    for (fitting, format) in [(excel, "excel"), (unix, "unix"), (milliseconds, "unix_ms")]
    where (count - fitting) * 50 <= count {
      formats = [format]
      return
    }
    guard others * 50 <= count else { return nil }
    guard order.dayFirst || order.monthFirst else { return nil }
    var dayFirst = order.dayFirst
    if order.dayFirst, order.monthFirst, counts.keys.contains(where: \.isOpen) {
      // In a file that stands in the order of time, the wrong way round goes back again and again.
      if order.backDayFirst * 2 < order.backMonthFirst {
        dayFirst = true
      } else if order.backMonthFirst * 2 < order.backDayFirst {
        dayFirst = false
      } else {
        dayFirst = prefersDayFirst
        isAmbiguous = counts.keys.contains { $0.isOpen && $0.separator != "." }
      }
    }
    let frequent = counts.filter { $0.value * 100 >= count }
      .sorted { ($1.value, $0.key.rank) < ($0.value, $1.key.rank) }
    if frequent.allSatisfy({ $0.key.isISO }) {
      formats = []
    } else {
      formats = frequent.map { $0.key.format(dayFirst: dayFirst) }
    }
  }

  private static func note(_ numbers: [Int], _ order: inout Order) {
    if numbers[1] > 12 { order.dayFirst = false }
    if numbers[0] > 12 { order.monthFirst = false }
    let year = numbers[2] * 10_000
    let (first, second) = (year + numbers[1] * 100 + numbers[0], year + numbers[0] * 100 + numbers[1])
    if first < order.lastDayFirst { order.backDayFirst += 1 }
    if second < order.lastMonthFirst { order.backMonthFirst += 1 }
    order.lastDayFirst = first
    order.lastMonthFirst = second
  }

  // MARK: - One text

  /// The form of a time.
  private struct Pattern: Hashable {
    var separator: Character?
    var yearFirst = false
    var yearDigits = 4
    var joint: Character?
    /// 0 for a day alone, 2 for hours and minutes, 3 for seconds too.
    var timeParts = 0
    var hasFraction = false
    var isTwelveHours = false
    var hasBlankBeforeHalf = false
    var hasZone = false

    /// Whether day and month can be told by their numbers alone.
    var isOpen: Bool { !yearFirst && separator != nil }
    var isISO: Bool { yearFirst && separator == "-" && !isTwelveHours }
    var rank: Int { timeParts * 2 + (hasFraction ? 1 : 0) }

    func format(dayFirst: Bool) -> String {
      let separator = separator.map(String.init) ?? ""
      let year = yearDigits == 4 ? "%Y" : "%y"
      var parts = dayFirst ? ["%d", "%m", year] : ["%m", "%d", year]
      if yearFirst { parts = [year, "%m", "%d"] }
      var format = parts.joined(separator: separator)
      guard timeParts > 0 else { return format }
      format += String(joint ?? " ") + (isTwelveHours ? "%I" : "%H") + ":%M" + (timeParts == 3 ? ":%S" : "")
      if hasFraction { format += ".%f" }
      if isTwelveHours { format += hasBlankBeforeHalf ? " %p" : "%p" }
      return format + (hasZone ? "%z" : "")
    }

    /// The form of a text, and its three first numbers; nil where it is no time.
    static func read(_ text: String) -> (Pattern, [Int])? {
      var rest = Substring(text).drop { $0 == " " }
      while rest.last == " " { rest.removeLast() }
      var pattern = Pattern()
      guard let numbers = pattern.takeDay(&rest), pattern.takeTime(&rest) else { return nil }
      return (pattern, numbers)
    }

    private mutating func takeDay(_ rest: inout Substring) -> [Int]? {
      let first = Self.digits(&rest)
      if first.count == 8, let number = Int(first) {
        yearFirst = true
        let numbers = [number / 10_000, number / 100 % 100, number % 100]
        return Self.isDay(year: numbers[0], month: numbers[1], day: numbers[2]) ? numbers : nil
      }
      guard (1...4).contains(first.count), let mark = rest.first, "-/.".contains(mark) else { return nil }
      rest.removeFirst()
      let second = Self.digits(&rest)
      guard (1...2).contains(second.count), rest.first == mark else { return nil }
      rest.removeFirst()
      let third = Self.digits(&rest)
      separator = mark
      guard let a = Int(first), let b = Int(second), let c = Int(third) else { return nil }
      if first.count == 4 {
        yearFirst = true
        return (1...2).contains(third.count) && Self.isDay(year: a, month: b, day: c) ? [a, b, c] : nil
      }
      guard first.count <= 2, third.count == 4 || third.count == 2 else { return nil }
      yearDigits = third.count
      let year = third.count == 2 ? 2000 + c : c
      let isEither = Self.isDay(year: year, month: b, day: a) || Self.isDay(year: year, month: a, day: b)
      return isEither ? [a, b, year] : nil
    }

    private mutating func takeTime(_ rest: inout Substring) -> Bool {
      guard let mark = rest.first else { return true }
      guard mark == " " || mark == "T" else { return false }
      rest.removeFirst()
      joint = mark
      guard let hour = Int(Self.digits(&rest)), hour < 25, rest.first == ":" else { return false }
      rest.removeFirst()
      guard let minute = Int(Self.digits(&rest)), minute < 60 else { return false }
      timeParts = 2
      if rest.first == ":" {
        rest.removeFirst()
        guard let second = Int(Self.digits(&rest)), second < 61 else { return false }
        timeParts = 3
        if rest.first == "." {
          rest.removeFirst()
          hasFraction = true
          guard !Self.digits(&rest).isEmpty else { return false }
        }
      }
      if rest.first == " " {
        hasBlankBeforeHalf = true
        rest.removeFirst()
      }
      if ["AM", "PM"].contains(rest.uppercased()) {
        isTwelveHours = true
        return true
      }
      if rest.isEmpty { return !hasBlankBeforeHalf }
      hasZone = true
      return yearFirst && separator == "-"
        && (rest == "Z" || rest == "UTC" || (rest.hasPrefix("+") || rest.hasPrefix("-")))
    }

    private static func digits(_ rest: inout Substring) -> Substring {
      let digits = rest.prefix { $0.isASCII && $0.isNumber }
      rest = rest[digits.endIndex...]
      return digits
    }

    private static func isDay(year: Int, month: Int, day: Int) -> Bool {
      (1900...2200).contains(year) && (1...12).contains(month) && (1...31).contains(day)
    }
  }
}
