/// Rare events that keep step with trade: each gathers its share of the lines and falls due when it comes to one, so
/// their numbers do not depend on luck.
struct Accruals {
  /// Shares of all lines, in 1/1,000,000.
  private static let adjustmentShare = 1_500
  private static let discountShare = 400
  private static let duplicateShare = 10_000
  /// At the start of the history; it falls to nothing over its first quarter.
  private static let oldReturnShare = 3_500

  private var adjustments = 0
  private var discounts = 0
  private var duplicates = 0
  private var oldReturns = 0
  private var lastFees = 0

  /// The rare events of a day with about `lines` rows.
  mutating func plan(day: Int, lines: Int, calendar: TradingCalendar) -> [Event] {
    let quarter = calendar.count / 4
    var events: [Event] = []
    func accrue(_ sum: inout Int, _ share: Int, _ event: Event) {
      for _ in 0..<Self.due(&sum, lines: lines, share: share) { events.append(event) }
    }
    accrue(&adjustments, Self.adjustmentShare, .adjustment)
    accrue(&discounts, Self.discountShare, .discount)
    accrue(&oldReturns, Self.oldReturnShare * max(0, quarter - day) / quarter, .oldReturn)
    let (year, month, _) = calendar.date(day).components
    if year * 12 + month != lastFees {
      lastFees = year * 12 + month
      events += Fee.allCases.map(Event.fee)
    }
    return events
  }

  /// How many rows of a day with about `lines` rows are repeated.
  mutating func duplicates(of lines: Int) -> Int {
    Self.due(&duplicates, lines: lines, share: Self.duplicateShare)
  }

  private static func due(_ sum: inout Int, lines: Int, share: Int) -> Int {
    sum += lines * share
    defer { sum %= 1_000_000 }
    return sum / 1_000_000
  }
}
