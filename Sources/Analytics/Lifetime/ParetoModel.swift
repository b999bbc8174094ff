internal import Glibc

/// The Pareto/NBD model: customers buy at a rate of their own (gamma), and leave for good after a time of their own
/// (exponential, its rate gamma).
///
/// Source: D. Schmittlein, D. Morrison and R. Colombo, "Counting your customers: who are they and what will they do
/// next?" (Management Science 33, 1987).
public struct ParetoModel: Sendable, Equatable {
  /// The shape of the distribution of purchase rates.
  public var r: Double
  /// Its rate, in units of time.
  public var alpha: Double
  /// The shape of the distribution of dropout rates.
  public var s: Double
  /// Its rate, in units of time.
  public var beta: Double

  /// Makes a model.
  public init(r: Double, alpha: Double, s: Double, beta: Double) {
    self.r = r
    self.alpha = alpha
    self.s = s
    self.beta = beta
  }

  /// The probability that the customer has not left.
  ///
  /// - Parameters:
  ///   - repeats: purchases after the first one.
  ///   - lastAt: time from the first purchase to the last.
  ///   - age: time from the first purchase to now.
  public func alive(repeats: Double, lastAt: Double, age: Double) -> Double {
    let left = DropoutIntegral(
      alpha: alpha, beta: beta, purchases: r + repeats, dropout: s + 1, from: lastAt, to: age)
    let stayed = -(r + repeats) * log(alpha + age) - s * log(beta + age)
    return 1 / (1 + exp(log(s) + left.logValue - stayed))
  }

  /// The expected number of purchases in the next `time`.
  public func expectedPurchases(in time: Double, repeats: Double, lastAt: Double, age: Double) -> Double {
    guard time > 0 else { return 0 }
    return alive(repeats: repeats, lastAt: lastAt, age: age) * expectedWhenAlive(in: time, repeats: repeats, age: age)
  }

  /// The expected number of purchases in the next `time` of a customer who has not left.
  ///
  /// (r+x)/(α+T) (β+T)/(s−1) (1 − q^(s−1)) with q = (β+T)/(β+T+t); a logarithm where s is 1.
  func expectedWhenAlive(in time: Double, repeats: Double, age: Double) -> Double {
    let logQ = -log1p(time / (beta + age))
    let e = s - 1
    let growth = e == 0 ? -logQ : -expm1(e * logQ) / e
    return (r + repeats) / (alpha + age) * (beta + age) * growth
  }
}
