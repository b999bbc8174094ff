internal import Glibc

/// Functions that the likelihoods need and the C library lacks, or has only with global state.
public enum SpecialFunctions {
  /// ln Γ(x) for x > 0; reentrant, unlike the C library's `lgamma`.
  public static func logGamma(_ x: Double) -> Double {
    var sign: Int32 = 0
    return lgamma_r(x, &sign)
  }

  /// ψ(x), the derivative of ln Γ, for x > 0.
  ///
  /// Recurrence up to 10, then the asymptotic series; the error is a few units in the last place.
  public static func digamma(_ x: Double) -> Double {
    var x = x
    var shift = 0.0
    while x < 10 {
      shift -= 1 / x
      x += 1
    }
    let inverse = 1 / x
    let square = inverse * inverse
    // Bernoulli numbers over their index: 1/12, −1/120, 1/252, −1/240, 1/132, −691/32760, 1/12.
    let series =
      square
      * (1.0 / 12 - square
        * (1.0 / 120 - square
          * (1.0 / 252 - square * (1.0 / 240 - square * (1.0 / 132 - square * (691.0 / 32760 - square / 12))))))
    return shift + log(x) - inverse / 2 - series
  }

  /// ψ′(x), the second derivative of ln Γ, for x > 0.
  ///
  /// Recurrence up to 10, then the asymptotic series; the error is a few units in the last place.
  public static func trigamma(_ x: Double) -> Double {
    var x = x
    var shift = 0.0
    while x < 10 {
      shift += 1 / (x * x)
      x += 1
    }
    let inverse = 1 / x
    let square = inverse * inverse
    // Bernoulli numbers: 1/6, −1/30, 1/42, −1/30, 5/66, −691/2730, 7/6.
    let series =
      square
      * (1.0 / 6 - square
        * (1.0 / 30 - square
          * (1.0 / 42 - square * (1.0 / 30 - square * (5.0 / 66 - square * (691.0 / 2730 - square * 7 / 6))))))
    return shift + inverse + square / 2 + inverse * series
  }

  /// ln Γ(x + n) − ln Γ(x) for x > 0, n ≥ 0: the logarithm of the rising factorial.
  ///
  /// From 100 on by the difference of Stirling's series, since both terms then have digits in common that would be lost.
  public static func logRising(_ x: Double, by n: Double) -> Double {
    if n == 0 { return 0 }
    if x < 100 { return logGamma(x + n) - logGamma(x) }
    return (x - 0.5) * log1p(n / x) - n + n * log(x + n) + (stirlingTail(x + n) - stirlingTail(x))
  }

  /// What Stirling's formula for ln Γ leaves out, for x ≥ 100.
  private static func stirlingTail(_ x: Double) -> Double {
    let inverse = 1 / x
    let square = inverse * inverse
    return inverse * (1.0 / 12 - square * (1.0 / 360 - square / 1260))
  }

  /// ln(eᵃ + eᵇ) without overflow.
  static func logSumExp(_ a: Double, _ b: Double) -> Double {
    let high = max(a, b)
    return high + log1p(exp(min(a, b) - high))
  }
}
