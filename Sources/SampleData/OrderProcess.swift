/// Who orders on which day, and roughly how much: everything about orders but their contents.
///
/// It is run twice with the same seed: once to learn how trade is spread over the days, so that the lines asked for
/// can be shared out among them, and once to write. What it holds grows with customers and days, not with lines.
struct OrderProcess {
  /// An order before its contents are drawn.
  struct Order {
    /// An index into the population, or nil for an order without a customer.
    var customer: Int?
    /// Its size relative to the others'.
    var size: Int
  }

  /// Lines of anonymous orders, in thousandths of the lines of all others.
  private static let anonymousShare = 215

  private let calendar: TradingCalendar
  private let customers: [Customer]
  private var random: RandomSource
  /// The last customer waiting for each day, and for each customer the one before; -1 where none.
  private var waiting: [Int32]
  private var before: [Int32]
  private var anonymousLines = 0
  private var anonymousSize = 12

  init(options: SampleOptions, calendar: TradingCalendar, population: Population) {
    self.calendar = calendar
    self.customers = population.customers
    self.random = RandomSource(seed: options.seed, purpose: 2)
    self.waiting = [Int32](repeating: -1, count: calendar.count)
    self.before = [Int32](repeating: -1, count: population.customers.count)
    for (index, customer) in customers.enumerated() {
      let day =
        customer.behaviour == .seasonal ? nextSeasonal(from: 0) : calendar.firstOpen(from: Int(customer.arrival))
      wait(index, until: day)
    }
  }

  /// The orders of a day, into `orders`; days must be asked for in order, closed ones too.
  mutating func orders(of day: Int, into orders: inout [Order]) {
    orders.removeAll(keepingCapacity: true)
    var index = waiting[day]
    var lines = 0
    while index >= 0 {
      let following = before[Int(index)]
      let customer = customers[Int(index)]
      let size = max(1, random.logNormal(median: Int(customer.basket), spread: 500) / 16)
      lines += size
      orders.append(Order(customer: Int(index), size: size))
      wait(Int(index), until: nextOrder(of: customer, after: day))
      index = following
    }
    anonymousLines += lines * Self.anonymousShare / 1_000
    while calendar.weight[day] > 0, anonymousLines >= anonymousSize {
      anonymousLines -= anonymousSize
      orders.append(Order(customer: nil, size: anonymousSize))
      anonymousSize = min(80, max(2, random.logNormal(median: 14, spread: 900)))
    }
  }

  // MARK: -

  private mutating func wait(_ index: Int, until day: Int) {
    guard day < calendar.count else { return }
    before[index] = waiting[day]
    waiting[day] = Int32(index)
  }

  private mutating func nextOrder(of customer: Customer, after day: Int) -> Int {
    var gap = Int(customer.gap)
    if day >= customer.slowingFrom { gap = gap * Int(customer.slowing) / 16 }
    let trade = random.logNormal(median: gap * TradingCalendar.dailyTrade, spread: customer.behaviour.irregularity) / 16
    var next = calendar.day(after: day, trade: trade)
    if customer.behaviour == .seasonal, next < calendar.count, calendar.nextSeason[next] != next {
      next = nextSeasonal(from: next)
    }
    if customer.silence.contains(Int32(next)) { next = calendar.firstOpen(from: Int(customer.silence.upperBound)) }
    return next >= customer.departure ? calendar.count : next
  }

  /// A day of the next Christmas season: its start, and up to five weeks on.
  private mutating func nextSeasonal(from day: Int) -> Int {
    let season = Int(calendar.nextSeason[day])
    return calendar.firstOpen(from: season + random.below(36))
  }
}
