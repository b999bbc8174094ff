/// Brings the cache of one leaf after another up to date with moved centroids.
struct LeafWorker<W: Width> {
  private let pass: LloydPass<W>
  private let cache: LloydCache
  private let kept: UnsafeMutablePointer<Int32>
  /// Labels of one leaf; −1 for padding.
  private let labels: UnsafeMutablePointer<Lanes>
  /// Points of one leaf whose label may have changed, then packed four to a vector.
  private let doubtful: UnsafeMutablePointer<Int32>
  private let packed: UnsafeMutablePointer<Lanes>
  /// Whether each slot's points changed.
  private let isDirty: UnsafeMutablePointer<Bool>

  init(_ pass: LloydPass<W>, _ cache: LloydCache) {
    self.pass = pass
    self.cache = cache
    kept = .allocate(capacity: pass.k)
    labels = .allocate(capacity: pass.points.largestLeaf)
    doubtful = .allocate(capacity: 4 * pass.points.largestLeaf)
    packed = .allocate(capacity: pass.points.largestLeaf * pass.width.count)
    isDirty = .allocate(capacity: pass.k)
  }

  /// Gives the working memory back.
  func free() {
    kept.deallocate()
    labels.deallocate()
    doubtful.deallocate()
    packed.deallocate()
    isDirty.deallocate()
  }

  private var stride: Int { pass.width.count &+ 1 }

  /// Adds the leaf's sums to a table of k × (width + 1).
  @inline(__always)
  func add(_ leaf: Int, to table: UnsafeMutablePointer<Double>) {
    let slots = cache.slots + leaf &* pass.k
    var sums = cache.sums + leaf &* pass.k &* stride
    for i in 0..<Int(cache.slotCounts[leaf]) {
      if sums[stride &- 1] > 0 {
        let entry = table + Int(slots[i]) &* stride
        for j in 0..<stride { entry[j] += sums[j] }
      }
      sums += stride
    }
  }

  /// Labels what may have changed.
  @inline(__always)
  func update(_ leaf: Int, _ moves: UnsafePointer<Double>, _ farthest: Double) {
    let count = Int(cache.slotCounts[leaf])
    let slots = cache.slots + leaf &* pass.k
    if count == 0 {
      let found = pass.filter.candidates(of: leaf, into: slots)
      label(leaf, found.count, found.margin)
      return
    }
    var first = 0.0
    var second = 0.0
    for i in 0..<count {
      let move = moves[Int(slots[i])]
      second = move > first ? first : (move > second ? move : second)
      first = move > first ? move : first
    }
    cache.margins[leaf] -= farthest + first
    cache.drifts[leaf] += first + second
    if !(cache.margins[leaf] > 0) {
      let found = pass.filter.candidates(of: leaf, into: kept)
      if !areSlots(found.count, slots, count) {
        slots.update(from: kept, count: found.count)
        label(leaf, found.count, found.margin)
        return
      }
      cache.margins[leaf] = found.margin
    }
    if count == 1 { return }
    // Too far for single precision means infinitely far, and every point is looked at again.
    let drift = Float(cache.drifts[leaf] * (1 + 2e-7))
    if !(cache.leastBounds[leaf] > drift) { refresh(leaf, count, drift) }
  }

  /// Whether every kept centroid is among the slots.
  private func areSlots(_ keptCount: Int, _ slots: UnsafePointer<Int32>, _ count: Int) -> Bool {
    var i = 0
    for position in 0..<keptCount {
      while i < count && slots[i] < kept[position] { i += 1 }
      if i == count || slots[i] != kept[position] { return false }
    }
    return true
  }

  /// Labels every point of a leaf among new slots.
  private func label(_ leaf: Int, _ count: Int, _ margin: Double) {
    cache.slotCounts[leaf] = Int32(truncatingIfNeeded: count)
    cache.margins[leaf] = margin
    cache.drifts[leaf] = 0
    if count == 1 {
      cache.leastBounds[leaf] = .infinity
      (cache.sums + leaf &* pass.k &* stride).update(from: pass.points.sums + leaf &* stride, count: stride)
      return
    }
    let start = pass.points.starts[leaf]
    let vectors = pass.points.vectors(of: leaf)
    let block = UnsafePointer(pass.points.block(of: leaf))
    let slots = cache.slots + leaf &* pass.k
    var least = Floats(repeating: .infinity)
    for v in 0..<vectors {
      var (label, bound) = nearest(block + v &* pass.width.count, slots, count, drift: 0)
      cache.labels[start &+ v] = Floats(label)
      if v == vectors &- 1 {
        for lane in 0..<4 where v &* 4 &+ lane >= pass.points.sizes[leaf] {
          label[lane] = -1
          bound[lane] = .infinity
        }
      }
      labels[v] = label
      cache.bounds[start &+ v] = bound
      least.replace(with: bound, where: bound .< least)
    }
    cache.leastBounds[leaf] = least.min()
    for i in 0..<count { isDirty[i] = true }
    accumulate(leaf, count)
  }

