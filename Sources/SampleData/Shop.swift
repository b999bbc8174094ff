/// The shop at work: turns a day's orders into a day's file, and counts what it writes.
struct Shop {
  let options: SampleOptions
  let calendar: TradingCalendar
  let population: Population
  let catalogue = Catalogue()

  var summary = SampleSummary()
  var rows = RowBuffer()
  var random: RandomSource
  var desk: ReturnsDesk
  /// Customers with a row, and with a purchase.
  var seen: [Bool]
  var bought: [Bool]
  var nextInvoice = 570_001
  /// The order that last took a product, so that no order has one twice.
  var takenBy: [Int]
  /// The order being filled, and those of its lines that are repeated; emptied for each, to spare allocations.
  var basket: [BasketLine] = []
  var repeated: [BasketLine] = []
  /// Order rows still to be written today, and repetitions among them.
  var rowsLeft = 0
  var repetitionsLeft = 0
  var malformedWritten = 0

  private var accruals = Accruals()

  init(options: SampleOptions, calendar: TradingCalendar, population: Population) {
    self.options = options
    self.calendar = calendar
    self.population = population
    self.random = RandomSource(seed: options.seed, purpose: 4)
    self.desk = ReturnsDesk(days: calendar.count)
    self.seen = Array(repeating: false, count: population.customers.count)
    self.bought = seen
    self.takenBy = Array(repeating: 0, count: catalogue.products.count)
  }

  /// Trades for a day, aiming at `lines` rows; whether anything happened, in which case `rows` holds the day's file.
  mutating func trade(on day: Int, orders: [OrderProcess.Order], lines: Int) -> Bool {
    let returned = desk.take(day)
    let plan = accruals.plan(day: day, lines: lines, calendar: calendar)
    let malformed = malformedDue(lines: lines)
    let others = returned.count + plan.count + malformed
    guard others + orders.count > 0 else { return false }
    repetitionsLeft = min(accruals.duplicates(of: lines), max(0, lines - others - orders.count))
    rowsLeft = max(orders.count, lines - others - repetitionsLeft)

    var agenda: [(minute: Int, event: Event)] = []
    agenda.reserveCapacity(orders.count + others)
    for (order, size) in zip(orders, Self.shareOut(rowsLeft, over: orders)) {
      agenda.append((drawMinute(), .order(customer: order.customer, lines: size)))
    }
    var first = 0
    for index in returned.indices
    where index + 1 == returned.count || returned[index + 1].order != returned[index].order {
      agenda.append((drawMinute(), .takeBack(first...index)))
      first = index + 1
    }
    for event in plan { agenda.append((drawMinute(), event)) }
    for _ in 0..<malformed { agenda.append((drawMinute(), .malformed)) }

    let date = calendar.date(day)
    rows.begin(date)
    // By time, then by place in the list, so that the order does not hang on the sorting method.
    for index in agenda.indices.sorted(by: { (agenda[$0].minute, $0) < (agenda[$1].minute, $1) }) {
      let (minute, event) = agenda[index]
      switch event {
      case .order(let customer?, let lines): sell(lines, to: customer, day: day, minute: minute)
      case .order(nil, let lines): sellAnonymously(lines, day: day, minute: minute)
      case .takeBack(let range): takeBack(returned[range], day: day, minute: minute)
      case .oldReturn: takeBackOld(day: day, minute: minute)
      case .discount: discount(day: day, minute: minute)
      case .adjustment: adjust(minute: minute)
      case .fee(let fee): charge(fee, minute: minute)
      case .malformed: spoil(day: day, minute: minute)
      }
    }
    summary.files += 1
    summary.bytes += rows.bytes.count
    summary.firstDay = summary.firstDay ?? date
    summary.lastDay = date
    return true
  }

  /// The summary of everything written.
  func finished() -> SampleSummary {
    var summary = summary
    summary.customers = seen.count { $0 }
    summary.buyers = bought.count { $0 }
    return summary
  }

  /// Starts an invoice of a customer, or of nobody known.
  mutating func beginInvoice(of customer: Int?, cancels: Bool = false, day: Int, minute: Int) {
    let record = customer.map { population.customers[$0] }
    rows.begin(
      invoice: nextInvoice, cancels: cancels, minute: minute, customer: record.map { Int($0.identifier) },
      decimal: day < calendar.day(at: Drift.exportChange), country: Country.all[Int(record?.country ?? 0)].name)
    nextInvoice += 1
    if let customer { seen[customer] = true }
    if cancels { summary.cancellations += 1 } else { summary.orders += 1 }
  }

  // MARK: -

  /// Opening hours, each as likely as it is listed often.
  private static let hours = [
    8, 9, 9, 9, 10, 10, 10, 10, 11, 11, 11, 11, 12, 12, 12, 12, 12, 13, 13, 13, 13, 14, 14, 14, 15, 15, 15, 16, 16, 17,
  ]

  private mutating func drawMinute() -> Int {
    Self.hours[random.below(Self.hours.count)] * 60 + random.below(60)
  }

  private func malformedDue(lines: Int) -> Int {
    guard options.malformed else { return 0 }
    let share = Malformation.total * (summary.rows + lines) / options.lines
    return max(0, min(share, Malformation.total) - malformedWritten)
  }

  /// Rows for each order, at least one, in proportion to their sizes and together `rows` where no order is too large.
  private static func shareOut(_ rows: Int, over orders: [OrderProcess.Order]) -> [Int] {
    let weights = orders.reduce(0) { $0 + $1.size }
    let free = rows - orders.count
    var (sum, given) = (0, 0)
    return orders.map { order in
      sum += order.size
      let next = free * sum / weights
      defer { given = next }
      return 1 + next - given
    }
  }
}
