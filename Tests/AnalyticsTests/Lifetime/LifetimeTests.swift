import Analytics
import Foundation
import Testing

@Suite("Customer lifetime") struct LifetimeTests {
  private func isClose(_ a: Double, _ b: Double, _ tolerance: Double) -> Bool {
    abs(a - b) <= tolerance * max(1, abs(b))
  }

  /// From mpmath at 60 digits.
  @Test(
    "ψ and ln Γ",
    arguments: [
      (0.001, -1000.5755719318103, 6.9071788853838537), (0.5, -1.9635100260214235, 0.57236494292470009),
      (1, -0.57721566490153286, 0), (3.7, 1.1671535393615114, 1.4280723266653879),
      (25, 3.198742512851974, 54.784729398112319), (1e6, 13.815510057964191, 12815504.569147612),
    ])
  func special(x: Double, digamma: Double, logGamma: Double) {
    #expect(isClose(SpecialFunctions.digamma(x), digamma, 1e-14))
    #expect(isClose(SpecialFunctions.logGamma(x), logGamma, 1e-14))
  }

  /// From mpmath at 60 digits.
  @Test(
    "ln Γ(x + n) − ln Γ(x)",
    arguments: [
      (0.001, 1, -6.907755278982137), (0.5, 7, 6.9619992938340329), (99.5, 3, 13.83037417014552),
      (100, 250, 1339.1326087507716), (12345.678, 2, 18.842203639309983), (1e6, 1, 13.815510557964274),
      (1_202_604.25, 1, 13.999999971591007), (1_202_604.25, 400, 5600.0663372835664), (3, 0, 0),
    ])
  func rising(x: Double, n: Double, expected: Double) {
    #expect(abs(SpecialFunctions.logRising(x, by: n) - expected) <= 1e-14 * abs(expected))
  }

  /// From SciPy 1.17; π²/2 and π²/6 at a half and one.
  @Test(
    "ψ′",
    arguments: [
      (0.001, 1000001.6425331959), (0.5, 4.9348022005446793), (1, 1.6449340668482264), (3.7, 0.31003785767003833),
      (25, 0.04081066325722558), (1e6, 1.0000005000001667e-06),
    ])
  func trigamma(x: Double, expected: Double) {
    #expect(abs(SpecialFunctions.trigamma(x) - expected) <= 2e-15 * expected)
  }

  struct Reference: Sendable {
    var model: BetaGeometricModel
    var repeats: Double
    var lastAt: Double
    var age: Double
    var time: Double
    var purchases: Double
    var alive: Double

    init(
      _ r: Double, _ alpha: Double, _ a: Double, _ b: Double, _ repeats: Double, _ lastAt: Double, _ age: Double,
      _ time: Double, _ purchases: Double, _ alive: Double
    ) {
      model = BetaGeometricModel(r: r, alpha: alpha, a: a, b: b)
      (self.repeats, self.lastAt, self.age, self.time) = (repeats, lastAt, age, time)
      (self.purchases, self.alive) = (purchases, alive)
    }
  }

  /// Common customers, and those at which the closed form divides 0 by 0 or overflows: a = 1, a + b < 1, 250 repeats.
  static let references = [
    Reference(0.242593, 4.413532, 0.792886, 2.425754, 2, 30.43, 38.86, 39, 1.2259106546220372, 0.72660921842975403),
    Reference(0.242593, 4.413532, 0.792886, 2.425754, 0, 0, 38.86, 39, 0.19478092478520044, 1),
    Reference(0.242593, 4.413532, 0.792886, 2.425754, 250, 38, 38.86, 520, 575.45513126800758, 0.67610410365049617),
    Reference(1.5, 0.25, 1, 1, 3, 20, 25, 52, 2.5383600328539909, 0.52637329021182996),
    Reference(1.5, 0.25, 1.000000001, 1, 3, 20, 25, 52, 2.5383600303703417, 0.52637328996252551),
    Reference(0.016, 9.72, 2.03, 0.35, 1, 2, 40, 52, 0.025468384458158726, 0.038195622412715342),
    Reference(0.016, 9.72, 0.4, 0.35, 0, 0, 40, 52, 0.013602692543689962, 1),
    Reference(0.3, 2, 0.5, 0.5, 0, 0, 10, 100, 1.064714953211539, 1),
    Reference(0.8, 9, 60, 400, 4, 30, 50, 26, 0.8661428496893562, 0.47938872941408025),
    Reference(0.8, 9, 0.0001, 7, 12, 48, 50, 52, 11.280957164867373, 0.999991361639193),
    Reference(5, 0.01, 0.2, 0.1, 0, 0, 1, 520, 207.91781870354501, 1),
    Reference(2, 30, 8, 3, 0, 0, 20, 52, 0.93929748902883901, 1),
  ]

