/// All restarts of one fit.
struct KMeansRunner<W: Width>: Sendable {
  private let width: W
  private let tree: PointTree
  private let options: KMeansOptions
  private var k: Int { options.clusters }

  init(_ width: W, _ tree: PointTree, _ options: KMeansOptions) {
    self.width = width
    self.tree = tree
    self.options = options
  }

  /// The restart of least inertia, the earliest among equals.
  func best() throws -> KMeansFit {
    // Few points: a restart to a thread. Many: the threads share each restart. The numbers are the same.
    let apart = tree.count < 50_000 && options.threads > 1 && options.restarts > 1
    let models = try Parallel.tryMap(count: options.restarts, threads: apart ? options.threads : 1) { restart in
      try run(restart, threads: apart ? 1 : options.threads)
    }
    var best = models[0]
    for model in models where model.inertia < best.inertia { best = model }

    var labels = [Int32](repeating: 0, count: tree.count)
    var distances = [Double](repeating: 0, count: tree.count)
    labels.withUnsafeMutableBufferPointer { labels in
      distances.withUnsafeMutableBufferPointer { distances in
        best.inertia = withPass(best.centroids.storage) {
          $0.assign(labels: labels.baseAddress, distances: distances.baseAddress, threads: options.threads)
        }
      }
    }
    return KMeansFit(model: best, labels: labels, distances: distances)
  }

  private func run(_ restart: Int, threads: Int) throws -> KMeansModel {
    var generator = SeededGenerator(seed: options.seed).stream(UInt64(restart))
    let seeding = GreedySeeding(width, tree, k: k, threads: threads)
    defer { seeding.free() }
    var centroids = try seeding.centroids(&generator)
    let threshold = options.tolerance * tree.meanVariance
    var iterations = 0
    var converged = false
    while iterations < options.maximumIterations && !converged {
      iterations += 1
      let (next, empty) = step(centroids, threads: threads)
      let shift = zip(next, centroids).reduce(0.0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
      centroids = next
      converged = empty == 0 && shift <= threshold
    }
    // The last shift may, at worst, have emptied a cluster: no fit leaves with one.
    for _ in 0..<k + 1 {
      let (next, empty) = step(centroids, threads: threads)
      if empty == 0 { break }
      centroids = next
      converged = false
    }
    let inertia = withPass(centroids) { $0.assign(labels: nil, distances: nil, threads: threads) }
    return KMeansModel(
      centroids: Matrix(rows: k, columns: width.count, storage: centroids), inertia: inertia, iterations: iterations,
      converged: converged)
  }

  /// The means of the points nearest to each centroid, and how many centroids had none.
  private func step(_ centroids: [Double], threads: Int) -> (next: [Double], empty: Int) {
    let d = width.count
    var next = centroids
    var empty: [Int] = []
    withUnsafeTemporaryAllocation(of: Double.self, capacity: k * (d + 1)) { sums in
      guard let sums = sums.baseAddress else { return }
      withPass(centroids) { $0.sums(into: sums, threads: threads) }
      for c in 0..<k {
        let size = sums[c * (d + 1) + d]
        if size == 0 { empty.append(c) }
        for j in 0..<d where size > 0 { next[c * d + j] = sums[c * (d + 1) + j] / size }
      }
    }
    if !empty.isEmpty { reseed(empty, &next, from: centroids, threads: threads) }
    return (next, empty.count)
  }

  /// Moves empty clusters to the points farthest from their centroids, the first rows among equals.
  private func reseed(_ empty: [Int], _ next: inout [Double], from centroids: [Double], threads: Int) {
    var labels = [Int32](repeating: 0, count: tree.count)
    var distances = [Double](repeating: 0, count: tree.count)
    labels.withUnsafeMutableBufferPointer { labels in
      distances.withUnsafeMutableBufferPointer { distances in
        _ = withPass(centroids) {
          $0.assign(labels: labels.baseAddress, distances: distances.baseAddress, threads: threads)
        }
      }
    }
    let d = width.count
    let farthest = distances.indices.sorted {
      distances[$0] != distances[$1] ? distances[$0] > distances[$1] : $0 < $1
    }
    // Distinct places, or two empty clusters would share one.
    var taken: [[Double]] = []
    var position = 0
    for c in empty {
      while position < farthest.count {
        let place = tree.coordinates(ofRow: farthest[position])
        position += 1
        if taken.contains(place) { continue }
        taken.append(place)
        next.replaceSubrange(c * d..<(c + 1) * d, with: place)
        break
      }
    }
  }

  private func withPass<Result>(_ centroids: [Double], _ body: (LloydPass<W>) -> Result) -> Result {
    let splat = centroids.map { Lanes(repeating: $0) }
    return splat.withUnsafeBufferPointer { splat in
      centroids.withUnsafeBufferPointer { centroids in
        guard let splat = splat.baseAddress, let centroids = centroids.baseAddress else {
          preconditionFailure("no centroids")
        }
        return body(LloydPass(width: width, tree: tree, k: k, splat: splat, centroids: centroids))
      }
    }
  }
}

extension PointTree {
  /// The values of one row; a slow search, for rare needs.
  fileprivate func coordinates(ofRow row: Int) -> [Double] {
    for leaf in 0..<leaves {
      let start = starts[leaf]
      for position in 0..<sizes[leaf] where Int(rows[start * 4 + position]) == row {
        return (0..<width).map { block(of: leaf)[$0 * vectors(of: leaf) + position / 4][position % 4] }
      }
    }
    preconditionFailure("row \(row) of \(count) is in no leaf")
  }
}
