internal import Glibc

/// Leaves a local optimum by moving whole clusters: one that others could take over at little cost goes to halve one
/// that is spread widely.
///
/// Restarts find the coarse arrangement; what they miss is mostly one centroid too many here and one too few there,
/// which Lloyd's iteration alone cannot mend. Source of the idea: P. Fränti and J. Kivijärvi, "Randomised local search
/// algorithm for the clustering problem", Pattern Analysis & Applications 3 (2000); here the swaps are the most
/// promising ones instead of random.
struct KMeansSwaps<W: Width> {
  let width: W
  let points: PointLeaves
  let k: Int

  /// Swaps tried at a time.
  static var breadth: Int { 5 }

  /// Centroids after each of the most promising swaps, the best guess first.
  func candidates(from centroids: [Double], threads: Int) -> [[Double]] {
    let d = width.count
    guard k > 1 else { return [] }
    let stride = 2 + 2 * d
    let parts = Parallel.map(count: points.units, threads: threads) { unit -> [Double] in
      var sums = [Double](repeating: 0, count: k * stride)
      for leaf in points.leaves(of: unit) { add(leaf, centroids, &sums, stride) }
      return sums
    }
    var totals = [Double](repeating: 0, count: k * stride)
    for part in parts { for i in totals.indices { totals[i] += part[i] } }
    let spreads = (0..<k).map { spread(totals[$0 * stride..<($0 + 1) * stride]) }
    var swaps: [(loss: Double, from: Int, to: Int)] = []
    for from in 0..<k {
      for to in 0..<k where to != from && spreads[to].gain > 0 {
        swaps.append((totals[from * stride] - spreads[to].gain, from, to))
      }
    }
    swaps.sort { ($0.loss, $0.from, $0.to) < ($1.loss, $1.from, $1.to) }
    return swaps.prefix(Self.breadth).map { swap in
      var next = centroids
      let axis = spreads[swap.to].axis
      for j in 0..<d { next[swap.from * d + j] = centroids[swap.to * d + j] }
      next[swap.from * d + axis] += spreads[swap.to].step
      next[swap.to * d + axis] -= spreads[swap.to].step
      return next
    }
  }

  /// Halved at its mean, a normal cloud of deviation σ along an axis becomes two halves √(2/π) σ away from it, and its
  /// squares fall by 2/π σ² a point.
  private func spread(_ sums: ArraySlice<Double>) -> (gain: Double, axis: Int, step: Double) {
    let size = sums[sums.startIndex + 1]
    guard size > 1 else { return (0, 0, 0) }
    var best = (variance: 0.0, axis: 0)
    for j in 0..<width.count {
      let mean = sums[sums.startIndex + 2 + 2 * j] / size
      let variance = sums[sums.startIndex + 3 + 2 * j] / size - mean * mean
      if variance > best.variance { best = (variance, j) }
    }
    let share = 2 / Double.pi
    return (size * best.variance * share, best.axis, (share * best.variance).squareRoot())
  }

  /// Per cluster: what its points would cost at their second nearest centroid, their number, and for each feature the
  /// sums of differences from the centroid and of their squares.
  private func add(_ leaf: Int, _ centroids: [Double], _ sums: inout [Double], _ stride: Int) {
    let d = width.count
    let block = points.block(of: leaf)
    for position in 0..<points.sizes[leaf] {
      let (vector, lane) = (position >> 2, position & 3)
      var (nearest, least, second) = (0, Double.infinity, Double.infinity)
      for c in 0..<k {
        var square = 0.0
        for j in 0..<d {
          let difference = block[vector &* d &+ j][lane] - centroids[c &* d &+ j]
          square += difference * difference
        }
        if square < least {
          second = least
          least = square
          nearest = c
        } else if square < second {
          second = square
        }
      }
      let base = nearest * stride
      sums[base] += second - least
      sums[base + 1] += 1
      for j in 0..<d {
        let difference = block[vector &* d &+ j][lane] - centroids[nearest &* d &+ j]
        sums[base + 2 + 2 * j] += difference
        sums[base + 3 + 2 * j] += difference * difference
      }
    }
  }
}
