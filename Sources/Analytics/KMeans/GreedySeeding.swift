import Glibc

/// Greedy k-means++: each new centroid is the best of a few points drawn with odds proportional to their squared
/// distance to the centroids so far.
///
/// Sources: D. Arthur and S. Vassilvitskii, "k-means++: the advantages of careful seeding", SODA (2007), for the
/// greedy variant too; 2 + ⌊ln k⌋ trials. A leaf whose box lies beyond the reach of a trial keeps its sum.
struct GreedySeeding<W: Width> {
  private let width: W
  private let tree: PointTree
  private let threads: Int
  /// Squared distance of each point to its nearest centroid so far; 0 for padding.
  private let closest: UnsafeMutablePointer<Lanes>
  private let leafSums: UnsafeMutablePointer<Double>
  private let leafLargest: UnsafeMutablePointer<Double>
  /// Per trial and leaf: the sum there would be.
  private let trialSums: UnsafeMutablePointer<Double>
  private let trials: Int
  private let k: Int

  init(_ width: W, _ tree: PointTree, k: Int, threads: Int) {
    self.width = width
    self.tree = tree
    self.threads = threads
    self.k = k
    trials = 2 + Int(log(Double(max(k, 1))))
    closest = .allocate(capacity: max(tree.vectors, 1))
    leafSums = .allocate(capacity: tree.leaves)
    leafLargest = .allocate(capacity: tree.leaves)
    trialSums = .allocate(capacity: tree.leaves * trials)
  }

  /// Gives the working memory back.
  func free() {
    closest.deallocate()
    leafSums.deallocate()
    leafLargest.deallocate()
    trialSums.deallocate()
  }

  /// k starting centroids, row-major.
  ///
  /// - Throws: `AnalyticsError` when there are fewer than k distinct points.
  func centroids(_ generator: inout SeededGenerator) throws -> [Double] {
    let d = width.count
    var result: [Double] = []
    result.reserveCapacity(k * d)
    for v in 0..<tree.vectors { closest[v] = Lanes(repeating: .infinity) }
    for leaf in 0..<tree.leaves {
      leafLargest[leaf] = .infinity
      for lane in tree.sizes[leaf]..<tree.vectors(of: leaf) * 4 {
        closest[tree.starts[leaf] + lane / 4][lane % 4] = 0
      }
    }
    let first = point(atRank: generator.nextBelow(tree.count))
    result += first
    try evaluate([first])
    take(first, trial: 0)
    while result.count < k * d {
      let total = ordered(leafSums)
      guard total > 0 else {
        throw AnalyticsError(
          .notEnoughData, "\(k) clusters asked of \(result.count / d) distinct points")
      }
      let candidates = (0..<trials).map { _ in point(atShare: generator.nextDouble() * total) }
      try evaluate(candidates)
      var best = 0
      var least = Double.infinity
      for trial in 0..<trials {
        let potential = ordered(trialSums + trial * tree.leaves)
        if potential < least {
          least = potential
          best = trial
        }
      }
      result += candidates[best]
      take(candidates[best], trial: best)
    }
    return result
  }

  private func ordered(_ sums: UnsafePointer<Double>) -> Double {
    var total = 0.0
    for leaf in 0..<tree.leaves { total += sums[leaf] }
    return total
  }

  /// The point of a rank in the tree's order.
  private func point(atRank rank: Int) -> [Double] {
    var leaf = 0
    var rest = rank
    while rest >= tree.sizes[leaf] {
      rest -= tree.sizes[leaf]
      leaf += 1
    }
    return coordinates(leaf, rest)
  }

  /// The point where the running sum of squared distances passes `target`.
  private func point(atShare target: Double) -> [Double] {
    var rest = target
    var last = (leaf: 0, position: 0)
    for leaf in 0..<tree.leaves where leafSums[leaf] > 0 {
      let isLast = rest < leafSums[leaf]
      if !isLast {
        rest -= leafSums[leaf]
      }
      last.leaf = leaf
      if isLast { break }
    }
    let start = tree.starts[last.leaf]
    for position in 0..<tree.sizes[last.leaf] {
      let square = closest[start + position >> 2][position & 3]
      guard square > 0 else { continue }
      last.position = position
      rest -= square
      if rest < 0 { break }
    }
    return coordinates(last.leaf, last.position)
  }

