internal import Glibc

/// The gamma-gamma model of spend: each purchase varies about a mean of the customer's own, and so do the means.
///
/// Source: P. Fader and B. Hardie, "The gamma-gamma model of monetary value" (2013).
public struct GammaGammaModel: Sendable, Equatable {
  /// The shape of a customer's purchases.
  public var p: Double
  /// The shape of the customers' rates.
  public var q: Double
  /// The scale of the customers' rates, in money.
  public var v: Double

  /// Makes a model.
  public init(p: Double, q: Double, v: Double) {
    self.p = p
    self.q = q
    self.v = v
  }

  /// The mean over all customers; nil where it has no bound (q ≤ 1).
  public var mean: Double? { q > 1 ? p * v / (q - 1) : nil }

  /// The expected spend per purchase of a customer; nil where it has no bound.
  ///
  /// - Parameters:
  ///   - repeats: how many purchases the mean is of.
  ///   - meanSpend: their mean.
  public func expectedSpend(repeats: Double, meanSpend: Double) -> Double? {
    let below = p * repeats + q - 1
    return below > 0 ? p * (v + repeats * meanSpend) / below : nil
  }

  /// Repeat purchases and their mean spend, one entry a customer; weights tell how often each counts.
  struct Spends: Sendable {
    var repeats: [Double]
    var means: [Double]
    var weights: [Double]
  }

  /// Fits the model by maximum likelihood, from several starts.
  ///
  /// - Parameters:
  ///   - repeats: purchases that each mean is of, at least one.
  ///   - means: mean spend, above 0.
  public static func fit(
    repeats: [Double], means: [Double], threads: Int = 1
  ) throws(AnalyticsError) -> (model: GammaGammaModel, report: FitReport) {
    let likelihood = try Likelihood(
      Spends(repeats: repeats, means: means, weights: [Double](repeating: 1, count: means.count)))
    let starts = [[1, 2, 1], [6, 4, 0.5], [0.5, 1.5, 2], [20, 10, 1]]
    let (best, report) = MaximumLikelihood.fit(
      starts: starts.map { $0.map { log($0) } }, weight: likelihood.weight, offset: likelihood.offset, threads: threads
    ) { likelihood.evaluate($0) }
    return (likelihood.model(best.point), report)
  }

  /// Refits on other weights of the same customers, from this model.
  /// - Parameter curvature: the inverse of the second derivatives, of customers much like these.
  func refitted(_ likelihood: Likelihood, curvature: [[Double]]?) -> GammaGammaModel {
    let minimizer = Minimizer(tolerance: 1e-6, maximumIterations: 60)
    let start = [log(p), log(q), log(v / likelihood.scale)]
    return likelihood.model(minimizer.minimize(from: start, inverseHessian: curvature, likelihood.evaluate).point)
  }

  /// The inverse of the second derivatives of the mean log-likelihood at this model.
  func curvature(_ likelihood: Likelihood) -> [[Double]]? {
    Minimizer.covariance(at: [log(p), log(q), log(v / likelihood.scale)]) { likelihood.evaluate($0).1 }
  }

  /// Minus the mean log-likelihood and its gradient, over the logarithms of the parameters, in money relative to the
  /// mean spend.
  struct Likelihood: Sendable {
    let weight: Double
    let scale: Double
    let offset: Double
    private let spends: Spends
    private let logs: [Double]

    init(_ spends: Spends) throws(AnalyticsError) {
      guard spends.repeats.count == spends.means.count, spends.means.count == spends.weights.count else {
        throw AnalyticsError(.shapeMismatch, "spends: columns of different lengths")
      }
      for (repeats, mean) in zip(spends.repeats, spends.means) where !(repeats > 0 && mean > 0 && mean.isFinite) {
        throw AnalyticsError(.invalidArgument, "a mean spend of \(mean) over \(repeats) purchases is not above 0")
      }
      weight = spends.weights.reduce(0, +)
      let total = zip(spends.means, spends.weights).reduce(0) { $0 + $1.0 * $1.1 }
      guard weight > 0 else { throw AnalyticsError(.notEnoughData, "no customer bought again") }
      scale = total / weight
      self.spends = spends
      logs = spends.means.map { [scale] in log($0 / scale) }
      offset = -log(scale) * weight
    }

    func model(_ point: [Double]) -> GammaGammaModel {
      GammaGammaModel(p: exp(point[0]), q: exp(point[1]), v: exp(point[2]) * scale)
    }

    func evaluate(_ point: [Double]) -> (Double, [Double]) {
      let (p, q, v) = (exp(point[0]), exp(point[1]), exp(point[2]))
      let (gammaQ, psiQ) = (SpecialFunctions.logGamma(q), SpecialFunctions.digamma(q))
      var (value, slopeP, slopeQ, slopeV) = (0.0, 0.0, 0.0, 0.0)
      // Γ and ψ depend on the number of purchases alone, and few numbers are common.
      var known = [(logGamma: Double, high: Double, low: Double)?](repeating: nil, count: 64)
      for index in logs.indices {
        let weight = spends.weights[index]
        if weight == 0 { continue }
        let x = spends.repeats[index]
        let px = p * x
        let slot = Int(x)
        let functions: (logGamma: Double, high: Double, low: Double)
        if slot < known.count, let found = known[slot], Double(slot) == x {
          functions = found
        } else {
          functions = (
            SpecialFunctions.logGamma(px + q) - SpecialFunctions.logGamma(px), SpecialFunctions.digamma(px + q),
            SpecialFunctions.digamma(px)
          )
          if slot < known.count, Double(slot) == x { known[slot] = functions }
        }
        let sum = x * spends.means[index] / scale + v
        let logSum = log(sum)
        let logX = log(x)
        value +=
          weight
          * (functions.logGamma - gammaQ + q * point[2] + (px - 1) * logs[index] + px * logX - (px + q) * logSum)
        slopeP += weight * x * (functions.high - functions.low + logs[index] + logX - logSum)
        slopeQ += weight * (functions.high - psiQ + point[2] - logSum)
        slopeV += weight * (q / v - (px + q) / sum)
      }
      return (-value / weight, [-slopeP * p / weight, -slopeQ * q / weight, -slopeV * v / weight])
    }
  }
}
