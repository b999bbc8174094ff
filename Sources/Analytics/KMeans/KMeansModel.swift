/// Fitted centroids, and how the fit went.
public struct KMeansModel: Sendable, Equatable {
  /// One centroid per row, k × features, in the space of the fitted points.
  public var centroids: Matrix
  /// Sum of the squared distances of the fitted points to their centroids.
  public var inertia: Double
  /// Lloyd iterations of the winning start over all points.
  public var iterations: Int
  /// Whether the winning start settled within the iterations allowed.
  public var converged: Bool

  /// A model from its parts, such as those saved by an earlier run.
  public init(centroids: Matrix, inertia: Double, iterations: Int, converged: Bool) {
    self.centroids = centroids
    self.inertia = inertia
    self.iterations = iterations
    self.converged = converged
  }

  /// The nearest centroid of each point; the lowest number among equals.
  ///
  /// - Precondition: the points have as many columns as the centroids.
  public func predict(_ points: Matrix, threads: Int = 1) -> [Int32] {
    assign(points, threads: threads).labels
  }

  /// The Euclidean distance of each point to its nearest centroid.
  ///
  /// - Precondition: the points have as many columns as the centroids.
  public func distances(_ points: Matrix, threads: Int = 1) -> [Double] {
    assign(points, threads: threads).distances
  }

  /// Whether this is another optimum than that of a model of the same points, and a better one.
  func isBetter(than other: KMeansModel) -> Bool { inertia < other.inertia * (1 - KMeans.sameEnd) }

  /// The same centroids renumbered: new cluster `i` is old cluster `order[i]`.
  ///
  /// - Precondition: `order` is a permutation of 0 ..< k.
  public func relabeled(order: [Int]) -> KMeansModel {
    precondition(order.sorted() == Array(0..<centroids.rows), "\(order) is no order of \(centroids.rows) clusters")
    var copy = self
    copy.centroids = centroids.selecting(rows: order)
    return copy
  }
}
