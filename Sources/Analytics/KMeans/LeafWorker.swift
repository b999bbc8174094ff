/// Brings the cache of one leaf after another up to date with moved centroids.
struct LeafWorker<W: Width> {
  private let pass: LloydPass<W>
  private let cache: LloydCache
  private let kept: UnsafeMutablePointer<Int32>
  private let labels: UnsafeMutablePointer<Lanes>

  init(_ pass: LloydPass<W>, _ cache: LloydCache) {
    self.pass = pass
    self.cache = cache
    kept = .allocate(capacity: pass.k)
    labels = .allocate(capacity: pass.points.largestLeaf)
  }

  /// Gives the working memory back.
  func free() {
    kept.deallocate()
    labels.deallocate()
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
    let drift = Float(cache.drifts[leaf]) * (1 + 2e-7)
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
    var least = Floats(repeating: .infinity)
    for v in 0..<pass.points.vectors(of: leaf) {
      let (label, bound) = nearest(leaf, v, count, drift: 0)
      labels[v] = label
      cache.labels[start &+ v] = Floats(label)
      cache.bounds[start &+ v] = bound
      least.replace(with: bound, where: .!(bound .>= least))
    }
    cache.leastBounds[leaf] = least.min()
    accumulate(leaf, count)
  }

  /// Labels again the points of a leaf whose label may have changed.
  private func refresh(_ leaf: Int, _ count: Int, _ drift: Float) {
    let start = pass.points.starts[leaf]
    let vectors = pass.points.vectors(of: leaf)
    var least = Floats(repeating: .infinity)
    var changed = false
    for v in 0..<vectors {
      var bound = cache.bounds[start &+ v]
      if any(.!(bound .> Floats(repeating: drift))) {
        let (label, renewed) = nearest(leaf, v, count, drift: drift)
        let before = cache.labels[start &+ v]
        let now = Floats(label)
        if any(before .!= now) {
          changed = true
          cache.labels[start &+ v] = now
        }
        bound = renewed
        cache.bounds[start &+ v] = bound
      }
      least.replace(with: bound, where: .!(bound .>= least))
    }
    cache.leastBounds[leaf] = least.min()
    if changed {
      for v in 0..<vectors { labels[v] = Lanes(cache.labels[start &+ v]) }
      accumulate(leaf, count)
    }
  }

  /// The slots nearest to four points, and the drift up to which that is sure to hold.
  @inline(__always)
  private func nearest(_ leaf: Int, _ v: Int, _ count: Int, drift: Float) -> (label: Lanes, bound: Floats) {
    let d = pass.width.count
    let vectors = pass.points.vectors(of: leaf)
    let block = UnsafePointer(pass.points.block(of: leaf)) + v
    let slots = cache.slots + leaf &* pass.k
    var best = pass.width.squares(block, vectors, pass.splat + Int(slots[0]) &* d)
    var second = Lanes(repeating: .infinity)
    var label = Lanes.zero
    for i in 1..<count {
      let square = pass.width.squares(block, vectors, pass.splat + Int(slots[i]) &* d)
      let nearer = square .< best
      let loser = square.replacing(with: best, where: nearer)
      best.replace(with: square, where: nearer)
      label.replace(with: Lanes(repeating: Double(i)), where: nearer)
      second.replace(with: loser, where: loser .< second)
    }
    // Single precision is enough for a bound that is lowered by more than its rounding.
    let near = Floats(best).squareRoot()
    let far = Floats(second).squareRoot()
    var bound = (far - near) - (far + drift) * 5e-7 - 1e-18 + drift
    if v == vectors &- 1 {
      for lane in 0..<4 where v &* 4 &+ lane >= pass.points.sizes[leaf] {
        label[lane] = -1
        bound[lane] = .infinity
      }
    }
    return (label, bound)
  }

  /// Adds up the points of a leaf by slot, from the scratch labels.
  private func accumulate(_ leaf: Int, _ count: Int) {
    let d = pass.width.count
    let vectors = pass.points.vectors(of: leaf)
    let block = UnsafePointer(pass.points.block(of: leaf))
    var entry = cache.sums + leaf &* pass.k &* stride
    for i in 0..<count {
      let wanted = Lanes(repeating: Double(i))
      var size = Lanes.zero
      for v in 0..<vectors { size += Lanes(repeating: 1).kept(where: labels[v] .== wanted) }
      entry[d] = size.total
      if entry[d] == 0 {
        for j in 0..<d { entry[j] = 0 }
      } else {
        var j = 0
        while j &+ 1 < d {
          let column = block + j &* vectors
          var sum = Lanes.zero
          var next = Lanes.zero
          for v in 0..<vectors {
            let mask = labels[v] .== wanted
            sum += column[v].kept(where: mask)
            next += column[v &+ vectors].kept(where: mask)
          }
          entry[j] = sum.total
          entry[j &+ 1] = next.total
          j &+= 2
        }
        if j < d {
          let column = block + j &* vectors
          var sum = Lanes.zero
          for v in 0..<vectors { sum += column[v].kept(where: labels[v] .== wanted) }
          entry[j] = sum.total
        }
      }
      entry += stride
    }
  }
}