  private func coordinates(_ leaf: Int, _ position: Int) -> [Double] {
    let vectors = tree.vectors(of: leaf)
    let block = tree.block(of: leaf)
    return (0..<width.count).map { block[$0 * vectors + position >> 2][position & 3] }
  }

  /// Fills in `trialSums`: what each leaf's sum would become with each candidate as the next centroid.
  private func evaluate(_ candidates: [[Double]]) throws {
    let d = width.count
    let splat = candidates.flatMap { $0.map { Lanes(repeating: $0) } }
    let pieces = min(tree.leaves, 64)
    nonisolated(unsafe) let seeding = self
    Parallel.forEach(count: pieces, threads: threads) { piece in
      splat.withUnsafeBufferPointer { splat in
        guard let splat = splat.baseAddress else { return }
        let tree = seeding.tree
        for leaf in piece * tree.leaves / pieces..<(piece + 1) * tree.leaves / pieces {
          for trial in 0..<candidates.count {
            let point = splat + trial &* d
            let reached = seeding.distance(of: point, toBoxOf: leaf) < seeding.leafLargest[leaf]
            seeding.trialSums[trial &* tree.leaves &+ leaf] =
              reached ? seeding.sum(leaf, with: point) : seeding.leafSums[leaf]
          }
        }
      }
    }
  }

  /// Makes a candidate the next centroid.
  private func take(_ candidate: [Double], trial: Int) {
    let splat = candidate.map { Lanes(repeating: $0) }
    let pieces = min(tree.leaves, 64)
    nonisolated(unsafe) let seeding = self
    Parallel.forEach(count: pieces, threads: threads) { piece in
      splat.withUnsafeBufferPointer { splat in
        guard let point = splat.baseAddress else { return }
        let tree = seeding.tree
        for leaf in piece * tree.leaves / pieces..<(piece + 1) * tree.leaves / pieces
        where seeding.distance(of: point, toBoxOf: leaf) < seeding.leafLargest[leaf] {
          seeding.leafSums[leaf] = seeding.trialSums[trial &* tree.leaves &+ leaf]
          seeding.leafLargest[leaf] = seeding.lower(leaf, to: point)
        }
      }
    }
  }

  @inline(__always)
  private func distance(of point: UnsafePointer<Lanes>, toBoxOf leaf: Int) -> Double {
    let d = width.count
    let low = tree.low + (tree.leaves &+ leaf) &* d
    let high = tree.high + (tree.leaves &+ leaf) &* d
    var square = 0.0
    for j in 0..<d {
      let x = point[j][0]
      let outside = x < low[j] ? low[j] - x : (x > high[j] ? x - high[j] : 0)
      square += outside * outside
    }
    return square
  }

  @inline(__always)
  private func sum(_ leaf: Int, with point: UnsafePointer<Lanes>) -> Double {
    let vectors = tree.vectors(of: leaf)
    let block = UnsafePointer(tree.block(of: leaf))
    let closest = closest + tree.starts[leaf]
    var sum = Lanes.zero
    for v in 0..<vectors {
      let square = width.squares(block + v, vectors, point)
      let current = closest[v]
      sum += current.replacing(with: square, where: square .< current)
    }
    return sum.total
  }

  /// Lowers the squared distances of a leaf; returns the largest.
  @inline(__always)
  private func lower(_ leaf: Int, to point: UnsafePointer<Lanes>) -> Double {
    let vectors = tree.vectors(of: leaf)
    let block = UnsafePointer(tree.block(of: leaf))
    let closest = closest + tree.starts[leaf]
    var largest = Lanes.zero
    for v in 0..<vectors {
      let square = width.squares(block + v, vectors, point)
      let current = closest[v]
      let lowered = current.replacing(with: square, where: square .< current)
      closest[v] = lowered
      largest.replace(with: lowered, where: lowered .> largest)
    }
    return max(max(largest[0], largest[1]), max(largest[2], largest[3]))
  }
}
