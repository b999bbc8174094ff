/// All restarts of one fit.
///
/// Few points: each start is settled on all of them, and the best goes on to a finer tolerance. Very many: starts are
/// seeded and settled on a sample first, where iterations cost little, and the most promising then go on over all
/// points, from so near an optimum that few iterations remain.
struct KMeansRunner<W: Width>: Sendable {
  let width: W
  let layout: PointLayout
  let options: KMeansOptions
  var k: Int { options.clusters }

  /// The tolerance that tells starts apart, as a multiple of the options' one.
  static var coarse: Double { 10 }
  /// By how much a finer tolerance may lower inertia, as a share.
  private static var mendable: Double { 1e-3 }
  /// Starts on trial for each restart: they cost little, and a few thousand points tell ends apart less well than all.
  private static var trials: Int { 2 }
  /// Starts that go on from the sample to all points, or from the options' tolerance to the finest.
  private static var finalists: Int { 3 }
  /// Beyond so many clusters, comparing a point with all of them costs more than finding out which few it needs.
  private static var mostCompared: Int { 64 }
  /// Whether ends of starts are bettered: a fit of few restarts need not be good.
  private var isSearched: Bool { options.restarts >= 5 }

  struct Run: Sendable {
    var centroids: [Double]
    /// Points by cluster.
    var sizes: [Double] = []
    var inertia = Double.infinity
    var iterations = 0
    var converged = false
  }

  init(_ width: W, _ layout: PointLayout, _ options: KMeansOptions) {
    self.width = width
    self.layout = layout
    self.options = options
  }

  /// The restart of least inertia, or what is better than all of them; the earliest among equals.
  func best() throws -> KMeansFit {
    let fine = options.tolerance * KMeans.finish
    guard let sample = layout.sample, let ends = try endsIfPossible(sample) else {
      return finish(settled(Array(try ends(layout.all).prefix(1)), layout.all, tolerance: fine)[0])
    }
    let cache = LloydCache(layout.all, k: k)
    let finalists = ends.prefix(Self.finalists).map { end in
      var run = settled([end], sample, tolerance: fine)[0]
      run.iterations = 0
      iterate(&run, layout.all, cache, tolerance: fine, threads: options.threads)
      run.inertia = withPass(run.centroids, layout.all) {
        $0.assign(labels: nil, distances: nil, threads: options.threads)
      }
      return run
    }
    var best = finalists[0]
    for run in finalists where run.inertia < best.inertia { best = run }
    return finish(best)
  }

  /// Runs once each has gone on to a tolerance, by ascending inertia, the first first among equals.
  func settled(
    _ runs: [Run], _ points: PointLeaves, onTrial: Bool = false, tolerance: Double
  ) -> [Run] {
    sorted(
      each(runs.count, points, onTrial: onTrial) { index, search, threads in
        var run = runs[index]
        settle(&run, points, search, tolerance: tolerance, threads: threads)
        return run
      })
  }

  func sorted(_ runs: [Run]) -> [Run] {
    let order = runs.indices.sorted {
      runs[$0].inertia != runs[$1].inertia ? runs[$0].inertia < runs[$1].inertia : $0 < $1
    }
    return order.map { runs[$0] }
  }

  /// What starts come to on a sample, or nil when the sample has too few distinct points.
  private func endsIfPossible(_ sample: PointLeaves) throws -> [Run]? {
    do {
      return try ends(sample)
    } catch let error as AnalyticsError where error.kind == .notEnoughData {
      return nil
    }
  }

  /// What the fit comes to on the given points, by ascending inertia, the earliest first among equals.
  private func ends(_ points: PointLeaves) throws -> [Run] {
    guard isSearched else { return try startsSettled(points) }
    let finalists = try found(on: points).prefix(Self.finalists)
    // What is farther behind than a finer tolerance can mend need not go on; a sample tells ends apart less well.
    let limit = points === layout.all ? finalists[0].inertia * (1 + Self.mendable) : .infinity
    return settled(finalists.filter { $0.inertia <= limit }, points, tolerance: options.tolerance)
  }

  /// What starts come to on the given points, by ascending inertia, the earliest first among equals.
  ///
  /// Where there are a few thousand points to try them on, only what came to different ends there goes on over all; every
  /// other search starts among all points, since those few may lack what lies far out.
  ///
  /// - Parameter search: each has starts of its own.
  func startsSettled(_ points: PointLeaves, search: Int = 0) throws -> [Run] {
    let tolerance = options.tolerance * Self.coarse
    let isTried = trial(points) != nil && search % 2 == 0
    let count = options.restarts * (isTried ? Self.trials : 1)
    let runs = sorted(
      try each(count, points, onTrial: isTried) { restart, octets, threads in
        Result {
          var run = Run(
            centroids: try seeds(search * options.restarts * Self.trials + restart, points, octets, threads: threads))
          settle(&run, points, octets, tolerance: tolerance, threads: threads)
          return run
        }
      }.map { try $0.get() })
    guard isTried else { return runs }
    return settled(Array(different(runs).prefix(options.restarts)), points, tolerance: tolerance)
  }