  /// From mpmath at 60 digits.
  @Test("Expected purchases and the probability of being alive", arguments: references)
  func expectations(reference: Reference) {
    let purchases = reference.model.expectedPurchases(
      in: reference.time, repeats: reference.repeats, lastAt: reference.lastAt, age: reference.age)
    #expect(isClose(purchases, reference.purchases, 1e-11), "\(purchases) \(reference.purchases)")
    let alive = reference.model.alive(repeats: reference.repeats, lastAt: reference.lastAt, age: reference.age)
    #expect(isClose(alive, reference.alive, 1e-13))
  }

  @Test("Many random models give finite, growing expectations")
  func growing() {
    var generator = SeededGenerator(seed: 3)
    for _ in 0..<2000 {
      func parameter() -> Double { exp(8 * generator.nextDouble() - 4) }
      let model = BetaGeometricModel(r: parameter(), alpha: parameter(), a: parameter(), b: parameter())
      let repeats = Double(generator.nextBelow(4) == 0 ? 0 : generator.nextBelow(300))
      let age = 1 + 100 * generator.nextDouble()
      let lastAt = repeats > 0 ? age * generator.nextDouble() : 0
      var before = 0.0
      for time in [1.0, 4, 13, 52, 520] {
        let now = model.expectedPurchases(in: time, repeats: repeats, lastAt: lastAt, age: age)
        #expect(now.isFinite && now >= before * (1 - 1e-9), "\(model) \(repeats) \(lastAt) \(age) \(time)")
        before = now
      }
    }
  }

  private func history(_ customers: SyntheticCustomers) throws -> RepeatHistory {
    try RepeatHistory(
      repeats: customers.repeats, lastDays: customers.lastDays, ageDays: customers.ageDays, unitDays: 7)
  }

