internal import Glibc

/// How far the total value would vary with other customers of the same kind: all models refitted on resamples.
public struct ValueBootstrap: Sendable {
  /// The most customers that are resampled; of more, a random sample stands for all.
  public static let limit = 20_000

  /// How many resamples there were.
  public var resamples: Int
  /// How many customers were resampled.
  public var customers: Int
  /// The 2.5 % and 97.5 % points of the total.
  public var interval: ClosedRange<Double>

  /// The customers, one entry each.
  public struct Customers: Sendable {
    /// Purchases after the first.
    public var repeats: [Int64]
    /// Days from the first purchase to the last.
    public var lastDays: [Int64]
    /// Days from the first purchase to the end.
    public var ageDays: [Int64]
    /// Mean spend of the repeat purchases; nil or not above 0 where there is none.
    public var meanSpends: [Double?]

    /// Makes the customers.
    public init(repeats: [Int64], lastDays: [Int64], ageDays: [Int64], meanSpends: [Double?]) {
      self.repeats = repeats
      self.lastDays = lastDays
      self.ageDays = ageDays
      self.meanSpends = meanSpends
    }

    func sample(_ rows: [Int]) -> Customers {
      Customers(
        repeats: rows.map { repeats[$0] }, lastDays: rows.map { lastDays[$0] }, ageDays: rows.map { ageDays[$0] },
        meanSpends: rows.map { meanSpends[$0] })
    }
  }

  /// Resamples customers with replacement, refits, and sums the values again.
  ///
  /// - Parameters:
  ///   - total: the total value of all customers under the fitted models.
  ///   - overall: the spend where a model's mean has no bound.
  /// - Returns: nil where no resample gave a number.
  public static func run(
    _ all: Customers, _ model: PurchaseModel, _ spend: SpendModel, overall: Double, _ terms: ValueTerms,
    total: Double, resamples: Int, seed: UInt64, threads: Int, isCancelled: @Sendable () -> Bool = { false }
  ) throws -> ValueBootstrap? {
    let generator = SeededGenerator(seed: seed)
    let rows = Sampling.rows(limit, of: all.repeats.count, seed: generator.stream(0).firstNumber)
    let customers = all.sample(rows)
    let count = rows.count
    let history = try RepeatHistory(
      repeats: customers.repeats, lastDays: customers.lastDays, ageDays: customers.ageDays, unitDays: terms.unitDays)
    let resampler = try Resampler(customers, history, model, spend, overall, terms)
    let ones = [Double](repeating: 1, count: count)
    let center = resampler.value(ones, history.weights, refit: false)
    let values = Parallel.map(count: resamples, threads: threads) { number -> Double in
      if isCancelled() { return .nan }
      var generator = generator.stream(UInt64(number + 1))
      var weights = [Double](repeating: 0, count: count)
      var grouped = [Double](repeating: 0, count: history.weights.count)
      for _ in 0..<count {
        let row = generator.nextBelow(count)
        weights[row] += 1
        grouped[Int(history.places[row])] += 1
      }
      return resampler.value(weights, grouped, refit: true)
    }
    if isCancelled() { throw CancellationError() }
    // A sample varies more than all customers do, by the square root of how many fewer they are.
    let shrink = (Double(count) / Double(max(all.repeats.count, 1))).squareRoot()
    let scale = Double(all.repeats.count) / Double(count)
    let totals = values.filter(\.isFinite).map { total + ($0 - center) * scale * shrink }.sorted()
    guard !totals.isEmpty else { return nil }
    return ValueBootstrap(
      resamples: totals.count, customers: count, interval: quantile(totals, 0.025)...quantile(totals, 0.975))
  }

  private static func quantile(_ sorted: [Double], _ share: Double) -> Double {
    let place = share * Double(sorted.count - 1)
    let low = Int(place)
    let high = min(low + 1, sorted.count - 1)
    return sorted[low] + (place - Double(low)) * (sorted[high] - sorted[low])
  }

  /// The models on other weights of the same customers.
  private struct Resampler: Sendable {
    let customers: Customers
    let history: RepeatHistory
    let model: PurchaseModel
    let spend: SpendModel
    let overall: Double
    let terms: ValueTerms
    let curvature: [[Double]]?
    /// The customers whose spend is modelled.
    let spenders: [Int]
    let spendCurvature: [[Double]]?

    init(
      _ customers: Customers, _ history: RepeatHistory, _ model: PurchaseModel, _ spend: SpendModel,
      _ overall: Double, _ terms: ValueTerms
    ) throws(AnalyticsError) {
      self.customers = customers
      self.history = history
      self.model = model
      self.spend = spend
      self.overall = overall
      self.terms = terms
      curvature = try model.curvature(history)
      spenders = customers.repeats.indices.filter { customers.repeats[$0] > 0 && (customers.meanSpends[$0] ?? 0) > 0 }
      if case .gammaGamma(let model) = spend, !spenders.isEmpty {
        spendCurvature = model.curvature(
          try Self.likelihood(customers, spenders, [Double](repeating: 1, count: customers.repeats.count)))
      } else {
        spendCurvature = nil
      }
    }

    static func likelihood(
      _ customers: Customers, _ spenders: [Int], _ weights: [Double]
    ) throws(AnalyticsError) -> GammaGammaModel.Likelihood {
      try GammaGammaModel.Likelihood(
        .init(
          repeats: spenders.map { Double(customers.repeats[$0]) },
          means: spenders.map { customers.meanSpends[$0] ?? 0 }, weights: spenders.map { weights[$0] }))
    }

    /// The total value; not a number where a resample cannot be fitted.
    func value(_ weights: [Double], _ grouped: [Double], refit: Bool) -> Double {
      var history = history
      history.weights = grouped
      var model = model
      var spend = spend
      if refit {
        guard let refitted = try? model.refitted(history, curvature: curvature) else { return .nan }
        model = refitted
        if case .gammaGamma(let fitted) = spend {
          guard let likelihood = try? Self.likelihood(customers, spenders, weights) else { return .nan }
          spend = .gammaGamma(fitted.refitted(likelihood, curvature: spendCurvature))
        }
      }
      let discounted = PurchaseForecast.discounted(model, history, terms)
      var sum = 0.0
      for row in weights.indices where weights[row] > 0 {
        let own = customers.meanSpends[row].flatMap { $0 > 0 ? $0 : nil }
        sum +=
          weights[row] * discounted[Int(history.places[row])]
          * spend.expected(repeats: Double(customers.repeats[row]), meanSpend: own, overall: overall)
      }
      return sum * terms.margin
    }
  }
}

extension SeededGenerator {
  /// The first number of the sequence.
  fileprivate var firstNumber: UInt64 {
    var copy = self
    return copy.next()
  }
}
