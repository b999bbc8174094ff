/// How a maximum-likelihood fit went: every start, and how well the optimum is determined.
public struct FitReport: Sendable {
  /// One start of the search.
  public struct Start: Sendable {
    /// The log-likelihood it ended at.
    public var logLikelihood: Double
    /// Steps taken.
    public var iterations: Int
    /// Whether the gradient vanished.
    public var converged: Bool
  }

  /// The best log-likelihood.
  public var logLikelihood: Double
  /// The largest component of the gradient there, per customer, over the logarithms of the parameters.
  public var gradient: Double
  /// Whether the best start converged.
  public var converged: Bool
  /// All starts, in their order.
  public var starts: [Start]
  /// The standard errors of the logarithms of the parameters; nil where the curvature does not bound them.
  public var standardErrors: [Double]?
  /// Whether a parameter ran to the edge of the search.
  public var isAtBoundary: [Bool]

  /// How many starts ended at the best log-likelihood.
  public var agreeing: Int {
    starts.filter { abs($0.logLikelihood - logLikelihood) <= 1e-6 * abs(logLikelihood) }.count
  }
}

/// A search from several starts.
enum MaximumLikelihood {
  /// A gradient's largest component, per observation, that is taken for none.
  private static let vanished = 1e-6

  /// - Parameters:
  ///   - starts: logarithms of the parameters.
  ///   - weight: how many observations there are.
  ///   - threads: how many searches go on at a time; they change no result.
  ///   - function: minus the log-likelihood per observation and its gradient, over the logarithms.
  static func fit(
    starts: [[Double]], weight: Double, offset: Double, threads: Int,
    _ function: @Sendable ([Double]) -> (Double, [Double])
  ) -> (best: Minimizer.Result, report: FitReport) {
    let minimizer = Minimizer(tolerance: 1e-9)
    let results = Parallel.map(count: starts.count, threads: threads) { minimizer.minimize(from: starts[$0], function) }
    return report(results, weight: weight, offset: offset, bound: minimizer.bound) {
      Minimizer.covariance(at: $0) { function($0).1 }
    }
  }

  /// The same for a function that knows its second derivatives too.
  static func fit(
    starts: [[Double]], weight: Double, offset: Double, threads: Int,
    _ function: @Sendable ([Double]) -> (Double, [Double], [[Double]])
  ) -> (best: Minimizer.Result, report: FitReport) {
    let minimizer = NewtonMinimizer(tolerance: 1e-9)
    let results = Parallel.map(count: starts.count, threads: threads) { minimizer.minimize(from: starts[$0], function) }
    return report(results, weight: weight, offset: offset, bound: minimizer.bound) {
      Minimizer.inverted(function($0).2)
    }
  }

  private static func report(
    _ results: [Minimizer.Result], weight: Double, offset: Double, bound: Double,
    covarianceAt: ([Double]) -> [[Double]]?
  ) -> (best: Minimizer.Result, report: FitReport) {
    // The first of the best, converged ones first: equal optima must not depend on rounding.
    let values = results.map(\.value).filter(\.isFinite)
    let least = values.min() ?? .infinity
    let equal = results.filter { $0.value <= least + 1e-9 * abs(least) }
    let best = equal.first { $0.gradient <= vanished } ?? equal.first ?? results[0]
    let covariance = covarianceAt(best.point)
    return (
      best,
      FitReport(
        logLikelihood: offset - best.value * weight, gradient: best.gradient, converged: best.gradient <= vanished,
        starts: results.map {
          .init(
            logLikelihood: offset - $0.value * weight, iterations: $0.iterations, converged: $0.gradient <= vanished)
        },
        standardErrors: covariance.map { matrix in
          matrix.indices.map { (max(matrix[$0][$0], 0) / weight).squareRoot() }
        },
        isAtBoundary: best.point.map { abs($0) > bound - 1 })
    )
  }
}
