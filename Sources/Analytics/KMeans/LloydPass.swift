internal import CKernels

/// One assignment of all points to given centroids, with the sums that make the next centroids.
///
/// Leaf by leaf: only centroids that can be nearest to a point of the leaf's box are compared; a point whose label
/// cannot have changed, given how far centroids have moved since it was last looked at, is left alone. Neither changes
/// a result: labels are those of comparing every distance, and sums depend on the labels alone, since a leaf whose
/// labels are unchanged keeps the very sums it had.
///
/// Source of the bounds: G. Hamerly, "Making k-means even faster", SDM (2010).
struct LloydPass<W: Width> {
  let width: W
  let points: PointLeaves
  /// Number of centroids.
  let k: Int
  /// The centroids, each value in all four lanes.
  let splat: UnsafePointer<Lanes>
  /// The centroids, row-major.
  let centroids: UnsafePointer<Double>

  var filter: LeafFilter<W> { LeafFilter(width: width, points: points, k: k, centroids: centroids) }

  /// Sums per cluster over all points: k × (width + 1), features and then the count.
  ///
  /// - Parameter moves: how far each centroid has moved since the cache was last brought up to date.
  func sums(
    into totals: UnsafeMutablePointer<Double>, _ cache: LloydCache, moves: UnsafePointer<Double>, threads: Int
  ) {
    let size = k * (width.count + 1)
    let units = points.units
    let partial = UnsafeMutablePointer<Double>.allocate(capacity: units * size)
    defer { partial.deallocate() }
    partial.update(repeating: 0, count: units * size)
    var farthest = 0.0
    for c in 0..<k { farthest = max(farthest, moves[c]) }
    var leaves = points.kernelView
    var known = cache.kernelView
    var targets = palier_centroids(count: k, values: centroids, moves: moves, farthest_move: farthest)
    withUnsafePointer(to: &leaves) { leaves in
      withUnsafePointer(to: &known) { known in
        withUnsafePointer(to: &targets) { targets in
          nonisolated(unsafe) let (leaves, known, targets, tables) = (leaves, known, targets, partial)
          let (points, k) = (points, k)
          Parallel.forEach(
            count: units, threads: threads,
            make: { LloydScratch(points, k: k) }, free: { $0.free() },
            body: { scratch, unit in
              let range = points.leaves(of: unit)
              withUnsafePointer(to: scratch.kernelView) {
                palier_lloyd_update(
                  leaves, known, $0, targets, range.lowerBound, range.upperBound, tables + unit * size)
              }
            })
        }
      }
    }
    for i in 0..<size {
      var total = 0.0
      for unit in 0..<units { total += partial[unit * size + i] }
      totals[i] = total
    }
  }

  /// Assigns every point and adds up squared distances.
  ///
  /// - Parameters:
  ///   - labels: where to write each row's label; nil when only the inertia matters.
  ///   - distances: where to write each row's Euclidean distance, together with `labels`.
  /// - Returns: the inertia.
  func assign(
    labels: UnsafeMutablePointer<Int32>?, distances: UnsafeMutablePointer<Double>?, threads: Int
  ) -> Double {
    nonisolated(unsafe) let (pass, labels, distances) = (self, labels, distances)
    return withUnsafeTemporaryAllocation(of: Double.self, capacity: points.units) { partial in
      nonisolated(unsafe) let partial = partial
      Parallel.forEach(
        count: points.units, threads: threads,
        make: {
          (
            kept: UnsafeMutablePointer<Int32>.allocate(capacity: pass.k),
            lanes: UnsafeMutablePointer<Lanes>.allocate(capacity: 2 * pass.points.largestLeaf)
          )
        },
        free: { scratch in
          scratch.kept.deallocate()
          scratch.lanes.deallocate()
        },
        body: { scratch, unit in
          var inertia = 0.0
          for leaf in pass.points.leaves(of: unit) where pass.points.sizes[leaf] > 0 {
            inertia += pass.assign(leaf, scratch.kept, scratch.lanes, labels, distances)
          }
          partial[unit] = inertia
        })
      return partial.reduce(0, +)
    }
  }

  @inline(__always)
  private func assign(
    _ leaf: Int, _ kept: UnsafeMutablePointer<Int32>, _ scratch: UnsafeMutablePointer<Lanes>,
    _ labels: UnsafeMutablePointer<Int32>?, _ distances: UnsafeMutablePointer<Double>?
  ) -> Double {
    let d = width.count
    let count = filter.candidates(of: leaf, into: kept).count
    let vectors = points.vectors(of: leaf)
    let block = UnsafePointer(points.block(of: leaf))
    let squares = scratch + points.largestLeaf
    var sum = Lanes.zero
    for v in 0..<vectors {
      var best = width.squares(block + v &* d, splat + Int(kept[0]) &* d)
      var label = Lanes(repeating: Double(kept[0]))
      for i in 1..<max(count, 1) {
        let square = width.squares(block + v &* d, splat + Int(kept[i]) &* d)
        let nearer = square .< best
        best.replace(with: square, where: nearer)
        label.replace(with: Lanes(repeating: Double(kept[i])), where: nearer)
      }
      if v == vectors &- 1 {
        for lane in 0..<4 where v &* 4 &+ lane >= points.sizes[leaf] { best[lane] = 0 }
      }
      sum += best
      scratch[v] = label
      squares[v] = best
    }
    if let labels, let distances {
      let rows = points.rows + points.starts[leaf] &* 4
      for position in 0..<points.sizes[leaf] {
        let row = Int(rows[position])
        labels[row] = Int32(scratch[position >> 2][position & 3])
        distances[row] = squares[position >> 2][position & 3].squareRoot()
      }
    }
    return sum.total
  }
}
