/// What a customer's next purchase is expected to bring.
public enum SpendModel: Sendable, Equatable {
  /// The gamma-gamma model.
  case gammaGamma(GammaGammaModel)
  /// The customer's own mean, or this one where they have none.
  case mean(Double)

  /// The expected spend; `nil` stands for a customer without repeat purchases.
  /// - Parameter overall: what to expect where the model's mean has no bound.
  public func expected(repeats: Double, meanSpend: Double?, overall: Double) -> Double {
    switch self {
    case .gammaGamma(let model):
      guard let meanSpend, repeats > 0 else { return model.mean ?? overall }
      return model.expectedSpend(repeats: repeats, meanSpend: meanSpend) ?? meanSpend
    case .mean(let mean):
      return meanSpend ?? mean
    }
  }
}
