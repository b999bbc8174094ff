/// How far customers have moved from those that a model was fitted on.
public struct DriftReading: Sendable, Equatable {
  /// The population stability index of each feature against the fit.
  public let psi: [Double]
  /// The share of customers farther from their centroid than 95 % of those fitted were.
  public let farShare: Double
  /// The customers looked at.
  public let customers: Int

  /// Makes a reading.
  public init(psi: [Double], farShare: Double, customers: Int) {
    self.psi = psi
    self.farShare = farShare
    self.customers = customers
  }
}