  /// Works through pieces: few points, or points in octets, a piece to a thread; many in leaves, the threads share each
  /// piece. The numbers are the same.
  private func each<Value: Sendable>(
    _ count: Int, _ points: PointLeaves, onTrial: Bool,
    _ body: @Sendable (Int, OctetSearch?, _ threads: Int) -> Value
  ) -> [Value] {
    let octets = usesOctets(points) ? (onTrial ? trial(points) : nil) ?? layout.octets : nil
    let isShared = octets == nil && points.count >= 100_000
    let threads = options.threads
    let k = k
    return [Value](unsafeUninitializedCapacity: count) { buffer, initialized in
      nonisolated(unsafe) let slots = buffer
      Parallel.forEach(
        count: count, threads: isShared ? 1 : threads, make: { octets.map { OctetSearch($0, k: k) } }, free: { _ in },
        body: { search, index in
          slots.initializeElement(at: index, to: body(index, search, isShared ? threads : 1))
        })
      initialized = count
    }
  }

  /// Where starts on these points are tried; nil where on all of them.
  func trial(_ points: PointLeaves) -> PointOctets? { usesOctets(points) ? layout.trial : nil }

  /// Whether these are the points that lie in octets, and the clusters few enough for them.
  private func usesOctets(_ points: PointLeaves) -> Bool {
    points === (layout.sample ?? layout.all) && k <= Self.mostCompared
  }

  private func seeds(
    _ restart: Int, _ points: PointLeaves, _ search: OctetSearch?, threads: Int
  ) throws -> [Double] {
    let generator = SeededGenerator(seed: options.seed).stream(UInt64(restart))
    var first = generator
    if let seeds = search?.seeds(&first) { return seeds }
    let seeding = GreedySeeding(width, points, k: k, threads: threads)
    defer { seeding.free() }
    var second = generator
    return try seeding.centroids(&second)
  }

  /// Takes a run to a tolerance, and measures it.
  private func settle(
    _ run: inout Run, _ points: PointLeaves, _ search: OctetSearch?, tolerance: Double, threads: Int
  ) {
    guard let search else {
      iterate(&run, points, LloydCache(points, k: k), tolerance: tolerance, threads: threads)
      run.inertia = withPass(run.centroids, points) { $0.assign(labels: nil, distances: nil, threads: threads) }
      return
    }
    let threshold = tolerance * layout.all.meanVariance
    run.converged = false
    while run.iterations < options.maximumIterations && !run.converged {
      let (end, iterations) = search.settle(
        &run.centroids, threshold: threshold, most: options.maximumIterations - run.iterations)
      run.iterations += iterations
      // Here, for a run that has used up its iterations must keep the sizes it had: those of the search are another's.
      run.sizes = search.sizes
      run.converged = end == .converged
      if end == .empty {
        let moves = [Double](repeating: 0, count: k)
        run.centroids = step(run.centroids, points, LloydCache(points, k: k), moves, threads: threads).next
        run.iterations += 1
      }
    }
    run.inertia = search.inertia(run.centroids)
  }

  /// Lloyd's iteration until centroids shift no more than the tolerance allows.
  private func iterate(
    _ run: inout Run, _ points: PointLeaves, _ cache: LloydCache, tolerance: Double, threads: Int
  ) {
    let threshold = tolerance * layout.all.meanVariance
    cache.forget()
    var moves = [Double](repeating: 0, count: k)
    run.converged = false
    while run.iterations < options.maximumIterations && !run.converged {
      run.iterations += 1
      let (next, sizes, isReseeded) = step(run.centroids, points, cache, moves, threads: threads)
      var shift = 0.0
      for c in 0..<k {
        var square = 0.0
        for j in 0..<width.count {
          let difference = next[c * width.count + j] - run.centroids[c * width.count + j]
          square += difference * difference
        }
        shift += square
        moves[c] = square.squareRoot() * (1 + 1e-12)
      }
      run.centroids = next
      run.sizes = sizes
      run.converged = !isReseeded && shift <= threshold
    }
  }