  /// Labels again the points of a leaf whose label may have changed.
  ///
  /// They are first copied together: their loads then overlap, and every lane does useful work.
  private func refresh(_ leaf: Int, _ count: Int, _ drift: Float) {
    let d = pass.width.count
    let start = pass.points.starts[leaf]
    let vectors = pass.points.vectors(of: leaf)
    let limit = Floats(repeating: drift)
    var least = Floats(repeating: .infinity)
    var doubts = 0
    for v in 0..<vectors {
      let bound = cache.bounds[start &+ v]
      let holds = bound .> limit
      if all(holds) {
        least.replace(with: bound, where: bound .< least)
      } else {
        for lane in 0..<4 {
          doubtful[doubts] = Int32(truncatingIfNeeded: v &* 4 &+ lane)
          doubts &+= holds[lane] ? 0 : 1
        }
        least.replace(with: bound, where: holds .& (bound .< least))
      }
    }
    let source = UnsafeMutableRawPointer(pass.points.block(of: leaf)).assumingMemoryBound(to: Double.self)
    let target = UnsafeMutableRawPointer(packed).assumingMemoryBound(to: Double.self)
    for i in 0..<doubts {
      let position = Int(doubtful[i])
      let from = source + ((position >> 2) &* d &* 4 &+ (position & 3))
      let to = target + ((i >> 2) &* d &* 4 &+ (i & 3))
      for j in 0..<d { to[j &* 4] = from[j &* 4] }
    }
    // The last vector's free lanes hold copies of some point.
    for i in doubts..<((doubts &+ 3) & ~3) {
      let to = target + ((i >> 2) &* d &* 4 &+ (i & 3))
      for j in 0..<d { to[j &* 4] = source[j &* 4] }
    }
    let slots = cache.slots + leaf &* pass.k
    let bounds = cache.pointBounds + start &* 4
    let known = cache.pointLabels + start &* 4
    var leastRenewed = Float.infinity
    var isChanged = false
    for i in 0..<count { isDirty[i] = false }
    for v in 0..<(doubts &+ 3) >> 2 {
      let (label, bound) = nearest(packed + v &* d, slots, count, drift: drift)
      for lane in 0..<min(4, doubts &- v &* 4) {
        let position = Int(doubtful[v &* 4 &+ lane])
        bounds[position] = bound[lane]
        leastRenewed = min(leastRenewed, bound[lane])
        let (before, now) = (known[position], Float(label[lane]))
        if before != now {
          known[position] = now
          isDirty[Int(before)] = true
          isDirty[Int(now)] = true
          isChanged = true
        }
      }
    }
    cache.leastBounds[leaf] = min(least.min(), leastRenewed)
    if isChanged {
      for v in 0..<vectors { labels[v] = Lanes(cache.labels[start &+ v]) }
      for position in pass.points.sizes[leaf]..<vectors &* 4 { labels[position >> 2][position & 3] = -1 }
      accumulate(leaf, count)
    }
  }

  /// The slots nearest to four points, and the drift up to which that is sure to hold.
  @inline(__always)
  private func nearest(
    _ values: UnsafePointer<Lanes>, _ slots: UnsafePointer<Int32>, _ count: Int, drift: Float
  ) -> (label: Lanes, bound: Floats) {
    let d = pass.width.count
    var best = pass.width.squares(values, pass.splat + Int(slots[0]) &* d)
    var second = Lanes(repeating: .infinity)
    var label = Lanes.zero
    for i in 1..<count {
      let square = pass.width.squares(values, pass.splat + Int(slots[i]) &* d)
      let nearer = square .< best
      let loser = square.replacing(with: best, where: nearer)
      best.replace(with: square, where: nearer)
      label.replace(with: Lanes(repeating: Double(i)), where: nearer)
      second.replace(with: loser, where: loser .< second)
    }
    // Lowered by more than the rounding of distances and of single precision; nothing is certain of distances too large
    // for their squares.
    let far = second.rootOfSquares
    var bound = (far - best.rootOfSquares) - far * 1e-11 + Double(drift)
    bound -= bound.replacing(with: -bound, where: bound .< 0) * 2e-7
    return (label, Floats(bound.replacing(with: -.infinity, where: bound .!= bound)))
  }

  /// Adds up the points of the dirty slots of a leaf, from the scratch labels.
  private func accumulate(_ leaf: Int, _ count: Int) {
    let d = pass.width.count
    let vectors = pass.points.vectors(of: leaf)
    let block = UnsafePointer(pass.points.block(of: leaf))
    var entry = cache.sums + leaf &* pass.k &* stride
    for i in 0..<count {
      defer { entry += stride }
      if !isDirty[i] { continue }
      let wanted = Lanes(repeating: Double(i))
      var size = Lanes.zero
      for v in 0..<vectors { size += Lanes(repeating: 1).kept(where: labels[v] .== wanted) }
      entry[d] = size.total
      if entry[d] == 0 {
        for j in 0..<d { entry[j] = 0 }
      } else {
        for j in Swift.stride(from: 0, to: d, by: 3) { sum(block + j, min(3, d &- j), vectors, wanted, entry + j) }
      }
    }
  }

  /// Adds up one to three neighbouring features of the points with a label.
  @inline(__always)
  private func sum(
    _ values: UnsafePointer<Lanes>, _ count: Int, _ vectors: Int, _ wanted: Lanes, _ out: UnsafeMutablePointer<Double>
  ) {
    let d = pass.width.count
    var (a, b, c) = (Lanes.zero, Lanes.zero, Lanes.zero)
    for v in 0..<vectors {
      let mask = labels[v] .== wanted
      let at = values + v &* d
      a += at[0].kept(where: mask)
      if count > 1 { b += at[1].kept(where: mask) }
      if count > 2 { c += at[2].kept(where: mask) }
    }
    out[0] = a.total
    if count > 1 { out[1] = b.total }
    if count > 2 { out[2] = c.total }
  }
}
