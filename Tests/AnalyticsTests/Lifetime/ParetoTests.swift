import Analytics
import Foundation
import Testing

@Suite("Pareto/NBD") struct ParetoTests {
  struct Reference: Sendable {
    var model: ParetoModel
    var repeats: Double
    var lastAt: Double
    var age: Double
    var time: Double
    var purchases: Double
    var alive: Double
    var logLikelihood: Double

    init(
      _ r: Double, _ alpha: Double, _ s: Double, _ beta: Double, _ repeats: Double, _ lastAt: Double, _ age: Double,
      _ time: Double, _ purchases: Double, _ alive: Double, _ logLikelihood: Double
    ) {
      model = ParetoModel(r: r, alpha: alpha, s: s, beta: beta)
      (self.repeats, self.lastAt, self.age, self.time) = (repeats, lastAt, age, time)
      (self.purchases, self.alive, self.logLikelihood) = (purchases, alive, logLikelihood)
    }
  }

  /// Common customers, and those at which the closed form with ₂F₁ cancels or overflows: bought last moments ago, 250
  /// repeats, s at and next to 1, poles far apart.
  static let references = [
    Reference(
      0.5533, 10.578, 0.6061, 11.669, 2, 30.43, 38.86, 39, 1.4552118183625915, 0.86914415785215558,
      -9.5541299608162105),
    Reference(
      0.5533, 10.578, 0.6061, 11.669, 0, 0, 38.86, 39, 0.10709477978101044, 0.29517194654962367,
      -0.5212670685680379),
    Reference(
      0.5533, 10.578, 0.6061, 11.669, 26, 30.86, 31, 52, 25.45768441459468, 0.99791838691283103, -39.130716590641345),
    Reference(
      0.5533, 10.578, 0.6061, 11.669, 250, 38, 38.86, 520, 872.17153212129376, 0.83941351210354613,
      154.35772365349843),
    Reference(1.5, 0.25, 1, 30, 3, 20, 25, 52, 5.571990557825951, 0.85418379973222302, -14.483167351336968),
    Reference(
      1.5, 30, 1.000000001, 0.25, 3, 20, 25, 52, 1.7606027813027125, 0.76211871462727259, -14.700152032075656),
    Reference(
      0.016, 9.72, 2.03, 0.35, 1, 2, 40, 52, 0.0003758068372646077, 0.00081816187233200456, -10.596488460758973),
    Reference(
      3, 0.01, 0.2, 500, 0, 0, 100, 52, 7.4548725764906628e-7, 4.8196298555498185e-7, -13.122386892989365),
    Reference(
      0.2, 500, 0.3, 0.001, 0, 0, 100, 52, 0.00049530266677044222, 0.0305407238513025, -0.0016506731076609427),
    Reference(2, 5, 3, 5, 7, 49.999, 50, 26, 2.4251077606303066, 0.99994545107437417, -29.436151207460426),
    Reference(0.8, 9, 60, 4000, 4, 30, 50, 26, 0.84602658944895378, 0.48174843787710423, -15.100154456996863),
    // Smaller than any number that is not 0.
    Reference(0.8, 9, 0.0001, 7, 300, 1, 400, 52, 0, 0, 708.05846736171454),
  ]

  private func isNear(_ a: Double, _ b: Double, _ tolerance: Double) -> Bool { abs(a - b) <= tolerance * abs(b) }

  /// From mpmath's ₂F₁ at 60 digits.
  @Test("Expected purchases, the probability of being alive and the likelihood", arguments: references)
  func expectations(reference: Reference) throws {
    let (x, last, age) = (reference.repeats, reference.lastAt, reference.age)
    let alive = reference.model.alive(repeats: x, lastAt: last, age: age)
    #expect(isNear(alive, reference.alive, 1e-12), "\(alive)")
    let purchases = reference.model.expectedPurchases(in: reference.time, repeats: x, lastAt: last, age: age)
    #expect(isNear(purchases, reference.purchases, 1e-12), "\(purchases)")
    let one = try RepeatHistory(repeats: [x], lastAt: [last], age: [age])
    #expect(isNear(try reference.model.logLikelihood(one), reference.logLikelihood, 1e-11))
  }

