/// What a fitted model expects of each history.
public struct PurchaseForecast: Sendable {
  /// The probability of not having left.
  public var alive: Double
  /// Expected purchases in 30, 90 and 365 days.
  public var purchases30: Double
  /// See `purchases30`.
  public var purchases90: Double
  /// See `purchases30`.
  public var purchases365: Double
  /// Expected purchases until the horizon, each discounted.
  public var discounted: Double

  /// The forecasts of all histories, in their order.
  public static func make(
    _ model: PurchaseModel, _ history: RepeatHistory, _ terms: ValueTerms, threads: Int
  ) -> [PurchaseForecast] {
    let block = 256
    let count = history.repeats.count
    return Parallel.map(count: (count + block - 1) / block, threads: threads) { number in
      (number * block..<min((number + 1) * block, count)).map { index in
        one(model, history.repeats[index], history.lastAt[index], history.age[index], terms)
      }
    }.flatMap { $0 }
  }

  private static func one(
    _ model: PurchaseModel, _ repeats: Double, _ lastAt: Double, _ age: Double, _ terms: ValueTerms
  ) -> PurchaseForecast {
    let alive = model.alive(repeats: repeats, lastAt: lastAt, age: age)
    func expected(_ time: Double) -> Double {
      alive * model.expectedWhenAlive(in: time, repeats: repeats, age: age)
    }
    return PurchaseForecast(
      alive: alive, purchases30: expected(30 / terms.unitDays), purchases90: expected(90 / terms.unitDays),
      purchases365: expected(365 / terms.unitDays), discounted: terms.discounted(expected))
  }

  /// Only the discounted purchases, of the histories that count, to nine digits: resamples differ by far more.
  static func discounted(
    _ model: PurchaseModel, _ history: RepeatHistory, _ terms: ValueTerms
  ) -> [Double] {
    history.repeats.indices.map { index in
      guard history.weights[index] > 0 else { return 0 }
      let (repeats, age) = (history.repeats[index], history.age[index])
      let alive = model.alive(repeats: repeats, lastAt: history.lastAt[index], age: age)
      return terms.discounted {
        alive * model.expectedWhenAlive(in: $0, repeats: repeats, age: age, precision: 1e-9)
      }
    }
  }
}

extension PurchaseForecast {
  /// The forecast of a plain rate per unit of time: nobody is known to have left.
  public init(rate: Double, _ terms: ValueTerms) {
    self.init(
      alive: 1, purchases30: rate * 30 / terms.unitDays, purchases90: rate * 90 / terms.unitDays,
      purchases365: rate * 365 / terms.unitDays, discounted: terms.discounted { rate * $0 })
  }
}
