internal import Glibc

/// What turns purchases to come into money today.
public struct ValueTerms: Sendable, Equatable {
  /// The days of a month in the Gregorian mean.
  public static let monthDays = 30.436_875

  /// The days of the models' unit of time.
  public let unitDays: Double
  /// How many months ahead count.
  public let horizonMonths: Int
  /// Per year.
  public let discountRate: Double
  /// The share of revenue that is margin.
  public let margin: Double

  /// What money at the end of each month is worth today.
  private let factors: [Double]

  /// Makes terms.
  public init(unitDays: Double, horizonMonths: Int, discountRate: Double, margin: Double) {
    self.unitDays = unitDays
    self.horizonMonths = horizonMonths
    self.discountRate = discountRate
    self.margin = margin
    factors = (0..<max(horizonMonths, 0)).map { pow(1 + discountRate, -Double($0 + 1) / 12) }
  }

  /// The sum over months of the purchases in each, discounted from the month's end.
  ///
  /// - Parameter purchases: the expected purchases until a time, in units.
  public func discounted(_ purchases: (_ time: Double) -> Double) -> Double {
    var sum = 0.0
    var before = 0.0
    for (index, factor) in factors.enumerated() {
      let until = purchases(Double(index + 1) * Self.monthDays / unitDays)
      sum += max(0, until - before) * factor
      before = until
    }
    return sum
  }

  /// The textbook value of a customer who brings `value` a year and stays with probability `retention` each year.
  ///
  /// value × r / (1 + d − r).
  public func textbook(value: Double, retention: Double) -> Double {
    value * margin * retention / (1 + discountRate - retention)
  }
}
