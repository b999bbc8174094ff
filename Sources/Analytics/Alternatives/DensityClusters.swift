/// DBSCAN: clusters are what is connected through points with enough neighbours; the rest is noise.
///
/// Source: M. Ester, H.-P. Kriegel, J. Sander and X. Xu, "A density-based algorithm for discovering clusters in large
/// spatial databases with noise", KDD (1996).
public struct DensityClusters: Sendable, Equatable {
  /// The cluster of each point, from 0 in the order of their first core points; −1 for noise.
  public let labels: [Int32]
  /// How many clusters there are.
  public let count: Int
  /// Within this distance points are neighbours.
  public let radius: Double
  /// As many neighbours, itself among them, make a point a core.
  public let neighbours: Int

  /// How many points are noise.
  public var noise: Int { labels.count { $0 < 0 } }

  /// Finds the clusters. A point at the border of several belongs to the first of them.
  ///
  /// - Complexity: O(n²) distances and O(n) memory.
  /// - Throws: `AnalyticsError` for a radius or number of neighbours that is not above 0, or values that are not finite.
  public init(_ points: Matrix, radius: Double, neighbours: Int) throws {
    guard radius > 0, radius.isFinite, neighbours >= 1 else {
      throw AnalyticsError(
        .invalidArgument, "DBSCAN needs a radius above 0 and at least 1 neighbour, not \(radius) and \(neighbours)")
    }
    try points.requireFinite()
    let count = points.rows
    let pairs = PairDistances(points)
    let limit = radius * radius
    var degrees = [Int32](repeating: 1, count: count)
    for a in 0..<count {
      for b in 0..<a where pairs.square(a, b) <= limit {
        degrees[a] += 1
        degrees[b] += 1
      }
    }
    var labels = [Int32](repeating: -1, count: count)
    var found: Int32 = 0
    for seed in 0..<count where labels[seed] < 0 && degrees[seed] >= neighbours {
      labels[seed] = found
      var open = [seed]
      while let core = open.popLast() {
        for other in 0..<count where labels[other] < 0 && pairs.square(core, other) <= limit {
          labels[other] = found
          if degrees[other] >= neighbours { open.append(other) }
        }
      }
      found += 1
    }
    self.labels = labels
    self.count = Int(found)
    self.radius = radius
    self.neighbours = neighbours
  }

  /// The radius at the bend of the sorted distances to each point's `neighbours`th point, itself the first: where the
  /// curve is farthest below the line between its ends. Nil where most points coincide.
  ///
  /// - Throws: `AnalyticsError` where values are not finite or there are fewer points than neighbours.
  public static func suggestedRadius(_ points: Matrix, neighbours: Int) throws -> Double? {
    guard neighbours >= 2, points.rows >= neighbours else {
      throw AnalyticsError(.notEnoughData, "\(points.rows) points have no \(neighbours) neighbours each")
    }
    try points.requireFinite()
    let pairs = PairDistances(points)
    let reaches = (0..<points.rows).map { pairs.reach(of: $0, to: neighbours) }.sorted()
    guard let low = reaches.first, let high = reaches.last, high > low else {
      return reaches.last.flatMap { $0 > 0 ? $0 : nil }
    }
    var best = 0
    var farthest = -Double.infinity
    for (place, reach) in reaches.enumerated() {
      let below = Double(place) / Double(reaches.count - 1) - (reach - low) / (high - low)
      if below > farthest {
        farthest = below
        best = place
      }
    }
    return reaches[best] > 0 ? reaches[best] : reaches.first { $0 > 0 }
  }
}

/// Distances between the rows of a matrix.
private struct PairDistances {
  private let values: [Double]
  private let width: Int
  private let count: Int

  init(_ points: Matrix) {
    values = points.storage
    width = points.columns
    count = points.rows
  }

  @inline(__always)
  func square(_ a: Int, _ b: Int) -> Double {
    values.withUnsafeBufferPointer { values in
      var sum = 0.0
      for j in 0..<width {
        let difference = values[a &* width &+ j] - values[b &* width &+ j]
        sum += difference * difference
      }
      return sum
    }
  }

  /// The distance from a point to its `rank`th nearest, itself the first.
  func reach(of point: Int, to rank: Int) -> Double {
    // The least so far, ascending: few are kept, so putting one in its place is cheap.
    var least = [Double](repeating: .infinity, count: rank)
    for other in 0..<count {
      let square = square(point, other)
      guard square < least[rank - 1] else { continue }
      var place = rank - 1
      while place > 0, least[place - 1] > square {
        least[place] = least[place - 1]
        place -= 1
      }
      least[place] = square
    }
    return least[rank - 1].squareRoot()
  }
}
