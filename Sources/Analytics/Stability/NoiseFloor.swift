/// How far refits at one instant agree with each other when only the seed differs.
public struct NoiseFloor: Sendable, Equatable {
  /// The ARI of every pair of refits, the study's own seed among them.
  public let values: [Double]

  /// The mean ARI.
  public var mean: Double { values.reduce(0, +) / Double(max(values.count, 1)) }
  /// The lowest ARI.
  public var minimum: Double { values.reduce(1, min) }
}
