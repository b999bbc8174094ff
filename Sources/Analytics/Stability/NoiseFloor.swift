/// How far refits at one instant agree with each other though nothing has drifted.
public struct NoiseFloor: Sendable, Equatable {
  /// The ARI of every pair of refits that differ in their seed alone, the study's own seed among them: how well the
  /// search finds its optimum.
  public let values: [Double]
  /// The ARI, over all customers, of the study's refit with one on resampled customers, each: how firm the optimum is.
  public let resampled: [Double]

  /// The mean ARI over seeds.
  public var mean: Double { values.reduce(0, +) / Double(max(values.count, 1)) }
  /// The lowest ARI over seeds.
  public var minimum: Double { values.reduce(1, min) }
  /// The mean ARI over resamples; nil without any.
  public var resampledMean: Double? {
    resampled.isEmpty ? nil : resampled.reduce(0, +) / Double(resampled.count)
  }
}