  @Test("Many random models give probabilities and finite, growing expectations")
  func growing() {
    var generator = SeededGenerator(seed: 4)
    for _ in 0..<2000 {
      func parameter() -> Double { exp2(12 * generator.nextDouble() - 6) }
      let model = ParetoModel(r: parameter(), alpha: parameter(), s: parameter(), beta: parameter())
      let repeats = Double(generator.nextBelow(4) == 0 ? 0 : generator.nextBelow(300))
      let age = 1 + 100 * generator.nextDouble()
      let lastAt = repeats > 0 ? age * generator.nextDouble() : 0
      #expect((0...1).contains(model.alive(repeats: repeats, lastAt: lastAt, age: age)))
      var before = 0.0
      for time in [1.0, 4, 13, 52, 520] {
        let now = model.expectedPurchases(in: time, repeats: repeats, lastAt: lastAt, age: age)
        #expect(now.isFinite && now >= before * (1 - 1e-9), "\(model) \(repeats) \(lastAt) \(age) \(time)")
        before = now
      }
    }
  }

  /// Customers who buy and leave as the model says.
  private func population(_ model: ParetoModel, _ count: Int) throws -> RepeatHistory {
    var generator = SeededGenerator(seed: 11)
    func exponential() -> Double { -log(1 - generator.nextDouble()) }
    // A gamma variable of whole shape is a sum of exponential ones.
    func gamma(_ shape: Double) -> Double { (0..<Int(shape)).reduce(0.0) { sum, _ in sum + exponential() } }
    var columns: [(repeats: Double, last: Double, age: Double)] = []
    for _ in 0..<count {
      let rate = gamma(model.r) / model.alpha
      let leaves = exponential() / (gamma(model.s) / model.beta)
      let age = 20 + 40 * generator.nextDouble()
      var (repeats, last) = (0.0, 0.0)
      while true {
        let next = last + exponential() / rate
        if next > min(age, leaves) { break }
        (repeats, last) = (repeats + 1, next)
      }
      columns.append((repeats, last, age))
    }
    return try RepeatHistory(
      repeats: columns.map(\.repeats), lastAt: columns.map(\.last), age: columns.map(\.age))
  }

  @Test("A population made by the model: its parameters are found again, whatever the number of threads")
  func recovers() throws {
    let truth = ParetoModel(r: 2, alpha: 20, s: 1, beta: 15)
    let history = try population(truth, 4000)
    let (model, report) = try ParetoModel.fit(history)
    #expect(report.converged && report.agreeing == report.starts.count)
    let errors = try #require(report.standardErrors)
    let found = [model.r, model.alpha, model.s, model.beta]
    for (index, (a, b)) in zip(found, [truth.r, truth.alpha, truth.s, truth.beta]).enumerated() {
      #expect(errors[index] < 0.3)
      #expect(abs(log(a / b)) < 3 * errors[index])
    }
    #expect(try report.logLikelihood >= truth.logLikelihood(history))
    // An optimum: no step along any parameter leads higher.
    for index in 0..<4 {
      for factor in [0.99, 1.01] {
        var moved = found
        moved[index] *= factor
        let near = ParetoModel(r: moved[0], alpha: moved[1], s: moved[2], beta: moved[3])
        #expect(try near.logLikelihood(history) < report.logLikelihood)
      }
    }
    #expect(try ParetoModel.fit(history, threads: 3).model == model)
  }

  @Test("The unit of time changes the rates and nothing else")
  func units() throws {
    let history = try population(ParetoModel(r: 1, alpha: 10, s: 1, beta: 10), 500)
    let days = try RepeatHistory(
      repeats: history.repeats, lastAt: history.lastAt.map { $0 * 7 }, age: history.age.map { $0 * 7 })
    let (one, other) = (try ParetoModel.fit(history).model, try ParetoModel.fit(days).model)
    #expect(isNear(one.r, other.r, 1e-6) && isNear(one.s, other.s, 1e-6))
    #expect(isNear(7 * one.alpha, other.alpha, 1e-6) && isNear(7 * one.beta, other.beta, 1e-6))
  }

  /// As published with the model's spreadsheet implementation (P. Fader and B. Hardie, "A note on deriving the
  /// Pareto/NBD model", 2005).
  @Test("The CDNOW sample", .enabled(if: CDNOWSample.isThere, CDNOWSample.absence))
  func cdnow() throws {
    let (model, report) = try ParetoModel.fit(try CDNOWSample.history(try CDNOWSample.customers()))
    #expect(report.converged && report.agreeing == report.starts.count)
    #expect(abs(model.r - 0.5533) < 1e-4 && abs(model.alpha - 10.578) < 2e-3, "\(model)")
    #expect(abs(model.s - 0.6061) < 5e-4 && abs(model.beta - 11.669) < 1e-2, "\(model)")
    #expect(abs(report.logLikelihood - -9594.976) < 1e-2)
  }
}
