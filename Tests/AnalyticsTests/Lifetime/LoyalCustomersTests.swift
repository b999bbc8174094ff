import Analytics
import Foundation
import Testing

/// Where hardly anybody leaves the likelihood is nearly flat: its maximum lies far out in a valley, or at its end.
@Suite("BG/NBD of customers who hardly ever leave") struct LoyalCustomersTests {
  struct Population: Sendable, CustomTestStringConvertible {
    var leaving: Double
    var seed: Int64
    /// Sums of repeats, of days to the last purchase, and of days known.
    var sums: [Int64]
    /// Gamma and Poisson alone: nobody leaves.
    var withoutLeaving: Double
    var best: Double

    var testDescription: String { "at most \(leaving) leave, seed \(seed)" }
  }

  /// From the same likelihoods maximised by SciPy 1.17's Nelder-Mead to 1e-12, best of four starts: inside; where a and b
  /// are 0 and their ratio is not; where both are infinite and their ratio is not.
  static let populations = [
    Population(
      leaving: 0.005, seed: 19, sums: [3524, 102_406, 148_242], withoutLeaving: -8926.082904767356,
      best: -8925.888157123045),
    Population(
      leaving: 0.005, seed: 14, sums: [3592, 99_130, 150_188], withoutLeaving: -8934.072879355432,
      best: -8933.424089623762),
    Population(
      leaving: 0.03, seed: 20_240_607, sums: [3495, 101_064, 150_578], withoutLeaving: -8929.787480821637,
      best: -8897.466162313049),
  ]

  @Test("The maximum is found from several starts, also where it lies at an edge", arguments: populations)
  func maximum(of population: Population) throws {
    let customers = SyntheticCustomers(leaving: population.leaving, seed: population.seed)
    try #require([customers.repeats, customers.lastDays, customers.ageDays].map { $0.reduce(0, +) } == population.sums)
    let history = try RepeatHistory(
      repeats: customers.repeats, lastDays: customers.lastDays, ageDays: customers.ageDays, unitDays: 7)
    let (model, report) = try BetaGeometricModel.fit(history)
    #expect(report.converged && report.agreeing > 1 && report.starts.allSatisfy(\.converged), "\(report)")
    // The search's bounds cost some 1e-4 where the maximum is beyond them.
    #expect(report.logLikelihood > population.best - 5e-4, "\(report.logLikelihood)")
    #expect(report.logLikelihood > population.withoutLeaving + 0.1)
    #expect(try abs(model.logLikelihood(history) - report.logLikelihood) < 1e-6)

    guard case .model = try PurchaseProcess.fit(history, leastRepeatShare: 0.05, threads: 1) else {
      Issue.record("the plain rate was taken")
      return
    }
    for index in customers.repeats.indices {
      let (repeats, last, age) = (customers.repeats[index], customers.lastDays[index], customers.ageDays[index])
      let expected = model.expectedPurchases(
        in: 13, repeats: Double(repeats), lastAt: Double(last) / 7, age: Double(age) / 7)
      // What gamma and Poisson foretell of somebody who stays is the most.
      let most = 13 * (model.r + Double(repeats)) / (model.alpha + Double(age) / 7)
      #expect(expected.isFinite && expected >= 0 && expected <= most * (1 + 1e-9))
    }
  }
}
