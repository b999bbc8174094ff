internal import Glibc

/// The BG/NBD model: customers buy at a rate of their own (gamma), and after each purchase leave for good with a
/// probability of their own (beta).
///
/// Source: P. Fader, B. Hardie and K. L. Lee, "“Counting your customers” the easy way" (Marketing Science 24, 2005).
public struct BetaGeometricModel: Sendable, Equatable {
  /// The gamma distribution's shape.
  public var r: Double
  /// The gamma distribution's rate, in units of time.
  public var alpha: Double
  /// The beta distribution's first shape.
  public var a: Double
  /// The beta distribution's second shape.
  public var b: Double

  /// Makes a model.
  public init(r: Double, alpha: Double, a: Double, b: Double) {
    self.r = r
    self.alpha = alpha
    self.a = a
    self.b = b
  }

  /// The probability that the customer has not left.
  ///
  /// - Parameters:
  ///   - repeats: purchases after the first one.
  ///   - lastAt: time from the first purchase to the last.
  ///   - age: time from the first purchase to now.
  public func alive(repeats: Double, lastAt: Double, age: Double) -> Double {
    guard repeats > 0 else { return 1 }
    let odds = log(a / (b + repeats - 1)) + (r + repeats) * log((alpha + age) / (alpha + lastAt))
    return 1 / (1 + exp(odds))
  }

  /// The expected number of purchases in the next `time`.
  public func expectedPurchases(in time: Double, repeats: Double, lastAt: Double, age: Double) -> Double {
    guard time > 0 else { return 0 }
    return alive(repeats: repeats, lastAt: lastAt, age: age) * expectedWhenAlive(in: time, repeats: repeats, age: age)
  }

  /// The expected number of purchases in the next `time` of a customer who has not left.
  ///
  /// c/(a−1) (1 − q^(r+x) ₂F₁(r+x, b+x; c; z)) with c = a+b+x−1, z = t/(α+T+t), q = 1−z. Where a−1 < r+x the series is
  /// Euler's transform, q^(a−1) ₂F₁(c−r−x, a−1; c; z): its terms stay small however often a customer bought. Written
  /// without its first term and divided by a−1 it is also exact at a = 1, and multiplied by c at c = 0.
  ///
  /// - Parameter precision: the relative size of the terms that are left out.
  func expectedWhenAlive(in time: Double, repeats: Double, age: Double, precision: Double = 1e-17) -> Double {
    let z = time / (alpha + age + time)
    let logQ = log((alpha + age) / (alpha + age + time))
    let c = a + b + repeats - 1
    let e = a - 1
    if e < r + repeats {
      let first = c - r - repeats
      // Σ (first)ₖ (1+e)ₖ₋₁ / ((c+1)ₖ₋₁ k!) zᵏ, k ≥ 1
      let series = Self.series(first * z, z, precision) { k in (first + k) * (e + k) / ((c + k) * (k + 1)) }
      let growth = e == 0 ? -logQ : -expm1(e * logQ) / e
      return max(0, c * growth - exp(e * logQ) * series)
    }
    let first = r + repeats
    let second = b + repeats
    // c ₂F₁ = c + Σ (first)ₖ (second)ₖ / ((c+1)ₖ₋₁ k!) zᵏ, k ≥ 1
    let series = Self.series(first * second * z, z, precision) { k in (first + k) * (second + k) / ((c + k) * (k + 1)) }
    return max(0, (c - exp(first * logQ) * (c + series)) / e)
  }

  /// The sum of terms that begin with `term`, each `ratio(k) z` times the one before.
  private static func series(
    _ term: Double, _ z: Double, _ precision: Double, _ ratio: (Double) -> Double
  ) -> Double {
    var term = term
    var sum = term
    var k = 1.0
    while k < 1_000_000 {
      let factor = ratio(k) * z
      term *= factor
      sum += term
      // The terms that are left out are less than a geometric series, once the ratios have settled.
      if abs(factor) < 1, abs(term) <= precision * abs(sum) * (1 - abs(factor)) || term == 0 { break }
      k += 1
    }
    return sum
  }
}
