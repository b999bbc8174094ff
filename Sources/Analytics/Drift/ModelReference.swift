/// What customers were like when a model was fitted: what later customers are held against.
public struct ModelReference: Sendable, Equatable {
  /// The share of the fitted customers that may lie beyond `farDistance`.
  public static let farShare = 0.05

  /// The bins of each feature, tenths of the fitted customers as far as ties allow.
  public let bins: [QuantileBins]
  /// The fitted customers in each bin of each feature.
  public let counts: [[Int]]
  /// The distance to the centroid that 95 % of the fitted customers do not exceed, in the model's space.
  public let farDistance: Double
  /// The fitted customers beyond it.
  public let farCount: Int
  /// The fitted customers.
  public let customers: Int

  /// Takes down the customers of a fit.
  ///
  /// - Parameters:
  ///   - features: one customer per row, in original units.
  ///   - distances: of each customer to its centroid, in the model's space.
  /// - Throws: `AnalyticsError` without customers, for values that are not finite, or shapes that disagree.
  public init(features: Matrix, distances: [Double]) throws {
    guard features.rows == distances.count else {
      throw AnalyticsError(.shapeMismatch, "\(distances.count) distances for \(features.rows) customers")
    }
    let columns = (0..<features.columns).map { features.column($0) }
    bins = try columns.map { try QuantileBins($0, count: 10) }
    counts = zip(bins, columns).map { $0.counts($1) }
    guard !distances.isEmpty else { throw AnalyticsError(.notEnoughData, "no customers to take down") }
    let far = Quantile.linear(distances.sorted(), 1 - Self.farShare)
    farDistance = far
    farCount = distances.count { $0 > far }
    customers = distances.count
  }

  /// A reference from its parts, such as those saved by an earlier run.
  /// - Throws: `AnalyticsError` for parts that do not fit together.
  public init(bins: [QuantileBins], counts: [[Int]], farDistance: Double, farCount: Int, customers: Int) throws {
    guard bins.count == counts.count, zip(bins, counts).allSatisfy({ $0.count == $1.count }),
      counts.allSatisfy({ $0.reduce(0, +) == customers && $0.allSatisfy { $0 >= 0 } }), customers > 0,
      farDistance >= 0, (0...customers).contains(farCount)
    else { throw AnalyticsError(.invalidArgument, "the parts of the reference do not fit together") }
    self.bins = bins
    self.counts = counts
    self.farDistance = farDistance
    self.farCount = farCount
    self.customers = customers
  }

  /// How far customers have moved from those fitted.
  /// - Throws: `AnalyticsError` without customers, or for other columns than those fitted.
  public func reading(features: Matrix, distances: [Double]) throws -> DriftReading {
    var tally = ReferenceTally(bins: bins, farDistance: farDistance)
    try tally.add(features: features, distances: distances)
    return try reading(tally)
  }

  /// How far customers counted by its bins have moved.
  /// - Throws: `AnalyticsError` without customers.
  public func reading(_ tally: ReferenceTally) throws -> DriftReading {
    let psi = try counts.indices.map { try PopulationStability.index(counts: counts[$0], tally.counts[$0]) }
    return DriftReading(
      psi: psi, farShare: Double(tally.farCount) / Double(tally.customers), customers: tally.customers)
  }

  /// A reference by the bins and the distance of a sample, and the counts of all customers.
  /// - Throws: `AnalyticsError` without customers.
  public init(_ tally: ReferenceTally) throws {
    try self.init(
      bins: tally.bins, counts: tally.counts, farDistance: tally.farDistance, farCount: tally.farCount,
      customers: tally.customers)
  }
}
