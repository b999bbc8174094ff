/// All customers of a sample. The only thing held whose size grows with the sample.
struct Population {
  let customers: [Customer]
  /// The indices of those who were customers before the data starts.
  let founders: Range<Int>

  /// Draws the customers.
  ///
  /// One customer to 78 lines over 18 months; over a longer history fewer, each with more orders.
  init(options: SampleOptions, calendar: TradingCalendar) {
    var random = RandomSource(seed: options.seed, purpose: 1)
    let count = max(40, options.lines / (42 + 2 * options.months))
    var customers: [Customer] = []
    customers.reserveCapacity(count)
    var cumulative = 0
    for behaviour in Behaviour.allCases {
      cumulative += behaviour.share
      while customers.count < count * cumulative / 1_000 {
        customers.append(Self.draw(behaviour, calendar: calendar, &random))
      }
    }
    var identifiers = (0..<Int32(customers.count)).map { 12_401 + $0 }
    random.shuffle(&identifiers)
    for index in customers.indices {
      customers[index].identifier = identifiers[index]
      customers[index].country = Country.draw(&random)
    }
    self.customers = customers
    self.founders = 0..<max(1, count * Behaviour.wholesaler.share / 1_000)
  }

  private static func draw(
    _ behaviour: Behaviour, calendar: TradingCalendar, _ random: inout RandomSource
  ) -> Customer {
    func between(_ range: ClosedRange<Int>) -> Int {
      calendar.day(at: range.lowerBound)
        + random.below(max(1, calendar.day(at: range.upperBound) - calendar.day(at: range.lowerBound)))
    }
    var customer = Customer(
      behaviour: behaviour, arrival: 0,
      gap: Int32(random.logNormal(median: behaviour.gap.median * 16, spread: behaviour.gap.spread)),
      basket: Int32(random.logNormal(median: behaviour.basket.median * 16, spread: behaviour.basket.spread)))
    let days = Int(customer.gap) / 16

    switch behaviour {
    case .wholesaler:
      customer.arrival = Int32(random.below(days + 1))
    case .regular:
      customer.arrival = Int32(random.chance(8_000) ? random.below(days * 3 / 2) : between(50...450))
      if random.chance(Drift.slowingShare) {
        customer.slowingFrom = Int32(between(Drift.slowingBegins))
        customer.slowing = Int32(random.within(Drift.slowing))
      }
    case .seasonal:
      customer.arrival = Int32(random.below(calendar.count))
    case .oneTimer:
      customer.arrival = Int32(random.below(calendar.count))
      customer.departure = customer.arrival + 1
    case .churner:
      customer.arrival = Int32(between(0...140))
      customer.departure = customer.arrival + Int32(random.within(60...170))
    case .newcomer:
      customer.arrival = Int32(between(150...960))
      if random.chance(4_500) { customer.departure = customer.arrival + Int32(random.within(60...150)) }
    case .promotion:
      customer.arrival = Int32(between(Drift.promotion))
      if random.chance(3_500) { customer.departure = customer.arrival + Int32(random.within(1...60)) }
    case .reactivated:
      customer.arrival = Int32(between(0...120))
      let silent = customer.arrival + Int32(random.within(60...130))
      customer.silence = silent..<max(silent, Int32(between(Drift.reactivation)))
    }
    return customer
  }
}
