/// What all origins together say of one horizon.
public struct HorizonSummary: Sendable, Equatable {
  /// Steps since the fit.
  public let steps: Int
  /// How many origins reach this far; one is an anecdote.
  public let origins: Int
  /// The median ARI over origins.
  public let median: Double
  /// The lowest ARI over origins.
  public let minimum: Double
  /// The 10th percentile of ARI over origins, interpolated linearly.
  public let tenthPercentile: Double
  /// The 10th percentile of the noise floors' ARI at the same instants.
  public let noiseTenthPercentile: Double
  /// The mean share of customers that a refit would move, over origins.
  public let movedShare: Double
  /// The median ARI of refits on resampled customers at the same instants; nil without resamples.
  public let resampledMedian: Double?
  /// The 10th percentile of theirs.
  public let resampledTenthPercentile: Double?

  /// Whether the model in use agrees with a fresh refit no less than refits on other customers of the same kind do: the
  /// clusters are no firmer than that, whatever their age. Nil without resamples.
  public var isWithinSampling: Bool? { resampledTenthPercentile.map { tenthPercentile >= $0 } }

  /// Makes a summary from its figures.
  package init(
    steps: Int, origins: Int, median: Double, minimum: Double, tenthPercentile: Double, noiseTenthPercentile: Double,
    movedShare: Double, resampledMedian: Double? = nil, resampledTenthPercentile: Double? = nil
  ) {
    self.steps = steps
    self.origins = origins
    self.median = median
    self.minimum = minimum
    self.tenthPercentile = tenthPercentile
    self.noiseTenthPercentile = noiseTenthPercentile
    self.movedShare = movedShare
    self.resampledMedian = resampledMedian
    self.resampledTenthPercentile = resampledTenthPercentile
  }

  /// Summarises the comparisons of one horizon.
  /// - Precondition: there is at least one comparison.
  init(steps: Int, comparisons: [PartitionComparison], noise: [NoiseFloor]) {
    let sorted = comparisons.map(\.adjustedRand).sorted()
    self.steps = steps
    origins = comparisons.count
    median = Quantile.linear(sorted, 0.5)
    minimum = sorted[0]
    tenthPercentile = Quantile.linear(sorted, 0.1)
    noiseTenthPercentile = Quantile.linear(noise.flatMap(\.values).sorted(), 0.1)
    let resampled = noise.flatMap(\.resampled).sorted()
    resampledMedian = resampled.isEmpty ? nil : Quantile.linear(resampled, 0.5)
    resampledTenthPercentile = resampled.isEmpty ? nil : Quantile.linear(resampled, 0.1)
    movedShare = comparisons.reduce(0) { $0 + $1.movedShare } / Double(comparisons.count)
  }
}
