internal import Glibc

extension BetaGeometricModel {
  /// Fits the model by maximum likelihood, from several starts.
  public static func fit(
    _ history: RepeatHistory, threads: Int = 1
  ) throws(AnalyticsError) -> (model: BetaGeometricModel, report: FitReport) {
    let likelihood = try Likelihood(history, threads: threads)
    // Rates around one purchase in the mean age, slow and brisk; leaving rare, common and in between.
    let starts = [[1, 1, 1, 1], [0.3, 0.2, 0.8, 2.5], [1, 3, 0.2, 2], [0.1, 0.1, 2, 1]]
    let (best, report) = MaximumLikelihood.fit(
      starts: starts.map { $0.map { log($0) } }, weight: likelihood.weight, offset: likelihood.offset, threads: threads
    ) { likelihood.evaluate($0) }
    return (likelihood.model(best.point), report)
  }

  /// Refits on other weights of the same histories, from this model.
  /// - Parameter curvature: the inverse of the second derivatives, of histories much like these.
  func refitted(_ likelihood: Likelihood, curvature: [[Double]]?) -> BetaGeometricModel {
    let minimizer = Minimizer(tolerance: 1e-6, maximumIterations: 60)
    let start = point(likelihood)
    return likelihood.model(minimizer.minimize(from: start, inverseHessian: curvature, likelihood.evaluate).point)
  }

  /// The inverse of the second derivatives of the mean log-likelihood at this model.
  func curvature(_ likelihood: Likelihood) -> [[Double]]? {
    Minimizer.covariance(at: point(likelihood)) { likelihood.evaluate($0).1 }
  }

  private func point(_ likelihood: Likelihood) -> [Double] {
    [log(r), log(alpha / likelihood.scale), log(a), log(b)]
  }

  /// The log-likelihood of histories.
  public func logLikelihood(_ history: RepeatHistory) throws(AnalyticsError) -> Double {
    let likelihood = try Likelihood(history, threads: 1)
    return likelihood.offset
      - likelihood.weight * likelihood.evaluate(point(likelihood)).0
  }

  /// Minus the mean log-likelihood and its gradient, over the logarithms of the parameters, in time relative to the
  /// mean age so that searches need no idea of the unit.
  struct Likelihood: Sendable {
    let weight: Double
    let scale: Double
    /// What the change of the unit adds to the log-likelihood.
    let offset: Double
    private let history: RepeatHistory
    private let counts: [(repeats: Double, weight: Double)]
    private let threads: Int
    private static let block = 4096

    init(_ history: RepeatHistory, threads: Int) throws(AnalyticsError) {
      let weight = history.customers
      let age = zip(history.age, history.weights).reduce(0) { $0 + $1.0 * $1.1 }
      guard weight > 0, age > 0 else {
        throw AnalyticsError(.notEnoughData, "no customer has been known for any time")
      }
      self.history = history
      self.weight = weight
      self.threads = threads
      scale = age / weight
      var counts: [(repeats: Double, weight: Double)] = []
      for (repeats, weight) in zip(history.repeats, history.weights) {
        // Histories are sorted by repeats.
        if let last = counts.last, last.repeats == repeats {
          counts[counts.count - 1].weight += weight
        } else {
          counts.append((repeats, weight))
        }
      }
      self.counts = counts
      offset = -log(scale) * counts.reduce(0) { $0 + $1.repeats * $1.weight }
    }

    func model(_ point: [Double]) -> BetaGeometricModel {
      BetaGeometricModel(r: exp(point[0]), alpha: exp(point[1]) * scale, a: exp(point[2]), b: exp(point[3]))
    }

    func evaluate(_ point: [Double]) -> (Double, [Double]) {
      let (r, alpha, a, b) = (exp(point[0]), exp(point[1]), exp(point[2]), exp(point[3]))
      let blocks = (history.repeats.count + Self.block - 1) / Self.block
      let parts = Parallel.map(count: blocks, threads: threads) { number in
        timing(number * Self.block..<min((number + 1) * Self.block, history.repeats.count), r, alpha, a, b)
      }
      var sums = parts.reduce(into: Sums()) { $0.add($1) }
      // What depends on the number of repeats alone.
      let (gammaR, gammaB, gammaAB) = (
        SpecialFunctions.logGamma(r), SpecialFunctions.logGamma(b), SpecialFunctions.logGamma(a + b)
      )
      let (psiR, psiB, psiAB) = (
        SpecialFunctions.digamma(r), SpecialFunctions.digamma(b), SpecialFunctions.digamma(a + b)
      )
      for (x, weight) in counts {
        sums.value +=
          weight
          * (r * point[1] + SpecialFunctions.logGamma(r + x) - gammaR + gammaAB + SpecialFunctions.logGamma(b + x)
            - gammaB - SpecialFunctions.logGamma(a + b + x))
        let difference = psiAB - SpecialFunctions.digamma(a + b + x)
        sums.r += weight * (SpecialFunctions.digamma(r + x) - psiR + point[1])
        sums.alpha += weight * r / alpha
        sums.a += weight * difference
        sums.b += weight * (difference + SpecialFunctions.digamma(b + x) - psiB)
      }
      return (
        -sums.value / weight,
        [-sums.r * r / weight, -sums.alpha * alpha / weight, -sums.a * a / weight, -sums.b * b / weight]
      )
    }

    private struct Sums {
      var value = 0.0
      var r = 0.0
      var alpha = 0.0
      var a = 0.0
      var b = 0.0

      mutating func add(_ other: Sums) {
        value += other.value
        r += other.r
        alpha += other.alpha
        a += other.a
        b += other.b
      }
    }

    /// What depends on when customers bought: ln((α+T)^−(r+x) + [x > 0] a/(b+x−1) (α+tₓ)^−(r+x)).
    private func timing(_ range: Range<Int>, _ r: Double, _ alpha: Double, _ a: Double, _ b: Double) -> Sums {
      var sums = Sums()
      let inverse = 1 / scale
      for index in range {
        let weight = history.weights[index]
        if weight == 0 { continue }
        let x = history.repeats[index]
        let end = alpha + history.age[index] * inverse
        let logEnd = log(end)
        guard x > 0 else {
          sums.value -= weight * r * logEnd
          sums.r -= weight * logEnd
          sums.alpha -= weight * r / end
          continue
        }
        let last = alpha + history.lastAt[index] * inverse
        let logLast = log(last)
        // The odds of having left: the second term over the first.
        let odds = a / (b + x - 1) * exp((r + x) * (logEnd - logLast))
        let left = odds.isFinite ? odds / (1 + odds) : 1
        let stayed = 1 - left
        sums.value +=
          weight
          * (odds.isFinite
            ? log1p(odds) - (r + x) * logEnd : log(a / (b + x - 1)) - (r + x) * logLast)
        sums.r -= weight * (stayed * logEnd + left * logLast)
        sums.alpha -= weight * (r + x) * (stayed / end + left / last)
        sums.a += weight * left / a
        sums.b -= weight * left / (b + x - 1)
      }
      return sums
    }
  }
}
