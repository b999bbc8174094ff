/// Agglomerative clustering by Ward's criterion: of all pairs of groups, the two whose union adds least to the squared
/// distances within groups are joined, until one is left.
///
/// Sources: J. H. Ward, "Hierarchical grouping to optimize an objective function", JASA 58 (1963); the chain of nearest
/// neighbours is that of F. Murtagh, "A survey of recent advances in hierarchical clustering algorithms", The Computer
/// Journal 26 (1983): Ward's criterion never makes a joined pair nearer to a third than its parts were, so joining pairs
/// that are each other's nearest gives the same tree.
public struct WardTree: Sendable, Equatable {
  /// Two groups joined, each named by a point of it.
  public struct Merge: Sendable, Equatable {
    /// A point of the first group.
    public let first: Int
    /// A point of the second group.
    public let second: Int
    /// √(2 × what the union adds): the distance of the two, where both are single points.
    public let height: Double
  }

  /// From the nearest to the farthest: one fewer than points.
  public let merges: [Merge]

  /// Builds the tree.
  ///
  /// - Complexity: O(n²) distances and O(n) memory.
  /// - Throws: `AnalyticsError` where there are no points or a value is not finite.
  public init(_ points: Matrix) throws {
    guard points.rows > 0, points.columns > 0 else {
      throw AnalyticsError(.notEnoughData, "no points to join: \(points.rows) rows of \(points.columns) columns")
    }
    try points.requireFinite()
    var groups = Groups(points)
    var merges: [Merge] = []
    merges.reserveCapacity(points.rows - 1)
    var chain: [Int] = []
    while merges.count < points.rows - 1 {
      if chain.isEmpty, let first = groups.places.first { chain.append(first) }
      let (nearest, height) = groups.nearest(to: chain[chain.count - 1], preferring: chain.dropLast().last)
      if chain.count > 1, nearest == chain[chain.count - 2] {
        let last = chain.removeLast()
        chain.removeLast()
        merges.append(Merge(first: min(nearest, last), second: max(nearest, last), height: height))
        groups.join(min(nearest, last), max(nearest, last))
      } else {
        chain.append(nearest)
      }
    }
    // The chain joins pairs out of order; among equal heights its order holds, parts before what is made of them.
    self.merges = merges.enumerated().sorted {
      ($0.element.height, $0.offset) < ($1.element.height, $1.offset)
    }.map(\.element)
  }

  /// The groups that are left after all but the last `clusters` − 1 unions, numbered in the order of their first points.
  ///
  /// - Throws: `AnalyticsError` unless `clusters` is 1 to the number of points.
  public func labels(clusters: Int) throws -> [Int32] {
    let count = merges.count + 1
    guard (1...count).contains(clusters) else {
      throw AnalyticsError(.invalidArgument, "\(clusters) clusters asked of \(count) points")
    }
    var parents = Array(0..<count)
    func root(_ point: Int) -> Int {
      var point = point
      while parents[point] != point {
        parents[point] = parents[parents[point]]
        point = parents[point]
      }
      return point
    }
    for merge in merges.prefix(count - clusters) {
      let (first, second) = (root(merge.first), root(merge.second))
      parents[max(first, second)] = min(first, second)
    }
    var numbers: [Int: Int32] = [:]
    return (0..<count).map { point in
      let group = root(point)
      let number = numbers[group] ?? Int32(numbers.count)
      numbers[group] = number
      return number
    }
  }

  /// The groups that are left, each at the place of one of its points.
  private struct Groups {
    /// Where groups are, in no order.
    private(set) var places: [Int]
    private let width: Int
    private var centroids: [Double]
    private var sizes: [Double]

    init(_ points: Matrix) {
      places = Array(0..<points.rows)
      width = points.columns
      centroids = points.storage
      sizes = [Double](repeating: 1, count: points.rows)
    }

    /// The group that adds least when joined: among equals the preferred one, else that of the lowest place.
    func nearest(to group: Int, preferring preferred: Int?) -> (place: Int, height: Double) {
      var best = preferred ?? -1
      var least = preferred.map { added(group, $0) } ?? .infinity
      for place in places where place != group {
        let cost = added(group, place)
        if cost < least || (cost == least && best != preferred && place < best) {
          least = cost
          best = place
        }
      }
      return (best, (2 * least).squareRoot())
    }

    /// Joins the group at `gone` to the one at `kept`.
    mutating func join(_ kept: Int, _ gone: Int) {
      let total = sizes[kept] + sizes[gone]
      for j in 0..<width {
        let (a, b) = (kept * width + j, gone * width + j)
        centroids[a] = (sizes[kept] * centroids[a] + sizes[gone] * centroids[b]) / total
      }
      sizes[kept] = total
      if let place = places.firstIndex(of: gone) {
        places.swapAt(place, places.count - 1)
        places.removeLast()
      }
    }

    /// By how much the squared distances within groups would grow.
    @inline(__always)
    private func added(_ a: Int, _ b: Int) -> Double {
      centroids.withUnsafeBufferPointer { centroids in
        var square = 0.0
        for j in 0..<width {
          let difference = centroids[a &* width &+ j] - centroids[b &* width &+ j]
          square += difference * difference
        }
        return square * (sizes[a] * sizes[b] / (sizes[a] + sizes[b]))
      }
    }
  }
}
