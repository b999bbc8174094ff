extension ReportModel {
  /// How one measure is spread over the customers of a segment.
  public struct SegmentSpread: Sendable {
    /// The segment's key.
    public var segment: String
    /// `recency`, `frequency` or `monetary`.
    public var measure: String
    /// The 5th, 25th, 50th, 75th and 95th percentile.
    public var quantiles: [Double]

    /// Makes a spread.
    public init(segment: String, measure: String, quantiles: [Double]) {
      self.segment = segment
      self.measure = measure
      self.quantiles = quantiles
    }
  }
}
