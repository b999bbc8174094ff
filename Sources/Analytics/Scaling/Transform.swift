import Glibc

/// A monotone change of scale per column, to tame skewed features.
public enum Transform: String, Sendable, CaseIterable {
  /// Values as they are.
  case none
  /// log(1 + x); needs every value > −1.
  case log1p
  /// The power transform of Yeo and Johnson, its λ fitted per column by maximum likelihood.
  case yeoJohnson = "yeo-johnson"

  /// The transformed value; `lambda` matters to `yeoJohnson` alone.
  ///
  /// Source: I.-K. Yeo and R. A. Johnson, "A new family of power transformations to improve normality or symmetry",
  /// Biometrika 87 (2000).
  public func apply(_ x: Double, lambda: Double) -> Double {
    switch self {
    case .none: x
    case .log1p: Glibc.log1p(x)
    case .yeoJohnson: Self.yeoJohnson(x, lambda)
    }
  }

  /// expm1(λ·log1p(x)) / λ keeps its digits where pow(1 + x, λ) − 1 loses them.
  private static func yeoJohnson(_ x: Double, _ lambda: Double) -> Double {
    if x >= 0 {
      return lambda == 0 ? Glibc.log1p(x) : expm1(lambda * Glibc.log1p(x)) / lambda
    }
    let mirrored = 2 - lambda
    return mirrored == 0 ? -Glibc.log1p(-x) : -expm1(mirrored * Glibc.log1p(-x)) / mirrored
  }
}
