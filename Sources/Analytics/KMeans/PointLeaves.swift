/// Points laid out for clustering: cut into small leaves of neighbours by a k-d tree, each leaf stored in
/// vectors of four points, with the box and the sums of its points.
///
/// Leaves are found by cutting a sample at its medians and then routing every point; only speed depends on the sample.
/// Immutable once built, hence safe to share between threads.
final class PointLeaves: @unchecked Sendable {
  /// Number of points.
  let count: Int
  /// Number of features.
  let width: Int
  /// Number of leaves, a power of two.
  let leaves: Int
  /// First vector of each leaf; one more entry closes the last.
  let starts: UnsafeMutablePointer<Int>
  /// Points of each leaf.
  let sizes: UnsafeMutablePointer<Int>
  /// The values: feature j of vector v is at `v * width + j`.
  let values: UnsafeMutablePointer<Lanes>
  /// The row that each lane holds; −1 for padding.
  let rows: UnsafeMutablePointer<Int32>
  /// Least value per leaf and feature.
  let low: UnsafeMutablePointer<Double>
  /// Greatest value per leaf and feature.
  let high: UnsafeMutablePointer<Double>
  /// Per leaf: the sum of each feature, then the number of points.
  let sums: UnsafeMutablePointer<Double>
  /// Vectors of the largest leaf.
  private(set) var largestLeaf = 0
  /// Mean variance of the columns.
  private(set) var meanVariance = 0.0

  /// Vectors of all leaves.
  var vectors: Int { starts[leaves] }

  /// Pieces that work is cut into, whatever the number of threads.
  var units: Int { min(leaves, 64) }

  /// Points per leaf aimed at.
  private static let leafSize = 64
  /// Beyond this depth the histograms of routing would outgrow the caches.
  private static let deepest = 14

  /// Lays out finite points, to be cut into `clusters` at most.
  init(_ points: Matrix, clusters: Int, threads: Int) {
    count = points.rows
    width = points.columns
    var depth = 0
    // Leaves no smaller than the number of clusters keep the sums cached per leaf within the size of the points.
    while depth < Self.deepest && count >> (depth + 1) >= max(Self.leafSize, clusters) { depth += 1 }
    leaves = 1 << depth
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
    low = .allocate(capacity: leaves * width)
    high = .allocate(capacity: leaves * width)
    sums = .allocate(capacity: leaves * (width + 1))
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

  /// The leaves of a unit of work.
  @inline(__always) func leaves(of unit: Int) -> Range<Int> { unit * leaves / units..<(unit + 1) * leaves / units }

  /// Pads the leaves and fills in boxes, sums and the mean variance.
  private func summarise(threads: Int) {
    Parallel.forEach(count: units, threads: threads) { unit in
      for leaf in self.leaves(of: unit) { self.summarise(leaf) }
    }
    var means = [Double](repeating: 0, count: width)
    for leaf in 0..<leaves {
      for j in 0..<width { means[j] += sums[leaf * (width + 1) + j] }
    }
    for j in 0..<width { means[j] /= Double(max(count, 1)) }
    let center = means
    let squares = Parallel.map(count: units, threads: threads) { unit in
      self.leaves(of: unit).reduce(0.0) { $0 + self.squares($1, around: center) }
    }
    meanVariance = squares.reduce(0, +) / Double(max(count * width, 1))
  }

  private func summarise(_ leaf: Int) {
    let vectors = vectors(of: leaf)
    let block = block(of: leaf)
    for lane in sizes[leaf]..<vectors * 4 {
      rows[starts[leaf] * 4 + lane] = -1
      for j in 0..<width { block[lane / 4 * width + j][lane % 4] = block[j][0] }
    }
    sums[leaf * (width + 1) + width] = Double(sizes[leaf])
    for j in 0..<width {
      var least = Lanes(repeating: .infinity)
      var greatest = Lanes(repeating: -.infinity)
      var sum = Lanes.zero
      for v in 0..<vectors {
        var x = block[v * width + j]
        least.replace(with: x, where: x .< least)
        greatest.replace(with: x, where: x .> greatest)
        if v == vectors - 1 {
          for lane in 0..<4 where v * 4 + lane >= sizes[leaf] { x[lane] = 0 }
        }
        sum += x
      }
      low[leaf * width + j] = min(min(least[0], least[1]), min(least[2], least[3]))
      high[leaf * width + j] = max(max(greatest[0], greatest[1]), max(greatest[2], greatest[3]))
      sums[leaf * (width + 1) + j] = sum.total
    }
  }

  private func squares(_ leaf: Int, around center: [Double]) -> Double {
    let vectors = vectors(of: leaf)
    // Padding repeats the leaf's first point.
    let padding = Double(vectors * 4 - sizes[leaf])
    var sum = 0.0
    for j in 0..<width where vectors > 0 {
      let block = block(of: leaf) + j
      var squares = Lanes.zero
      for v in 0..<vectors { squares += (block[v * width] - center[j]) * (block[v * width] - center[j]) }
      sum += squares.total - padding * (block[0][0] - center[j]) * (block[0][0] - center[j])
    }
    return sum
  }
}
