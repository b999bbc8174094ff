internal import CKernels
internal import Glibc

/// Leaves a local optimum by moving whole clusters: one that others could take over at little cost goes to halve one
/// that is spread widely.
///
/// What restarts miss is mostly one centroid too many here and one too few there, which Lloyd's iteration alone cannot
/// mend. Source of the idea: P. Fränti and J. Kivijärvi, "Randomised local search algorithm for the clustering problem",
/// Pattern Analysis & Applications 3 (2000); here the swaps are the most promising ones instead of random.
struct KMeansSwaps {
  private typealias Eights = SIMD8<Double>

  /// What taking one cluster away, and halving it, would do.
  private struct Cluster {
    /// How many points it has.
    var count = 0.0
    /// What its points would cost more at their second nearest centroids.
    var loss = 0.0
    /// Sums of squared differences from the centroid, by feature.
    var squares: [Double]
    /// Its point farthest from the centroid, and how far squared.
    var farthest = (place: 0, square: -1.0)
  }

  /// Two centroids in place of a cluster's one.
  private struct Halves {
    let cluster: Int
    var first: [Double]
    var second: [Double]
    /// What inertia would lose.
    var gain = 0.0
  }

  private let points: PointOctets
  private let k: Int
  private let d: Int
  private let values: UnsafePointer<Double>

  /// Iterations that settle two halves between them.
  private static var halving: Int { 2 }

  init(_ points: PointOctets, k: Int) {
    self.points = points
    self.k = k
    d = points.width
    values = points.kernelView.values
  }

  /// Centroids after each swap, the most promising first.
  func candidates(from centroids: [Double]) -> [[Double]] {
    guard k > 1 else { return [] }
    var labels = [Int32](repeating: 0, count: points.octets * 8)
    let clusters = survey(centroids, &labels)
    // Widely spread ones are halved along their longest axis; a few points far out are better cut off.
    var halves = clusters.indices.map { halved($0, clusters[$0], centroids) }
    halves += clusters.indices.map {
      Halves(
        cluster: $0, first: Array(centroids[$0 * d..<($0 + 1) * d]),
        second: points.coordinates(at: clusters[$0].farthest.place))
    }
    for _ in 0..<Self.halving { settle(&halves, labels) }
    var swaps: [(loss: Double, from: Int, to: Int)] = []
    for to in halves.indices where halves[to].gain > 0 {
      for from in 0..<k where from != halves[to].cluster {
        swaps.append((clusters[from].loss - halves[to].gain, from, to))
      }
    }
    swaps.sort { ($0.loss, $0.from, $0.to) < ($1.loss, $1.from, $1.to) }
    return swaps.map { swap in
      var next = centroids
      let halves = halves[swap.to]
      next.replaceSubrange(swap.from * d..<(swap.from + 1) * d, with: halves.second)
      next.replaceSubrange(halves.cluster * d..<(halves.cluster + 1) * d, with: halves.first)
      return next
    }
  }

  /// Halved at its mean, a normal cloud of deviation σ along an axis becomes two halves √(2/π) σ away from it.
  private func halved(_ number: Int, _ cluster: Cluster, _ centroids: [Double]) -> Halves {
    let mean = Array(centroids[number * d..<(number + 1) * d])
    var halves = Halves(cluster: number, first: mean, second: mean)
    var axis = 0
    for j in 1..<max(d, 1) where cluster.squares[j] > cluster.squares[axis] { axis = j }
    let step = (2 / Double.pi * cluster.squares[axis] / max(cluster.count, 1)).squareRoot()
    halves.first[axis] -= step
    halves.second[axis] += step
    return halves
  }

  /// One iteration of two means within each cluster, and what they gain.
  private func settle(_ halves: inout [Halves], _ labels: [Int32]) {
    let flat = halves.flatMap { $0.first + $0.second }
    let stride = 2 * (d + 1)
    var sums = [Double](repeating: 0, count: halves.count * stride)
    let (d, k, count) = (d, k, halves.count)
    flat.withUnsafeBufferPointer { flat in
      sums.withUnsafeMutableBufferPointer { sums in
        for place in 0..<points.count {
          let x = values + (place >> 3 &* d &* 8 &+ place & 7)
          var index = Int(labels[place])
          while index < count {
            let first = index &* 2 &* d
            var (square, other) = (0.0, 0.0)
            for j in 0..<d {
              let value = x[j &* 8]
              let near: Double = value - flat[first &+ j]
              let far: Double = value - flat[first &+ d &+ j]
              square += near * near
              other += far * far
            }
            let to = index &* stride &+ (other < square ? d &+ 1 : 0)
            for j in 0..<d { sums[to &+ j] += x[j &* 8] }
            sums[to &+ d] += 1
            index &+= k
          }
        }
      }
    }
    for index in halves.indices {
      let at = index * stride
      let (one, two) = (sums[at + d], sums[at + 2 * d + 1])
      halves[index].gain = 0
      guard one > 0, two > 0 else { continue }
      var square = 0.0
      for j in 0..<d {
        halves[index].first[j] = sums[at + j] / one
        halves[index].second[j] = sums[at + d + 1 + j] / two
        let difference: Double = halves[index].first[j] - halves[index].second[j]
        square += difference * difference
      }
      halves[index].gain = one * two / (one + two) * square
    }
  }

  /// Labels all points, and sums up each cluster.
  private func survey(_ centroids: [Double], _ labels: inout [Int32]) -> [Cluster] {
    var clusters = [Cluster](repeating: Cluster(squares: [Double](repeating: 0, count: d)), count: k)
    for octet in 0..<points.octets {
      let block = UnsafeRawPointer(values + octet &* d &* 8)
      var least = Eights(repeating: .infinity)
      var second = least
      var nearest = Eights.zero
      for c in 0..<k {
        var square = Eights.zero
        for j in 0..<d {
          let difference = block.load(fromByteOffset: j &* 64, as: Eights.self) - centroids[c &* d &+ j]
          square += difference * difference
        }
        let isNearer = square .< least
        let loser = square.replacing(with: least, where: isNearer)
        second.replace(with: loser, where: loser .< second)
        least.replace(with: square, where: isNearer)
        nearest.replace(with: Double(c), where: isNearer)
      }
      for lane in 0..<min(8, points.count - octet * 8) {
        let place = octet * 8 + lane
        let label = Int(nearest[lane])
        labels[place] = Int32(label)
        clusters[label].count += 1
        clusters[label].loss += second[lane] - least[lane]
        if least[lane] > clusters[label].farthest.square { clusters[label].farthest = (place, least[lane]) }
        for j in 0..<d {
          let difference: Double = values[(octet &* d &+ j) &* 8 &+ lane] - centroids[label &* d &+ j]
          clusters[label].squares[j] += difference * difference
        }
      }
    }
    return clusters
  }
}
