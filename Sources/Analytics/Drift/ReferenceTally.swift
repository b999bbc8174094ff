/// Customers counted by the bins of their features, and by whether they are far from their centroid; in lots, so that they
/// need not be held.
public struct ReferenceTally: Sendable {
  /// The bins of each feature.
  public let bins: [QuantileBins]
  /// The distance beyond which a customer is far.
  public let farDistance: Double
  /// The customers in each bin of each feature.
  public private(set) var counts: [[Int]]
  /// The customers who are far.
  public private(set) var farCount = 0
  /// The customers counted.
  public private(set) var customers = 0

  /// Nobody yet.
  public init(bins: [QuantileBins], farDistance: Double) {
    self.bins = bins
    self.farDistance = farDistance
    counts = bins.map { Array(repeating: 0, count: $0.count) }
  }

  /// Counts some customers.
  /// - Throws: `AnalyticsError` for shapes that disagree with each other or with the bins.
  public mutating func add(features: Matrix, distances: [Double]) throws {
    guard features.columns == bins.count, features.rows == distances.count else {
      throw AnalyticsError(
        .shapeMismatch, "\(features.columns) features of \(features.rows) customers, fitted on \(bins.count)")
    }
    for index in bins.indices {
      for (bin, count) in bins[index].counts(features.column(index)).enumerated() { counts[index][bin] += count }
    }
    farCount += distances.count { $0 > farDistance }
    customers += distances.count
  }
}
