/// Features added up by cluster, in lots, so that customers need not be held.
public struct FeatureTotals: Sendable {
  /// Customers of each cluster.
  public private(set) var sizes: [Int]
  /// The values of each feature added up, clusters × features.
  private(set) var sums: [Double]
  /// Squared distances from `origin` added up, by feature.
  private var squares: [Double]
  private let origin: [Double]

  /// Nobody yet.
  ///
  /// - Parameter origin: a value of each feature near its mean, so that squares lose no precision.
  public init(clusters: Int, origin: [Double]) {
    sizes = Array(repeating: 0, count: clusters)
    sums = Array(repeating: 0, count: clusters * origin.count)
    squares = Array(repeating: 0, count: origin.count)
    self.origin = origin
  }

  /// Adds customers.
  ///
  /// - Precondition: a label for each row, in 0 ..< clusters; as many columns as the origin has values.
  public mutating func add(features: Matrix, labels: [Int32]) {
    precondition(features.rows == labels.count && features.columns == origin.count, "shapes disagree")
    let width = features.columns
    for (row, label) in labels.enumerated() {
      sizes[Int(label)] += 1
      for j in 0..<width {
        let value = features.storage[row * width + j]
        sums[Int(label) * width + j] += value
        squares[j] += (value - origin[j]) * (value - origin[j])
      }
    }
  }

  /// The same totals with clusters renumbered: new cluster `i` is old cluster `order[i]`.
  public func reordered(_ order: [Int]) -> FeatureTotals {
    var copy = self
    copy.sizes = order.map { sizes[$0] }
    copy.sums = order.flatMap { sums[$0 * origin.count..<($0 + 1) * origin.count] }
    return copy
  }

  /// Sum of a feature over all customers.
  func total(_ feature: Int) -> Double { sizes.indices.reduce(0) { $0 + sums[$1 * origin.count + feature] } }

  /// Mean of a feature over all customers, and its standard deviation; 0 where it is constant.
  func location(_ feature: Int) -> (mean: Double, deviation: Double) {
    let count = Double(max(sizes.reduce(0, +), 1))
    let mean = total(feature) / count
    let variance = squares[feature] / count - (mean - origin[feature]) * (mean - origin[feature])
    return (mean, max(variance, 0).squareRoot())
  }

  /// Mean of a feature in a cluster.
  func mean(_ cluster: Int, _ feature: Int) -> Double {
    sums[cluster * origin.count + feature] / Double(sizes[cluster])
  }
}