  /// Reference: the same likelihoods maximised by SciPy 1.17's Nelder-Mead to 1e-10.
  @Test("Both models fitted on a generated population, whatever the number of threads")
  func synthetic() throws {
    let customers = SyntheticCustomers()
    let sums = [customers.repeats, customers.lastDays, customers.ageDays].map { $0.reduce(0, +) }
    try #require(sums == [1806, 65_275, 150_189])
    let (model, report) = try BetaGeometricModel.fit(try history(customers))
    #expect(report.converged && report.agreeing == report.starts.count)
    #expect(isClose(report.logLikelihood, -5623.4881331278975, 1e-12))
    #expect(isClose(model.r, 1.0274939, 1e-5) && isClose(model.alpha, 6.2228279, 1e-5))
    #expect(isClose(model.a, 0.6959308, 1e-5) && isClose(model.b, 2.0110907, 1e-5))
    #expect(try isClose(model.logLikelihood(try history(customers)), report.logLikelihood, 1e-13))
    #expect(try BetaGeometricModel.fit(try history(customers), threads: 3).model == model)

    let spend = try SpendProcess.fit(repeats: customers.repeats, meanSpends: customers.means, otherwise: 0)
    guard case .gammaGamma(let fitted) = spend.model else {
      Issue.record("no model of spend")
      return
    }
    #expect(isClose(spend.report?.logLikelihood ?? 0, -1770.1709305274908, 1e-12))
    #expect(
      isClose(fitted.p, 8.671443, 1e-4) && isClose(fitted.q, 12.838791, 1e-4) && isClose(fitted.v, 29.79369, 1e-4))
  }

  @Test("Standard errors are those of the log-likelihood's curvature, taken by differences")
  func standardErrors() throws {
    let history = try history(SyntheticCustomers())
    let (model, report) = try BetaGeometricModel.fit(history)
    let errors = try #require(report.standardErrors)
    let best = [model.r, model.alpha, model.a, model.b].map { log($0) }
    func value(_ steps: [(Int, Double)]) throws -> Double {
      var p = best
      for (index, step) in steps { p[index] += step }
      let moved = p.map { exp($0) }
      return try BetaGeometricModel(r: moved[0], alpha: moved[1], a: moved[2], b: moved[3]).logLikelihood(history)
    }
    let h = 2e-3
    var rows: [[Double]] = []
    for row in 0..<4 {
      var line: [Double] = []
      for column in 0..<4 {
        let high = try value([(row, h), (column, h)]) + value([(row, -h), (column, -h)])
        let low = try value([(row, h), (column, -h)]) + value([(row, -h), (column, h)])
        line.append((low - high) / (4 * h * h))
      }
      rows.append(line + (0..<4).map { $0 == row ? 1 : 0 })
    }
    // Gauss and Jordan: the inverse stands on the right in the end.
    for pivot in 0..<4 {
      rows[pivot] = rows[pivot].map { [divisor = rows[pivot][pivot]] in $0 / divisor }
      for row in 0..<4 where row != pivot {
        let factor = rows[row][pivot]
        rows[row] = zip(rows[row], rows[pivot]).map { $0 - factor * $1 }
      }
    }
    for index in 0..<4 { #expect(isClose(errors[index] / rows[index][4 + index].squareRoot(), 1, 1e-3)) }
  }

  /// Figures as published with the models.
  @Test("The CDNOW sample", .enabled(if: CDNOWSample.isThere, CDNOWSample.absence))
  func cdnow() throws {
    let customers = try CDNOWSample.customers()
    let history = try CDNOWSample.history(customers)
    let (model, report) = try BetaGeometricModel.fit(history)
    #expect(isClose(report.logLikelihood, -9582.4256, 1e-8) && report.agreeing == report.starts.count)
    #expect(isClose(model.r, 0.242593, 2e-6) && isClose(model.alpha, 4.413532, 2e-6))
    #expect(isClose(model.a, 0.792886, 2e-5) && isClose(model.b, 2.425754, 2e-5), "\(model)")
    let spend = try SpendProcess.fit(
      repeats: customers.map(\.repeats), meanSpends: customers.map(\.meanSpend), otherwise: 0)
    guard case .gammaGamma(let fitted) = spend.model else {
      Issue.record("no model of spend")
      return
    }
    #expect(isClose(spend.report?.logLikelihood ?? 0, -4055.9232, 1e-7))
    #expect(isClose(fitted.p, 6.248802, 2e-4) && isClose(fitted.q, 3.744589, 2e-4), "\(fitted)")
    #expect(isClose(fitted.v, 15.447751, 5e-4))
  }

  @Test("What cannot be told is said, and the plain rate taken: nobody came back, too few did, all at once")
  func fallbacks() throws {
    func process(_ repeats: [Int64], _ last: [Int64], _ age: [Int64]) throws -> PurchaseProcess {
      try PurchaseProcess.fit(
        try RepeatHistory(repeats: repeats, lastDays: last, ageDays: age, unitDays: 7), leastRepeatShare: 0.05,
        threads: 1)
    }
    func rate(_ process: PurchaseProcess) -> (rate: Double, reason: String)? {
      if case .rate(let rate, let reason, _) = process { (rate, reason.english) } else { nil }
    }
    let once = try #require(rate(try process([0, 0, 0], [0, 0, 0], [10, 20, 30])))
    #expect(once.rate == 0 && once.reason.contains("second day"))
    let one = try #require(rate(try process([3], [21], [70])))
    #expect(isClose(one.rate, 0.3, 1e-12) && one.reason.contains("1 of 1 customers"))
    let few = try #require(
      rate(
        try process(
          (0..<2000).map { $0 < 40 ? 1 : 0 }, (0..<2000).map { $0 < 40 ? 9 : 0 }, (0..<2000).map { _ in 100 })))
    #expect(few.reason.contains("40 of 2000 customers (2.0 %)"))
    // Known for no time at all: the first day is the last.
    #expect(try #require(rate(try process([0], [0], [0]))).rate == 0)
    #expect(throws: AnalyticsError.self) { _ = try process([1], [5], [4]) }
    // Everybody alike: there is no spread to tell customers apart, and still a finite answer.
    let same = try process(
      [Int64](repeating: 4, count: 500), [Int64](repeating: 70, count: 500), [Int64](repeating: 77, count: 500))
    switch same {
    case .model(let model, _):
      let expected = model.expectedPurchases(in: 52, repeats: 4, lastAt: 10, age: 11)
      #expect(expected.isFinite && expected >= 0)
    case .rate(let rate, _, _): #expect(isClose(rate, 4 / 11.0, 1e-12))
    }
  }

  @Test("Spend that is nothing or below never reaches the model; equal spend has no model")
  func spends() throws {
    let equal = try SpendProcess.fit(
      repeats: [Int64](repeating: 2, count: 50), meanSpends: [Double?](repeating: 12.5, count: 50), otherwise: 0)
    #expect(equal.model == .mean(12.5) && equal.reason != nil && equal.correlation == nil)
    let customers = SyntheticCustomers()
    let usual = try SpendProcess.fit(repeats: customers.repeats, meanSpends: customers.means, otherwise: 0)
    let mixed = try SpendProcess.fit(
      repeats: customers.repeats + [3, 2, 1], meanSpends: customers.means + [-4, 0, nil], otherwise: 0)
    #expect(mixed.excluded == 3 && mixed.model == usual.model)
    let none = try SpendProcess.fit(repeats: [0, 0], meanSpends: [nil, nil], otherwise: 7)
    #expect(none.model.expected(repeats: 0, meanSpend: nil, overall: none.overall) == 7)
  }

  @Test("The interval of the total holds it, narrows with more customers, and needs no luck with threads")
  func bootstrap() throws {
    let customers = SyntheticCustomers()
    let terms = ValueTerms(unitDays: 7, horizonMonths: 12, discountRate: 0.1, margin: 0.5)
    func total(_ times: Int, threads: Int) throws -> (Double, ValueBootstrap) {
      let repeats = (0..<times).flatMap { _ in customers.repeats }
      let all = ValueBootstrap.Customers(
        repeats: repeats, lastDays: (0..<times).flatMap { _ in customers.lastDays },
        ageDays: (0..<times).flatMap { _ in customers.ageDays },
        meanSpends: (0..<times).flatMap { _ in customers.means })
      let history = try RepeatHistory(
        repeats: all.repeats, lastDays: all.lastDays, ageDays: all.ageDays, unitDays: 7)
      let (model, _) = try PurchaseModel.fit(.betaGeometric, history)
      let spend = try SpendProcess.fit(repeats: repeats, meanSpends: all.meanSpends, otherwise: 0)
      let forecasts = PurchaseForecast.make(model, history, terms, threads: threads)
      let value = repeats.indices.reduce(0.0) { sum, index in
        sum + forecasts[Int(history.places[index])].discounted * 0.5
          * spend.model.expected(
            repeats: Double(repeats[index]), meanSpend: all.meanSpends[index], overall: spend.overall)
      }
      let bootstrap = try #require(
        try ValueBootstrap.run(
          all, model, spend.model, overall: spend.overall, terms, total: value, resamples: 40, seed: 1,
          threads: threads))
      return (value, bootstrap)
    }
    let (value, one) = try total(1, threads: 1)
    #expect(one.interval.contains(value) && one.resamples == 40)
    #expect(try total(1, threads: 4).1.interval == one.interval)
    let (four, wide) = try total(4, threads: 2)
    let widths = [one, wide].map { $0.interval.upperBound - $0.interval.lowerBound }
    #expect(isClose(four, 4 * value, 1e-6))
    #expect(widths[1] / four < 0.75 * widths[0] / value)
  }

  @Test("Predictions of the second half agree with what the generated customers then did")
  func calibration() throws {
    var generator = SeededGenerator(seed: 11)
    var columns: [[Int64]] = [[], [], [], []]
    for _ in 0..<3000 {
      let rate = 0.01 + 0.09 * generator.nextDouble()
      let leave = 0.3 * generator.nextDouble()
      var (time, before, last, after) = (0.0, Int64(0), Int64(0), Int64(0))
      while time < 360 {
        time += -log(1 - generator.nextDouble()) / rate
        let day = Int64(time)
        if day > 0, day < 180 { (before, last) = (day > last ? before + 1 : before, day) }
        if day >= 180, day < 360 { after += 1 }
        if generator.nextDouble() < leave { break }
      }
      for (index, value) in [before, last, 180, after].enumerated() { columns[index].append(value) }
    }
    let result = try HoldoutCalibration.run(
      try RepeatHistory(repeats: columns[0], lastDays: columns[1], ageDays: columns[2], unitDays: 7),
      actual: columns[3], time: 180.0 / 7)
    let predicted = result.buckets.reduce(0) { $0 + $1.predicted }
    let actual = result.buckets.reduce(0) { $0 + $1.actual }
    #expect(abs(predicted / Double(actual) - 1) < 0.1, "\(predicted) \(actual)")
    #expect(result.buckets.reduce(0) { $0 + $1.customers } == 3000 && result.buckets.last?.isOpen == true)
    for bucket in result.buckets where bucket.customers > 100 {
      let off = bucket.predicted / Double(bucket.customers) - Double(bucket.actual) / Double(bucket.customers)
      #expect(abs(off) < 0.6, "\(bucket)")
    }
  }

  @Test("Value is discounted by month, and the textbook formula is m r / (1 + d − r)")
  func terms() {
    let terms = ValueTerms(unitDays: 7, horizonMonths: 2, discountRate: 0.21, margin: 0.5)
    let month = ValueTerms.monthDays / 7
    // One purchase a week: a month's worth after one month and after two.
    let expected = month * (pow(1.21, -1.0 / 12) + pow(1.21, -2.0 / 12))
    #expect(isClose(terms.discounted { $0 }, expected, 1e-12))
    #expect(isClose(terms.textbook(value: 100, retention: 0.6), 100 * 0.5 * 0.6 / (1 + 0.21 - 0.6), 1e-12))
  }
}
