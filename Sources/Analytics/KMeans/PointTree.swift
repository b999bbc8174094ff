/// Points laid out for clustering: cut into small leaves of neighbours by a balanced k-d tree, each leaf stored column
/// by column in SIMD lanes, each node with the box and the sums of its points.
///
/// Leaves are found by cutting a sample at its medians and then routing every point; only speed depends on the sample.
/// Nodes are numbered as in a heap: root 1, children 2i and 2i + 1, leaf ℓ at `leaves + ℓ`.
///
/// Immutable once built, hence safe to share between threads.
final class PointTree: @unchecked Sendable {
  /// Number of points.
  let count: Int
  /// Number of features.
  let width: Int
  /// Levels below the root.
  let depth: Int
  /// First vector of each leaf; one more entry closes the last.
  let starts: UnsafeMutablePointer<Int>
  /// Points of each leaf.
  let sizes: UnsafeMutablePointer<Int>
  /// The values; the block of a leaf starts at `starts[leaf] * width`, its column j `j * vectors` further.
  let values: UnsafeMutablePointer<Lanes>
  /// The row that each lane holds; −1 for padding.
  let rows: UnsafeMutablePointer<Int32>
  /// Least value per node and feature.
  let low: UnsafeMutablePointer<Double>
  /// Greatest value per node and feature.
  let high: UnsafeMutablePointer<Double>
  /// Per node: the sum of each feature, then the number of points.
  let sums: UnsafeMutablePointer<Double>
  /// Vectors of the largest leaf.
  private(set) var largestLeaf = 0
  /// Mean variance of the columns.
  private(set) var meanVariance = 0.0

  /// Number of leaves.
  var leaves: Int { 1 << depth }
  /// Vectors of all leaves.
  var vectors: Int { starts[leaves] }

  /// Points per leaf aimed at.
  private static let leafSize = 64
  /// Beyond this depth the histograms of routing would outgrow the caches.
  private static let deepest = 14

  /// Builds the tree over finite points.
  init(_ points: Matrix, threads: Int) {
    count = points.rows
    width = points.columns
    var depth = 0
    while depth < Self.deepest && count >> (depth + 1) >= Self.leafSize { depth += 1 }
    self.depth = depth
    let leaves = 1 << depth
    let router = PointRouter(points, depth: depth, threads: threads)
    starts = .allocate(capacity: leaves + 1)
    sizes = .allocate(capacity: leaves)
    var vectors = 0
    for leaf in 0..<leaves {
      starts[leaf] = vectors
      sizes[leaf] = router.sizes[leaf]
      vectors += (router.sizes[leaf] + 3) / 4
      largestLeaf = max(largestLeaf, (router.sizes[leaf] + 3) / 4)
    }
    starts[leaves] = vectors
    values = .allocate(capacity: max(vectors * width, 1))
    rows = .allocate(capacity: max(vectors * 4, 1))
    low = .allocate(capacity: 2 * leaves * width)
    high = .allocate(capacity: 2 * leaves * width)
    sums = .allocate(capacity: 2 * leaves * (width + 1))
    router.scatter(points, into: self, threads: threads)
    summarise(threads: threads)
  }

  deinit {
    starts.deallocate()
    sizes.deallocate()
    values.deallocate()
    rows.deallocate()
    low.deallocate()
    high.deallocate()
    sums.deallocate()
  }

  /// Vectors of one leaf.
  @inline(__always) func vectors(of leaf: Int) -> Int { starts[leaf + 1] &- starts[leaf] }

  /// The values of one leaf.
  @inline(__always) func block(of leaf: Int) -> UnsafeMutablePointer<Lanes> { values + starts[leaf] &* width }

  /// Pads the leaves and fills in boxes, sums and the mean variance, from the leaves up.
  private func summarise(threads: Int) {
    let leaves = leaves
    Parallel.forEach(count: min(leaves, 64), threads: threads) { piece in
      let pieces = min(leaves, 64)
      for leaf in piece * leaves / pieces..<(piece + 1) * leaves / pieces { self.summarise(leaf: leaf) }
    }
    for node in stride(from: leaves - 1, to: 0, by: -1) {
      let (left, right) = (2 * node, 2 * node + 1)
      for j in 0..<width {
        low[node * width + j] = min(low[left * width + j], low[right * width + j])
        high[node * width + j] = max(high[left * width + j], high[right * width + j])
      }
      for j in 0...width {
        sums[node * (width + 1) + j] = sums[left * (width + 1) + j] + sums[right * (width + 1) + j]
      }
    }
    let means = (0..<width).map { sums[(width + 1) + $0] / Double(max(count, 1)) }
    let partial = Parallel.map(count: min(leaves, 64), threads: threads) { piece in
      let pieces = min(leaves, 64)
      var sum = 0.0
      for leaf in piece * leaves / pieces..<(piece + 1) * leaves / pieces {
        let vectors = self.vectors(of: leaf)
        for j in 0..<self.width {
          var squares = Lanes.zero
          let column = self.block(of: leaf) + j * vectors
          for v in 0..<vectors {
            let difference = column[v] - means[j]
            squares += difference * difference
          }
          // Padding repeats the leaf's first point.
          let padding = Double(vectors * 4 - self.sizes[leaf])
          if padding > 0 { squares[3] -= padding * (column[0][0] - means[j]) * (column[0][0] - means[j]) }
          sum += squares.total
        }
      }
      return sum
    }
    meanVariance = partial.reduce(0, +) / Double(max(count * width, 1))
  }

  private func summarise(leaf: Int) {
    let node = leaves + leaf
    let vectors = vectors(of: leaf)
    let block = block(of: leaf)
    for lane in sizes[leaf]..<vectors * 4 {
      rows[starts[leaf] * 4 + lane] = -1
      for j in 0..<width { block[j * vectors + lane / 4][lane % 4] = block[j * vectors][0] }
    }
    sums[node * (width + 1) + width] = Double(sizes[leaf])
    for j in 0..<width {
      var least = Lanes(repeating: .infinity)
      var greatest = Lanes(repeating: -.infinity)
      var sum = Lanes.zero
      for v in 0..<vectors {
        var x = block[j * vectors + v]
        least.replace(with: x, where: x .< least)
        greatest.replace(with: x, where: x .> greatest)
        if v == vectors - 1 {
          for lane in 0..<4 where v * 4 + lane >= sizes[leaf] { x[lane] = 0 }
        }
        sum += x
      }
      low[node * width + j] = min(min(least[0], least[1]), min(least[2], least[3]))
      high[node * width + j] = max(max(greatest[0], greatest[1]), max(greatest[2], greatest[3]))
      sums[node * (width + 1) + j] = sum.total
    }
  }
}
