import Glibc

/// Greedy k-means++: each new centroid is the best of a few points drawn with odds proportional to their squared
/// distance to the centroids so far.
///
/// A leaf whose box is beyond the reach of a new centroid keeps its sum.
///
/// Sources: D. Arthur and S. Vassilvitskii, "k-means++: the advantages of careful seeding", SODA (2007), for the
/// greedy variant too; 2 + ⌊ln k⌋ trials.
struct GreedySeeding<W: Width>: @unchecked Sendable {
  private let width: W
  private let points: PointLeaves
  private let threads: Int
  /// Squared distance of each point to its nearest centroid so far; 0 for padding.
  private let closest: UnsafeMutablePointer<Lanes>
  private let leafSums: UnsafeMutablePointer<Double>
  private let leafLargest: UnsafeMutablePointer<Double>
  private let trials: Int
  private let k: Int

  init(_ width: W, _ points: PointLeaves, k: Int, threads: Int) {
    self.width = width
    self.points = points
    self.threads = threads
    self.k = k
    trials = 2 + Int(log(Double(max(k, 1))))
    closest = .allocate(capacity: max(points.vectors, 1))
    leafSums = .allocate(capacity: points.leaves)
    leafLargest = .allocate(capacity: points.leaves)
  }

  /// Gives the working memory back.
  func free() {
    closest.deallocate()
    leafSums.deallocate()
    leafLargest.deallocate()
  }

  /// k starting centroids, row-major.
  ///
  /// - Throws: `AnalyticsError` when there are fewer than k distinct points.
  func centroids(_ generator: inout SeededGenerator) throws -> [Double] {
    var result = point(atRank: generator.nextBelow(points.count))
    result.reserveCapacity(k * width.count)
    var count = 1
    lower(to: result, isFirst: true)
    while count < k {
      var total = 0.0
      for leaf in 0..<points.leaves { total += leafSums[leaf] }
      guard total > 0 else {
        throw AnalyticsError(.notEnoughData, "\(k) clusters asked of \(count) distinct points")
      }
      let candidates = (0..<trials).map { _ in point(atShare: generator.nextDouble() * total) }
      let chosen = candidates[best(of: candidates)]
      result += chosen
      count += 1
      if count < k { lower(to: chosen, isFirst: false) }
    }
    return result
  }

  /// The trial that would leave the least sum of squared distances, the first among equals.
  private func best(of candidates: [[Double]]) -> Int {
    let splat = candidates.flatMap { $0.map { Lanes(repeating: $0) } }
    let partial = Parallel.map(count: points.units, threads: threads) { unit in
      splat.withUnsafeBufferPointer { splat -> [Double] in
        var sums = [Double](repeating: 0, count: candidates.count)
        guard let splat = splat.baseAddress else { return sums }
        for leaf in points.leaves(of: unit) where points.sizes[leaf] > 0 {
          for trial in 0..<candidates.count {
            let point = splat + trial &* width.count
            let isReached = distance(of: point, toBoxOf: leaf) < leafLargest[leaf]
            sums[trial] += isReached ? sum(leaf, with: point) : leafSums[leaf]
          }
        }
        return sums
      }
    }
    var best = 0
    var least = Double.infinity
    for trial in candidates.indices {
      let sum = partial.reduce(0.0) { $0 + $1[trial] }
      if sum < least {
        least = sum
        best = trial
      }
    }
    return best
  }

  /// Takes a new centroid into account.
  private func lower(to centroid: [Double], isFirst: Bool) {
    let splat = centroid.map { Lanes(repeating: $0) }
    Parallel.forEach(count: points.units, threads: threads) { unit in
      splat.withUnsafeBufferPointer { splat in
        guard let point = splat.baseAddress else { return }
        for leaf in points.leaves(of: unit) {
          if isFirst || distance(of: point, toBoxOf: leaf) < leafLargest[leaf] {
            lower(leaf, to: point, isFirst)
          }
        }
      }
    }
  }

  /// The point of a rank in the order of leaves.
  private func point(atRank rank: Int) -> [Double] {
    var leaf = 0
    var rest = rank
    while rest >= points.sizes[leaf] {
      rest -= points.sizes[leaf]
      leaf += 1
    }
    return coordinates(leaf, rest)
  }

  /// The point where the running sum of squared distances passes `target`; the last of any weight should rounding
  /// carry it past the end.
  private func point(atShare target: Double) -> [Double] {
    var rest = target
    var leaf = 0
    for next in 0..<points.leaves where leafSums[next] > 0 {
      leaf = next
      if rest < leafSums[next] { break }
      rest -= leafSums[next]
    }
    let start = points.starts[leaf]
    var chosen = 0
    for position in 0..<points.sizes[leaf] {
      let square = closest[start + position >> 2][position & 3]
      guard square > 0 else { continue }
      chosen = position
      rest -= square
      if rest < 0 { break }
    }
    return coordinates(leaf, chosen)
  }

  private func coordinates(_ leaf: Int, _ position: Int) -> [Double] {
    let block = points.block(of: leaf)
    return (0..<width.count).map { block[(position >> 2) * width.count + $0][position & 3] }
  }

  @inline(__always)
  private func distance(of point: UnsafePointer<Lanes>, toBoxOf leaf: Int) -> Double {
    let d = width.count
    let low = points.low + leaf &* d
    let high = points.high + leaf &* d
    var square = 0.0
    for j in 0..<d {
      let x = point[j][0]
      let below = max(low[j] - x, 0)
      let above = max(x - high[j], 0)
      square += below * below + above * above
    }
    return square
  }

  @inline(__always)
  private func sum(_ leaf: Int, with point: UnsafePointer<Lanes>) -> Double {
    let block = UnsafePointer(points.block(of: leaf))
    let closest = closest + points.starts[leaf]
    var sum = Lanes.zero
    for v in 0..<points.vectors(of: leaf) {
      let square = width.squares(block + v &* width.count, point)
      let current = closest[v]
      sum += current.replacing(with: square, where: square .< current)
    }
    return sum.total
  }

  /// Lowers the squared distances of a leaf, and brings its sum and its largest up to date.
  @inline(__always)
  private func lower(_ leaf: Int, to point: UnsafePointer<Lanes>, _ isFirst: Bool) {
    let vectors = points.vectors(of: leaf)
    let block = UnsafePointer(points.block(of: leaf))
    let closest = closest + points.starts[leaf]
    var largest = Lanes.zero
    var sum = Lanes.zero
    for v in 0..<vectors {
      var square = width.squares(block + v &* width.count, point)
      if isFirst {
        if v == vectors &- 1 {
          for lane in 0..<4 where v &* 4 &+ lane >= points.sizes[leaf] { square[lane] = 0 }
        }
      } else {
        let current = closest[v]
        square = current.replacing(with: square, where: square .< current)
      }
      closest[v] = square
      sum += square
      largest.replace(with: square, where: square .> largest)
    }
    leafSums[leaf] = sum.total
    leafLargest[leaf] = max(max(largest[0], largest[1]), max(largest[2], largest[3]))
  }
}
