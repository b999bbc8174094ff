internal import CKernels
internal import Glibc

/// One thread's means of searching clusters among points in octets: working memory, seeds, Lloyd's iteration.
///
/// Every point is compared with every centroid, eight points at a time, unless centroids have moved too little since for
/// its label to change (`LloydPass` tells the source of that bound). Labels are those of comparing every distance in
/// double precision.
final class OctetSearch {
  /// What ended Lloyd's iteration.
  enum End {
    case converged
    /// The iterations allowed were used up.
    case stopped
    /// A centroid has no point; it has not been moved.
    case empty
  }

  private let points: PointOctets
  private let k: Int
  private let trials: Int
  private let scratch: palier_octet_scratch

  init(_ points: PointOctets, k: Int) {
    self.points = points
    self.k = k
    trials = 2 + Int(log(Double(max(k, 1))))
    let places = points.octets * 8
    scratch = palier_octet_scratch(
      bounds: PointOctets.allocate(places), labels: PointOctets.allocate(places),
      closest: PointOctets.allocate(places),
      block_sums: PointOctets.allocate(points.octets / palier_octet_block + 1),
      looked: PointOctets.allocate(points.octets + 1), changed: PointOctets.allocate(points.octets + 1),
      before: PointOctets.allocate(places + 8), spread: PointOctets.allocate(k * (points.width + 1) * 8),
      sums: PointOctets.allocate(k * points.width * 8), sizes: PointOctets.allocate(k))
    scratch.labels.update(repeating: 0, count: places)
  }

  deinit {
    for memory in [
      UnsafeMutableRawPointer(scratch.bounds), UnsafeMutableRawPointer(scratch.labels),
      UnsafeMutableRawPointer(scratch.closest), UnsafeMutableRawPointer(scratch.block_sums),
      UnsafeMutableRawPointer(scratch.looked), UnsafeMutableRawPointer(scratch.changed),
      UnsafeMutableRawPointer(scratch.before), UnsafeMutableRawPointer(scratch.spread),
      UnsafeMutableRawPointer(scratch.sums), UnsafeMutableRawPointer(scratch.sizes),
    ] { memory?.deallocate() }
  }

  // MARK: - Lloyd's iteration

  /// Moves centroids to the means of their points until their squared shifts add up to no more than `threshold`.
  func settle(_ centroids: inout [Double], threshold: Double, most: Int) -> (end: End, iterations: Int) {
    var view = points.kernelView
    var memory = scratch
    var iterations = 0
    let end = centroids.withUnsafeMutableBufferPointer {
      palier_octets_lloyd(&view, &memory, k, $0.baseAddress, threshold, most, &iterations)
    }
    switch Int(end) {
    case palier_lloyd_converged: return (.converged, iterations)
    case palier_lloyd_empty: return (.empty, iterations)
    default: return (.stopped, iterations)
    }
  }

  /// The points of each cluster, when centroids were last moved.
  var sizes: [Double] { (0..<k).map { Double(scratch.sizes[$0]) } }

  /// The sum of squared distances to the nearest centroid.
  func inertia(_ centroids: [Double]) -> Double {
    var view = points.kernelView
    return palier_octets_inertia(&view, k, centroids)
  }

  // MARK: - Seeds

  /// k starting centroids by greedy k-means++ (`GreedySeeding` tells the sources); nil where single precision cannot
  /// tell k points apart.
  func seeds(_ generator: inout SeededGenerator) -> [Double]? {
    var view = points.kernelView
    var memory = scratch
    var places = [generator.nextBelow(points.count)]
    var total = palier_octets_lower(&view, &memory, points.offset(at: places[0]), 1)
    while places.count < k {
      guard total > 0, total.isFinite else { return nil }
      let candidates = (0..<trials).map { _ in place(atShare: generator.nextDouble() * total) }
      let offsets = candidates.flatMap { points.offset(at: $0) }
      let sums = [Double](unsafeUninitializedCapacity: trials) { buffer, count in
        palier_octets_trials(&view, &memory, offsets, trials, buffer.baseAddress)
        count = trials
      }
      var best = 0
      for trial in sums.indices where sums[trial] < sums[best] { best = trial }
      places.append(candidates[best])
      if places.count < k { total = palier_octets_lower(&view, &memory, points.offset(at: candidates[best]), 0) }
    }
    return places.flatMap { points.coordinates(at: $0) }
  }

  /// The place where the running sum of squared distances passes `target`; the last of any weight should rounding carry
  /// it past the end.
  private func place(atShare target: Double) -> Int {
    let size = palier_octet_block
    var rest = target
    var block = 0
    for next in 0..<(points.octets + size - 1) / size where scratch.block_sums[next] > 0 {
      block = next
      if rest < scratch.block_sums[next] { break }
      rest -= scratch.block_sums[next]
    }
    var chosen = block * size * 8
    for place in chosen..<min(points.count, chosen + size * 8) where scratch.closest[place] > 0 {
      chosen = place
      rest -= Double(scratch.closest[place])
      if rest < 0 { break }
    }
    return chosen
  }
}
