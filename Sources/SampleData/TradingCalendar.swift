/// The days of the history: which are open, how busy, and when the story's events fall.
///
/// Days are numbered from 0 at the start. How busy a day is (weekday × month) is summed up, so that a customer's gap
/// between orders is measured in trade rather than in days: gaps shorten before Christmas, and no gap ends on a day
/// that is closed.
struct TradingCalendar {
  /// Trade of one average calendar day.
  static let dailyTrade = 8_600

  let start: CalendarDay
  let count: Int
  /// The trade up to and including a day.
  let trade: [Int]
  /// The weekday × month weight of a day, 0 where the shop is closed.
  let weight: [Int]
  /// The first open day of a Christmas season (5 November to 23 December) at or after a day; `count` where none is.
  let nextSeason: [Int32]

  init(start: CalendarDay, months: Int) {
    let end = start.adding(months: months)
    let count = end.number - start.number
    let days = (0..<count).map { CalendarDay(number: start.number + $0) }
    let weight = days.map(Self.weight(of:))
    var sum = 0
    self.trade = weight.map { value in
      sum += value
      return sum
    }
    var season = [Int32](repeating: Int32(count), count: count)
    var next = Int32(count)
    for day in stride(from: count - 1, through: 0, by: -1) {
      let (_, month, ofMonth) = days[day].components
      if weight[day] > 0, (month == 11 && ofMonth >= 5) || month == 12 { next = Int32(day) }
      season[day] = next
    }
    self.nextSeason = season
    self.weight = weight
    self.start = start
    self.count = count
  }

  /// The day that a share of the history, in thousandths, has passed.
  func day(at thousandths: Int) -> Int { count * thousandths / 1_000 }

  func date(_ day: Int) -> CalendarDay { CalendarDay(number: start.number + day) }

  /// Whether Christmas goods sell: 10 October to the Christmas break.
  func sellsChristmas(_ day: Int) -> Bool {
    let (_, month, ofMonth) = date(day).components
    return month > 10 || (month == 10 && ofMonth >= 10)
  }

  /// The first open day at or after `day`, or `count` where none is left.
  func firstOpen(from day: Int) -> Int {
    var day = day
    while day < count, weight[day] == 0 { day += 1 }
    return min(day, count)
  }

  /// The day on which the trade since the end of `day` reaches `amount`, always a later and open one; `count` if never.
  func day(after day: Int, trade amount: Int) -> Int {
    let target = trade[day] + max(amount, 1)
    var (low, high) = (day + 1, count)
    while low < high {
      let middle = (low + high) / 2
      if trade[middle] < target { low = middle + 1 } else { high = middle }
    }
    return low
  }

  // MARK: -

  private static let weekdayWeight = [100, 110, 110, 125, 85, 0, 72]
  private static let monthWeight = [84, 86, 94, 92, 97, 98, 92, 90, 110, 124, 150, 140]

  /// Closed on Saturdays and from 24 December to 3 January.
  private static func weight(of date: CalendarDay) -> Int {
    let (_, month, day) = date.components
    if (month == 12 && day >= 24) || (month == 1 && day <= 3) { return 0 }
    return weekdayWeight[date.weekday] * monthWeight[month - 1]
  }
}
