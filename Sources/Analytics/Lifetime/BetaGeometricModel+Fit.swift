internal import Glibc

extension BetaGeometricModel {
  /// Fits the model by maximum likelihood, from several starts.
  public static func fit(
    _ history: RepeatHistory, threads: Int = 1
  ) throws(AnalyticsError) -> (model: BetaGeometricModel, report: FitReport) {
    let likelihood = try Likelihood(history, threads: threads)
    // Rates around one purchase in the mean age, slow and brisk; leaving common, in between, rare and hardly ever.
    let starts = [[1, 1, 1, 1], [0.3, 0.2, 0.8, 2.5], [1, 3, 0.2, 2], [0.1, 0.1, 2, 1], [1, 0.3, 0.01, 5]]
    let (best, report) = MaximumLikelihood.fit(
      starts: starts.map { $0.map { log($0) } }, weight: likelihood.weight, offset: likelihood.offset, threads: threads
    ) { likelihood.curved($0) }
    return (likelihood.model(best.point), report)
  }

  /// Refits on other weights of the same histories, from this model.
  func refitted(_ likelihood: Likelihood) -> BetaGeometricModel {
    let minimizer = NewtonMinimizer(tolerance: 1e-6, maximumIterations: 30)
    return likelihood.model(minimizer.minimize(from: point(likelihood), likelihood.curved).point)
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
      scale = try history.meanAge()
      weight = history.customers
      offset = -log(scale) * history.purchases
      self.history = history
      self.threads = threads
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
    }

    func model(_ point: [Double]) -> BetaGeometricModel {
      BetaGeometricModel(r: exp(point[0]), alpha: exp(point[1]) * scale, a: exp(point[2]), b: exp(point[3]))
    }

    func evaluate(_ point: [Double]) -> (Double, [Double]) {
      let sums = sums(point)
      let parameters = point.map { exp($0) }
      return (-sums.value / weight, sums.gradient.indices.map { -sums.gradient[$0] * parameters[$0] / weight })
    }

    /// The same with the second derivatives.
    func curved(_ point: [Double]) -> (Double, [Double], [[Double]]) {
      var sums = sums(point)
      let p = point.map { exp($0) }
      let (r, alpha, a, b) = (p[0], p[1], p[2], p[3])
      let (psiR, psiB, psiAB) = (
        SpecialFunctions.trigamma(r), SpecialFunctions.trigamma(b), SpecialFunctions.trigamma(a + b)
      )
      for (x, weight) in counts {
        let difference = psiAB - SpecialFunctions.trigamma(a + b + x)
        sums.curvature[0] += weight * (SpecialFunctions.trigamma(r + x) - psiR)
        sums.curvature[1] += weight / alpha
        sums.curvature[4] -= weight * r / (alpha * alpha)
        sums.curvature[7] += weight * difference
        sums.curvature[8] += weight * difference
        sums.curvature[9] += weight * (difference + SpecialFunctions.trigamma(b + x) - psiB)
      }
      // Over the logarithms: ∂²/∂ln p ∂ln q = p q ∂²/∂p ∂q, and p ∂/∂p more on the diagonal.
      var curvature = [[Double]](repeating: [0, 0, 0, 0], count: 4)
      var place = 0
      for row in 0..<4 {
        for column in row..<4 {
          var value = sums.curvature[place] * p[row] * p[column]
          if row == column { value += sums.gradient[row] * p[row] }
          curvature[row][column] = -value / weight
          curvature[column][row] = curvature[row][column]
          place += 1
        }
      }
      return (-sums.value / weight, sums.gradient.indices.map { -sums.gradient[$0] * p[$0] / weight }, curvature)
    }

    /// The log-likelihood and its derivatives by r, α, a, b.
    private struct Sums {
      var value = 0.0
      var gradient = SIMD4<Double>.zero
      /// rr, rα, ra, rb, αα, αa, αb, aa, ab, bb; of the timing alone until `curved` adds the rest.
      var curvature = SIMD16<Double>.zero
    }

    private func sums(_ point: [Double]) -> Sums {
      let (r, alpha, a, b) = (exp(point[0]), exp(point[1]), exp(point[2]), exp(point[3]))
      let blocks = (history.repeats.count + Self.block - 1) / Self.block
      let parts = Parallel.map(count: blocks, threads: threads) { number in
        timing(number * Self.block..<min((number + 1) * Self.block, history.repeats.count), r, alpha, a, b)
      }
      var sums = parts.reduce(into: Sums()) {
        $0.value += $1.value
        $0.gradient += $1.gradient
        $0.curvature += $1.curvature
      }
      // What depends on the number of repeats alone.
      let (psiR, psiB, psiAB) = (
        SpecialFunctions.digamma(r), SpecialFunctions.digamma(b), SpecialFunctions.digamma(a + b)
      )
      for (x, weight) in counts {
        sums.value +=
          weight
          * (r * point[1] + SpecialFunctions.logRising(r, by: x) + SpecialFunctions.logRising(b, by: x)
            - SpecialFunctions.logRising(a + b, by: x))
        let difference = psiAB - SpecialFunctions.digamma(a + b + x)
        sums.gradient +=
          weight
          * SIMD4(
            SpecialFunctions.digamma(r + x) - psiR + point[1], r / alpha, difference,
            difference + SpecialFunctions.digamma(b + x) - psiB)
      }
      return sums
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
        let byEnd = 1 / end
        guard x > 0 else {
          sums.value -= weight * r * logEnd
          sums.gradient -= weight * SIMD4(logEnd, r * byEnd, 0, 0)
          sums.curvature[1] -= weight * byEnd
          sums.curvature[4] += weight * r * byEnd * byEnd
          continue
        }
        let last = alpha + history.lastAt[index] * inverse
        let logLast = log(last)
        let byLast = 1 / last
        let byChances = 1 / (b + x - 1)
        // The odds of having left: the second term over the first.
        let odds = a * byChances * exp((r + x) * (logEnd - logLast))
        let left = odds.isFinite ? odds / (1 + odds) : 1
        let stayed = 1 - left
        sums.value +=
          weight
          * (odds.isFinite ? log1p(odds) - (r + x) * logEnd : log(a * byChances) - (r + x) * logLast)
        let ifStayed = SIMD4(-logEnd, -(r + x) * byEnd, 0, 0)
        let ifLeft = SIMD4(-logLast, -(r + x) * byLast, 1 / a, -byChances)
        sums.gradient += weight * (stayed * ifStayed + left * ifLeft)
        // The second derivatives of either, weighed alike, and the spread of the first ones.
        let d = ifLeft - ifStayed
        let spread = stayed * left * d
        let mixed = stayed * byEnd + left * byLast
        let timed = (r + x) * (stayed * byEnd * byEnd + left * byLast * byLast)
        let ofR = spread[0] * d - SIMD4(0, mixed, 0, 0)
        let ofAlpha = spread[1] * d + SIMD4(0, timed, 0, 0)
        let ofA = spread[2] * d - SIMD4(0, 0, left / (a * a), 0)
        let ofB = spread[3] * d[3] + left * byChances * byChances
        sums.curvature +=
          weight
          * SIMD16(
            ofR[0], ofR[1], ofR[2], ofR[3], ofAlpha[1], ofAlpha[2], ofAlpha[3], ofA[2], ofA[3], ofB, 0, 0, 0, 0, 0, 0)
      }
      return sums
    }
  }
}
