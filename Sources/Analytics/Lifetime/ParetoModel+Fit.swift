internal import Glibc

extension ParetoModel {
  /// Fits the model by maximum likelihood, from several starts.
  public static func fit(
    _ history: RepeatHistory, threads: Int = 1
  ) throws(AnalyticsError) -> (model: ParetoModel, report: FitReport) {
    let likelihood = try Likelihood(history, threads: 1)
    // Rates around one purchase in the mean age, slow and brisk; leaving early, late and in between.
    let starts = [[1, 1, 1, 1], [0.5, 0.3, 0.6, 0.3], [0.3, 0.2, 0.3, 1], [1, 3, 2, 2]]
    let (best, report) = MaximumLikelihood.fit(
      starts: starts.map { $0.map { log($0) } }, weight: likelihood.weight, offset: likelihood.offset, threads: threads
    ) { likelihood.evaluate($0) }
    return (likelihood.model(best.point), report)
  }

  /// Refits on other weights of the same histories, from this model.
  /// - Parameter curvature: the inverse of the second derivatives, of histories much like these.
  func refitted(_ likelihood: Likelihood, curvature: [[Double]]?) -> ParetoModel {
    let minimizer = Minimizer(tolerance: 1e-6, maximumIterations: 60)
    return likelihood.model(
      minimizer.minimize(from: point(likelihood), inverseHessian: curvature, likelihood.evaluate).point)
  }

  /// The inverse of the second derivatives of the mean log-likelihood at this model.
  func curvature(_ likelihood: Likelihood) -> [[Double]]? {
    Minimizer.covariance(at: point(likelihood)) { likelihood.evaluate($0).1 }
  }

  private func point(_ likelihood: Likelihood) -> [Double] {
    [log(r), log(alpha / likelihood.scale), log(s), log(beta / likelihood.scale)]
  }

  /// The log-likelihood of histories.
  public func logLikelihood(_ history: RepeatHistory) throws(AnalyticsError) -> Double {
    let likelihood = try Likelihood(history, threads: 1)
    return likelihood.offset - likelihood.weight * likelihood.evaluate(point(likelihood)).0
  }

  /// Minus the mean log-likelihood and its gradient, over the logarithms of the parameters, in time relative to the
  /// mean age so that searches need no idea of the unit.
  struct Likelihood: Sendable {
    let weight: Double
    let scale: Double
    /// What the change of the unit adds to the log-likelihood.
    let offset: Double
    private let history: RepeatHistory
    private let threads: Int
    private static let block = 512

    init(_ history: RepeatHistory, threads: Int) throws(AnalyticsError) {
      scale = try history.meanAge()
      weight = history.customers
      offset = -log(scale) * history.purchases
      self.history = history
      self.threads = threads
    }

    func model(_ point: [Double]) -> ParetoModel {
      ParetoModel(r: exp(point[0]), alpha: exp(point[1]) * scale, s: exp(point[2]), beta: exp(point[3]) * scale)
    }

    func evaluate(_ point: [Double]) -> (Double, [Double]) {
      let model = ParetoModel(r: exp(point[0]), alpha: exp(point[1]), s: exp(point[2]), beta: exp(point[3]))
      let count = history.repeats.count
      let parts = Parallel.map(count: (count + Self.block - 1) / Self.block, threads: threads) { number in
        sums(number * Self.block..<min((number + 1) * Self.block, count), model)
      }
      let total = parts.reduce(into: Sums()) { $0.add($1) }
      return (
        -total.value / weight,
        [
          -total.r * model.r / weight, -total.alpha * model.alpha / weight, -total.s * model.s / weight,
          -total.beta * model.beta / weight,
        ]
      )
    }

    private struct Sums {
      var value = 0.0
      var r = 0.0
      var alpha = 0.0
      var s = 0.0
      var beta = 0.0

      mutating func add(_ other: Sums) {
        value += other.value
        r += other.r
        alpha += other.alpha
        s += other.s
        beta += other.beta
      }
    }

    /// Γ(r+x)/Γ(r) αʳ βˢ ((α+T)^−(r+x) (β+T)^−s + s ∫ (α+y)^−(r+x) (β+y)^−(s+1) dy), in logarithms: the customer is
    /// still there, or left at some y since the last purchase.
    private func sums(_ range: Range<Int>, _ model: ParetoModel) -> Sums {
      let (r, alpha, s, beta) = (model.r, model.alpha, model.s, model.beta)
      let (logAlpha, logBeta, logS) = (log(alpha), log(beta), log(s))
      let (gammaR, psiR) = (SpecialFunctions.logGamma(r), SpecialFunctions.digamma(r))
      // Histories are sorted by repeats: what depends on their number alone is computed once for each.
      var (known, gammaRX, psiRX) = (-1.0, 0.0, 0.0)
      let inverse = 1 / scale
      var sums = Sums()
      for index in range where history.weights[index] > 0 {
        let weight = history.weights[index]
        let x = history.repeats[index]
        if x != known {
          (known, gammaRX, psiRX) = (x, SpecialFunctions.logGamma(r + x), SpecialFunctions.digamma(r + x))
        }
        let age = history.age[index] * inverse
        let left = DropoutIntegral(
          alpha: alpha, beta: beta, purchases: r + x, dropout: s + 1, from: history.lastAt[index] * inverse, to: age)
        let (logEndAlpha, logEndBeta) = (log(alpha + age), log(beta + age))
        let stayed = -(r + x) * logEndAlpha - s * logEndBeta
        let odds = exp(logS + left.logValue - stayed)
        let gone = odds.isFinite ? odds / (1 + odds) : 1
        let here = 1 - gone
        sums.value +=
          weight
          * (gammaRX - gammaR + r * logAlpha + s * logBeta
            + (odds.isFinite ? stayed + log1p(odds) : logS + left.logValue))
        sums.r += weight * (psiRX - psiR + logAlpha - here * logEndAlpha - gone * left.meanLogAlpha)
        sums.alpha +=
          weight * (r / alpha - (r + x) * (here / (alpha + age) + gone * left.meanInverseAlpha))
        sums.s += weight * (logBeta - here * logEndBeta + gone * (1 / s - left.meanLogBeta))
        sums.beta +=
          weight * (s / beta - here * s / (beta + age) - gone * (s + 1) * left.meanInverseBeta)
      }
      return sums
    }
  }
}
