/// A fitted model, with what it says of the points it was fitted on.
public struct KMeansFit: Sendable, Equatable {
  /// The fitted centroids and how they came about.
  public let model: KMeansModel
  /// The nearest centroid of each point, 0 ..< k.
  public let labels: [Int32]
  /// The Euclidean distance of each point to its centroid.
  public let distances: [Double]

  /// A fit from its parts.
  public init(model: KMeansModel, labels: [Int32], distances: [Double]) {
    self.model = model
    self.labels = labels
    self.distances = distances
  }

  /// Number of points in each cluster.
  public var sizes: [Int] {
    var sizes = [Int](repeating: 0, count: model.centroids.rows)
    for label in labels { sizes[Int(label)] += 1 }
    return sizes
  }

  /// The same fit with clusters renumbered: new cluster `i` is old cluster `order[i]`.
  ///
  /// - Precondition: `order` is a permutation of 0 ..< k.
  public func relabeled(order: [Int]) -> KMeansFit {
    let renamed = model.relabeled(order: order)
    var newNumber = [Int32](repeating: 0, count: order.count)
    for (new, old) in order.enumerated() { newNumber[old] = Int32(new) }
    return KMeansFit(model: renamed, labels: labels.map { newNumber[Int($0)] }, distances: distances)
  }

  /// The order that numbers clusters by descending mean of `values` (one per point), the lowest old number first
  /// among equals; to be given to `relabeled(order:)`.
  ///
  /// - Throws: `AnalyticsError` when there is not one value per point.
  public func orderByDescendingMean(of values: [Double]) throws -> [Int] {
    guard values.count == labels.count else {
      throw AnalyticsError(.shapeMismatch, "\(values.count) values for \(labels.count) points")
    }
    var sums = [Double](repeating: 0, count: model.centroids.rows)
    for (label, value) in zip(labels, values) { sums[Int(label)] += value }
    let means = zip(sums, sizes).map { $1 > 0 ? $0 / Double($1) : -Double.infinity }
    return means.indices.sorted { means[$0] != means[$1] ? means[$0] > means[$1] : $0 < $1 }
  }
}
