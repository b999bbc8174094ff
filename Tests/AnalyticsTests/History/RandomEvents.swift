import Analytics

/// Lines of a made-up history, with many ties in time, price and order, and returns of every kind.
struct RandomEvents {
  struct Event {
    var customer: Int32
    var product: Int32
    var order: Int32
    var time: Int64
    var quantity: Int64
    var price: Int64

    /// The order in which returns are matched within a customer and product (definitions of returns).
    static func matching(_ left: Event, _ right: Event) -> Bool {
      let keys = { (event: Event) in
        [event.time, event.quantity < 0 ? 1 : 0, Int64(event.order), event.price, event.quantity]
      }
      return keys(left).lexicographicallyPrecedes(keys(right))
    }
  }

  static let customers = 30
  /// What lines are marked with: the product and the order, of which one tag leaves some lines without a code.
  static let tags = (product: 3, order: 4)
  var events: [Event]

  init(seed: UInt64, count: Int = 1500) {
    var generator = SeededGenerator(seed: seed)
    events = (0..<count).map { _ in
      let customer = Int32(generator.nextBelow(RandomEvents.customers))
      let quantity = Int64(generator.nextBelow(9)) + 1
      return Event(
        customer: customer, product: Int32(generator.nextBelow(4)),
        order: customer * 12 + Int32(generator.nextBelow(12)),
        time: Int64(generator.nextBelow(400)) * (Instant.microsecondsPerDay / 2),
        quantity: generator.nextBelow(3) == 0 ? -quantity : quantity,
        price: [0, 12_500, 29_900, 100_001][generator.nextBelow(4)])
    }
  }

  init(_ events: [Event]) { self.events = events }

  func history() throws -> PurchaseHistory {
    try PurchaseHistory(
      customerCount: RandomEvents.customers, customer: events.map(\.customer), product: events.map(\.product),
      order: events.map(\.order), occurredAt: events.map(\.time), quantity: events.map(\.quantity),
      unitPrice: events.map(\.price), scores: (0..<Int32(RandomEvents.customers * 12)).map(Self.score),
      tags: LineTags(
        marks: events.map { $0.product * 4 + $0.order % 4 },
        codes: [(0..<16).map { Int32($0 / 4 - 1) }, (0..<16).map { Int32($0 % 4) }],
        counts: [Self.tags.product, Self.tags.order]))
  }

  /// What the customer thought of an order, in millionths.
  static func score(_ order: Int32) -> Int64 { Int64(1 + order % 5) * 1_000_000 }

  /// The events before `instant`.
  func cut(at instant: Int64) -> RandomEvents { RandomEvents(events.filter { $0.time < instant }) }

  /// The net quantity of each purchase by the closed form with windows: no stack anywhere.
  ///
  /// net = running sum; held = net − min(0, running min of net); a purchase keeps
  /// clamp(min of held from its row on − held before, 0, quantity).
  func netPurchases() -> [(event: Event, net: Int64)] {
    var result: [(event: Event, net: Int64)] = []
    for group in Dictionary(grouping: events, by: { [$0.customer, $0.product] }).values {
      let rows = group.sorted(by: Event.matching)
      var held: [Int64] = []
      var net: Int64 = 0
      var lowest: Int64 = .max
      for row in rows {
        net += row.quantity
        lowest = min(lowest, net)
        held.append(net - min(0, lowest))
      }
      for (index, row) in rows.enumerated() where row.quantity > 0 {
        let before = index == 0 ? 0 : held[index - 1]
        let later = held[index...].min() ?? 0
        result.append((row, max(0, min(row.quantity, later - before))))
      }
    }
    return result
  }

  /// What each known customer spent, by the code of each tag.
  func spend(from start: Int64, returns: ReturnsPolicy) -> [Int32: [[Int64]]] {
    let purchases =
      returns == .net ? netPurchases() : events.filter { $0.quantity > 0 }.map { (event: $0, net: $0.quantity) }
    let kept = purchases.filter { $0.net > 0 && $0.event.price > 0 && $0.event.time >= start }
    var result: [Int32: [[Int64]]] = [:]
    func add(_ event: Event, _ quantity: Int64) {
      var spend =
        result[event.customer]
        ?? [.init(repeating: 0, count: Self.tags.product), .init(repeating: 0, count: Self.tags.order)]
      if event.product > 0 { spend[0][Int(event.product) - 1] += quantity * event.price }
      spend[1][Int(event.order) % 4] += quantity * event.price
      result[event.customer] = spend
    }
    for (event, net) in kept { add(event, net) }
    if returns == .keep {
      for event in events
      where result[event.customer] != nil && event.quantity < 0 && event.price > 0 && event.time >= start {
        add(event, event.quantity)
      }
    }
    return result
  }

  /// Every feature of every known customer, the slow and plain way, from events already cut.
  func features(at instant: Int64, from start: Int64, returns: ReturnsPolicy) -> [Int32: [Double]] {
    let purchases =
      returns == .net ? netPurchases() : events.filter { $0.quantity > 0 }.map { (event: $0, net: $0.quantity) }
    let kept = purchases.filter { $0.net > 0 && $0.event.price > 0 && $0.event.time >= start }
    return Dictionary(grouping: kept, by: \.event.customer).mapValues { lines in
      var amount = lines.reduce(0) { $0 + $1.net * $1.event.price }
      var items = lines.reduce(0) { $0 + $1.net }
      if returns == .keep {
        for event in events
        where event.customer == lines[0].event.customer && event.quantity < 0 && event.price > 0 && event.time >= start
        {
          amount += event.quantity * event.price
          items += event.quantity
        }
      }
      let times = lines.map(\.event.time).sorted()
      let orders = Double(Set(lines.map(\.event.order)).count)
      let day = Instant.microsecondsPerDay
      return PurchaseFeature.allCases.map { feature in
        switch feature {
        case .recencyDays: Double((instant - times[times.count - 1]) / day)
        case .frequency: orders
        case .monetary: Double(amount) / 10_000
        case .tenureDays: Double((instant - times[0]) / day)
        case .averageBasket: Double(amount) / 10_000 / orders
        case .items: Double(items)
        case .distinctProducts: Double(Set(lines.map(\.event.product)).count)
        case .meanReviewScore:
          Double(Set(lines.map(\.event.order)).reduce(0) { $0 + Self.score($1) }) / 1e6 / orders
        }
      }
    }
  }
}
