import Analytics
import Glibc

/// Customers of two kinds, told apart by how often they buy before a known day and by how much they spend from it on.
///
/// The other feature is spread evenly each time, and which customers buy often has nothing to do with which spend
/// much: a model of the first kind of behaviour is of no use for the second, and none is of use for both.
struct SyntheticHistory {
  static let first = CivilDate(daysSinceEpoch: 14_610)  // 2010-01-01
  static let customers = 120

  /// Two years from ``first``, the behaviour changing on `shift` where given.
  static func make(shift: CivilDate? = nil) throws -> PurchaseHistory {
    var generator = SeededGenerator(seed: 2010)
    var customer: [Int32] = []
    var time: [Int64] = []
    var price: [Int64] = []
    func spread(_ low: Double, _ high: Double, _ share: Double) -> Double { low * pow(high / low, share) }
    for number in 0..<customers {
      let often = number % 2 == 0
      let rich = number % 4 < 2
      let steady = (basket: spread(10, 400, generator.nextDouble()), days: often ? 3.0 : 12)
      let later = (basket: rich ? 400.0 : 10, days: spread(3, 12, generator.nextDouble()))
      var day = Double(first.daysSinceEpoch) + steady.days * generator.nextDouble()
      while day < Double(first.daysSinceEpoch + 730) {
        let habit = shift.map { day >= Double($0.daysSinceEpoch) } ?? false ? later : steady
        customer.append(Int32(number))
        time.append(Int64(day * Double(Instant.microsecondsPerDay)))
        price.append(Int64(habit.basket * 10_000))
        day += habit.days
      }
    }
    return try PurchaseHistory(
      customerCount: customers, customer: customer, product: .init(repeating: 0, count: customer.count),
      order: (0..<Int32(customer.count)).map { $0 }, occurredAt: time, quantity: .init(repeating: 1, count: time.count),
      unitPrice: price)
  }

  /// A monthly study from 2010-07-01 on, with one origin, looking back two months.
  static func parameters() throws -> StabilityParameters {
    var parameters = StabilityParameters(
      features: [.frequency, .averageBasket], kmeans: KMeansOptions(clusters: 2, seed: 1),
      asOf: first.adding(months: 18).instant, step: try CalendarStep(parsing: "1 month"))
    parameters.initial = .date(first.adding(months: 6))
    parameters.window = .rolling(months: 2)
    parameters.origins = 1
    parameters.costPerRefit = 900
    parameters.monitoringCost = 10
    return parameters
  }
}
