/// What a model of repeat purchases knows of customers: alike ones stand together, with how many they are.
public struct RepeatHistory: Sendable {
  /// Purchases after the first one, on days of their own.
  public let repeats: [Double]
  /// Time from the first purchase to the last.
  public let lastAt: [Double]
  /// Time from the first purchase to the end of the data.
  public let age: [Double]
  /// How many customers are alike so.
  public var weights: [Double]
  /// For each customer, where they stand in the arrays above.
  public let places: [Int32]

  /// Groups customers with equal histories.
  ///
  /// - Parameters:
  ///   - repeats: purchases after the first one.
  ///   - lastDays: days from the first purchase to the last.
  ///   - ageDays: days from the first purchase to the end of the data.
  ///   - unitDays: the days of a unit of time.
  /// - Throws: `AnalyticsError` where the arrays differ in length, or a history is impossible.
  public init(
    repeats: [Int64], lastDays: [Int64], ageDays: [Int64], unitDays: Double
  ) throws(AnalyticsError) {
    guard unitDays > 0 else { throw AnalyticsError(.invalidArgument, "a unit of time has \(unitDays) days") }
    try self.init(
      repeats: repeats.map { Double($0) }, lastAt: lastDays.map { Double($0) / unitDays },
      age: ageDays.map { Double($0) / unitDays })
  }

  /// Groups customers with equal histories, in an order that depends on the histories alone.
  ///
  /// - Parameters:
  ///   - repeats: purchases after the first one.
  ///   - lastAt: time from the first purchase to the last.
  ///   - age: time from the first purchase to the end of the data.
  /// - Throws: `AnalyticsError` where the arrays differ in length, or a history is impossible.
  public init(repeats: [Double], lastAt: [Double], age: [Double]) throws(AnalyticsError) {
    guard repeats.count == lastAt.count, repeats.count == age.count else {
      throw AnalyticsError(.shapeMismatch, "purchase histories: columns of different lengths")
    }
    for index in repeats.indices {
      let isPossible =
        repeats[index] >= 0 && lastAt[index] <= age[index] && age[index].isFinite
        && (repeats[index] == 0) == (lastAt[index] == 0)
      guard isPossible else {
        throw AnalyticsError(
          .invalidArgument,
          "a customer known for \(age[index]) cannot have \(repeats[index]) repeat purchases, the last after "
            + "\(lastAt[index])")
      }
    }
    let sorted = repeats.indices.sorted {
      (repeats[$0], lastAt[$0], age[$0], $0) < (repeats[$1], lastAt[$1], age[$1], $1)
    }
    var grouped: [(repeats: Double, lastAt: Double, age: Double)] = []
    var weights: [Double] = []
    var places = [Int32](repeating: 0, count: repeats.count)
    for index in sorted {
      let this = (repeats[index], lastAt[index], age[index])
      if grouped.last.map({ $0 == this }) != true {
        grouped.append(this)
        weights.append(0)
      }
      weights[weights.count - 1] += 1
      places[index] = Int32(weights.count - 1)
    }
    self.repeats = grouped.map(\.repeats)
    self.lastAt = grouped.map(\.lastAt)
    self.age = grouped.map(\.age)
    self.weights = weights
    self.places = places
  }

  /// How many customers there are.
  public var customers: Double { weights.reduce(0, +) }
  /// The purchases after first ones.
  public var purchases: Double { zip(repeats, weights).reduce(0) { $0 + $1.0 * $1.1 } }
  /// The time that all customers together have been known.
  public var exposure: Double { zip(age, weights).reduce(0) { $0 + $1.0 * $1.1 } }
  /// How many bought again.
  public var repeaters: Double { zip(repeats, weights).reduce(0) { $0 + ($1.0 > 0 ? $1.1 : 0) } }

  /// The mean time that a customer has been known: searches reckon in it, and so need no idea of the unit.
  /// - Throws: `AnalyticsError` where nobody has been known for any time.
  func meanAge() throws(AnalyticsError) -> Double {
    let (customers, exposure) = (customers, exposure)
    guard customers > 0, exposure > 0 else {
      throw AnalyticsError(.notEnoughData, "no customer has been known for any time")
    }
    return exposure / customers
  }
}