  /// The means of the points nearest to each centroid; a centroid with none moves to the farthest point.
  private func step(
    _ centroids: [Double], _ points: PointLeaves, _ cache: LloydCache, _ moves: [Double], threads: Int
  ) -> (next: [Double], sizes: [Double], isReseeded: Bool) {
    let d = width.count
    var next = centroids
    var sizes = [Double](repeating: 0, count: k)
    var empty: [Int] = []
    withUnsafeTemporaryAllocation(of: Double.self, capacity: k * (d + 1)) { sums in
      moves.withUnsafeBufferPointer { moves in
        guard let sums = sums.baseAddress, let moves = moves.baseAddress else { return }
        withPass(centroids, points) { $0.sums(into: sums, cache, moves: moves, threads: threads) }
        for c in 0..<k {
          let size = sums[c * (d + 1) + d]
          sizes[c] = size
          if size == 0 { empty.append(c) }
          for j in 0..<d where size > 0 { next[c * d + j] = sums[c * (d + 1) + j] / size }
        }
      }
    }
    if !empty.isEmpty { reseed(empty, &next, points, assign(centroids, points, threads: threads).distances) }
    return (next, sizes, !empty.isEmpty)
  }

  /// Labels, distances and inertia of the fit, from its final centroids.
  private func finish(_ run: Run) -> KMeansFit {
    var run = run
    var result = assign(run.centroids, layout.all, threads: options.threads)
    // The last shift may, at worst, have emptied a cluster: no fit leaves with one.
    for _ in 0...k {
      var sizes = [Int](repeating: 0, count: k)
      for label in result.labels { sizes[Int(label)] += 1 }
      let empty = (0..<k).filter { sizes[$0] == 0 }
      if empty.isEmpty { break }
      reseed(empty, &run.centroids, layout.all, result.distances)
      run.converged = false
      result = assign(run.centroids, layout.all, threads: options.threads)
    }
    let model = KMeansModel(
      centroids: Matrix(rows: k, columns: width.count, storage: run.centroids), inertia: result.inertia,
      iterations: run.iterations, converged: run.converged)
    return KMeansFit(model: model, labels: result.labels, distances: result.distances)
  }

  private func assign(
    _ centroids: [Double], _ points: PointLeaves, threads: Int
  ) -> (labels: [Int32], distances: [Double], inertia: Double) {
    var distances: [Double] = []
    var inertia = 0.0
    let labels = [Int32](unsafeUninitializedCapacity: points.count) { labels, labelCount in
      distances = [Double](unsafeUninitializedCapacity: points.count) { distances, distanceCount in
        inertia = withPass(centroids, points) {
          $0.assign(labels: labels.baseAddress, distances: distances.baseAddress, threads: threads)
        }
        distanceCount = points.count
      }
      labelCount = points.count
    }
    return (labels, distances, inertia)
  }

  /// Moves empty clusters to the points farthest from their centroids, the first rows among equals.
  private func reseed(_ empty: [Int], _ next: inout [Double], _ points: PointLeaves, _ distances: [Double]) {
    let d = width.count
    let farthest = distances.indices.sorted {
      distances[$0] != distances[$1] ? distances[$0] > distances[$1] : $0 < $1
    }
    // Distinct places, or two empty clusters would share one.
    var taken: [[Double]] = []
    var position = 0
    for c in empty {
      while position < farthest.count {
        let place = points.coordinates(ofRow: farthest[position])
        position += 1
        if taken.contains(place) { continue }
        taken.append(place)
        next.replaceSubrange(c * d..<(c + 1) * d, with: place)
        break
      }
    }
  }

  private func withPass<Result>(
    _ centroids: [Double], _ points: PointLeaves, _ body: (LloydPass<W>) -> Result
  ) -> Result {
    let splat = centroids.map { Lanes(repeating: $0) }
    return splat.withUnsafeBufferPointer { splat in
      centroids.withUnsafeBufferPointer { centroids in
        guard let splat = splat.baseAddress, let centroids = centroids.baseAddress else {
          preconditionFailure("no centroids")
        }
        return body(LloydPass(width: width, points: points, k: k, splat: splat, centroids: centroids))
      }
    }
  }
}

extension PointLeaves {
  /// The values of one row; a slow search, for rare needs.
  fileprivate func coordinates(ofRow row: Int) -> [Double] {
    for leaf in 0..<leaves {
      let start = starts[leaf]
      for position in 0..<sizes[leaf] where Int(rows[start * 4 + position]) == row {
        return (0..<width).map { block(of: leaf)[position / 4 * width + $0][position % 4] }
      }
    }
    preconditionFailure("row \(row) of \(count) is in no leaf")
  }
}
