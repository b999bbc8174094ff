/// One assignment of all points to given centroids, with the sums that make the next centroids.
///
/// Descends the tree with the centroids that can still be nearest to some point of a node's box; a node left with one
/// takes its stored sums. A centroid is dropped only when it is farther than another over the whole box by more than
/// rounding could blur, so labels are those of comparing every distance; sums are combined along the tree in every
/// case, so they depend on the labels alone, not on what was skipped.
///
/// Source: T. Kanungo et al., "An efficient k-means clustering algorithm: analysis and implementation", IEEE TPAMI 24
/// (2002), with leaves of many points.
struct LloydPass<W: Width> {
  let width: W
  let tree: PointTree
  /// Number of centroids.
  let k: Int
  /// The centroids, each value in all four lanes.
  let splat: UnsafePointer<Lanes>
  /// The centroids, row-major.
  let centroids: UnsafePointer<Double>

  /// Numbers per cluster in a table of sums: one per feature, then the count.
  var stride: Int { width.count + 1 }

  /// Levels above the subtrees that are shared out between threads.
  static func unitDepth(_ tree: PointTree) -> Int { min(tree.depth, 6) }

  /// Sums per cluster over all points: k × (width + 1).
  func sums(into totals: UnsafeMutablePointer<Double>, threads: Int) {
    let unitDepth = Self.unitDepth(tree)
    let units = 1 << unitDepth
    let size = k * stride
    let partial = UnsafeMutablePointer<Double>.allocate(capacity: 2 * units * size)
    defer { partial.deallocate() }
    nonisolated(unsafe) let pass = self
    nonisolated(unsafe) let tables = partial
    Parallel.forEach(count: units, threads: threads) { unit in
      let scratch = Scratch(pass.tree, k: pass.k, stride: pass.stride)
      defer { scratch.free() }
      for c in 0..<pass.k { scratch.candidates[c] = c }
      pass.visit(units + unit, unitDepth, scratch.candidates, pass.k, scratch, tables + (units + unit) * size)
    }
    for node in Swift.stride(from: units - 1, to: 0, by: -1) {
      for i in 0..<size {
        partial[node * size + i] = partial[2 * node * size + i] + partial[(2 * node + 1) * size + i]
      }
    }
    totals.update(from: partial + size, count: size)
  }

  /// Writes the entries of `candidates` in `out`.
  private func visit(
    _ node: Int, _ level: Int, _ candidates: UnsafePointer<Int>, _ count: Int, _ scratch: Scratch,
    _ out: UnsafeMutablePointer<Double>
  ) {
    let stride = stride
    for i in 0..<count {
      let entry = out + candidates[i] &* stride
      for j in 0..<stride { entry[j] = 0 }
    }
    let nodeSums = tree.sums + node &* stride
    if nodeSums[width.count] == 0 { return }
    let kept = scratch.candidates + (level + 1) &* k
    let keptCount = filter(node, candidates, count, kept)
    if keptCount == 1 {
      let entry = out + kept[0] &* stride
      for j in 0..<stride { entry[j] = nodeSums[j] }
      return
    }
    if level == tree.depth {
      let leaf = node &- tree.leaves
      label(leaf, kept, keptCount, scratch.labels)
      accumulate(leaf, kept, keptCount, scratch.labels, out)
      return
    }
    let left = scratch.sums + 2 &* level &* k &* stride
    let right = left + k &* stride
    visit(2 &* node, level + 1, kept, keptCount, scratch, left)
    visit(2 &* node &+ 1, level + 1, kept, keptCount, scratch, right)
    for i in 0..<keptCount {
      let at = kept[i] &* stride
      for j in 0..<stride { out[at &+ j] = left[at &+ j] + right[at &+ j] }
    }
  }

  /// Copies to `kept`, in order, the candidates that may be nearest to some point of the node's box.
  @inline(__always)
  func filter(
    _ node: Int, _ candidates: UnsafePointer<Int>, _ count: Int, _ kept: UnsafeMutablePointer<Int>
  ) -> Int {
    if count == 1 {
      kept[0] = candidates[0]
      return 1
    }
    let d = width.count
    let low = tree.low + node &* d
    let high = tree.high + node &* d
    var nearest = candidates[0]
    var least = Double.infinity
    for i in 0..<count {
      let z = centroids + candidates[i] &* d
      var square = 0.0
      for j in 0..<d {
        let difference = 0.5 * (low[j] + high[j]) - z[j]
        square += difference * difference
      }
      if square < least {
        least = square
        nearest = candidates[i]
      }
    }
    let best = centroids + nearest &* d
    var diagonal = 0.0
    for j in 0..<d { diagonal += (high[j] - low[j]) * (high[j] - low[j]) }
    var keptCount = 0
    for i in 0..<count {
      let c = candidates[i]
      let z = centroids + c &* d
      // The corner of the box farthest towards z: if z loses there, it loses everywhere in the box.
      var toZ = 0.0
      var toBest = 0.0
      for j in 0..<d {
        let corner = z[j] > best[j] ? high[j] : low[j]
        toZ += (corner - z[j]) * (corner - z[j])
        toBest += (corner - best[j]) * (corner - best[j])
      }
      let blur = 1e-12 * (toZ + toBest + diagonal)
      kept[keptCount] = c
      keptCount &+= (c == nearest || !(toZ - toBest > blur)) ? 1 : 0
    }
    return keptCount
  }

  /// The nearest candidate of each point of a leaf, as a double; −1 for padding.
  @inline(__always)
  func label(
    _ leaf: Int, _ candidates: UnsafePointer<Int>, _ count: Int, _ labels: UnsafeMutablePointer<Lanes>,
    _ squares: UnsafeMutablePointer<Lanes>? = nil
  ) {
    let d = width.count
    let vectors = tree.vectors(of: leaf)
    let block = UnsafePointer(tree.block(of: leaf))
    for v in 0..<vectors {
      var best = width.squares(block + v, vectors, splat + candidates[0] &* d)
      var label = Lanes(repeating: Double(candidates[0]))
      for i in 1..<max(count, 1) {
        let c = candidates[i]
        let square = width.squares(block + v, vectors, splat + c &* d)
        let nearer = square .< best
        best.replace(with: square, where: nearer)
        label.replace(with: Lanes(repeating: Double(c)), where: nearer)
      }
      labels[v] = label
      if let squares { squares[v] = best }
    }
    for lane in tree.sizes[leaf]..<vectors &* 4 { labels[vectors &- 1][lane & 3] = -1 }
  }

  /// Adds up the points of a leaf by label.
  @inline(__always)
  private func accumulate(
    _ leaf: Int, _ candidates: UnsafePointer<Int>, _ count: Int, _ labels: UnsafePointer<Lanes>,
    _ out: UnsafeMutablePointer<Double>
  ) {
    let d = width.count
    let vectors = tree.vectors(of: leaf)
    let block = UnsafePointer(tree.block(of: leaf))
    for i in 0..<count {
      let wanted = Lanes(repeating: Double(candidates[i]))
      let entry = out + candidates[i] &* stride
      for j in 0..<d {
        let column = block + j &* vectors
        var sum = Lanes.zero
        for v in 0..<vectors { sum += column[v].kept(where: labels[v] .== wanted) }
        entry[j] = sum.total
      }
      var size = Lanes.zero
      for v in 0..<vectors { size += Lanes(repeating: 1).kept(where: labels[v] .== wanted) }
      entry[d] = size.total
    }
  }
}

/// Working memory of one descent.
struct Scratch {
  /// k per level: the candidates of the node at that level.
  let candidates: UnsafeMutablePointer<Int>
  /// Two tables of sums per level, for the children.
  let sums: UnsafeMutablePointer<Double>
  /// Labels of the points of one leaf.
  let labels: UnsafeMutablePointer<Lanes>
  /// Squared distances of the points of one leaf.
  let squares: UnsafeMutablePointer<Lanes>

  init(_ tree: PointTree, k: Int, stride: Int) {
    candidates = .allocate(capacity: (tree.depth + 2) * k)
    sums = .allocate(capacity: 2 * (tree.depth + 1) * k * stride)
    labels = .allocate(capacity: tree.largestLeaf + 1)
    squares = .allocate(capacity: tree.largestLeaf + 1)
  }

  func free() {
    candidates.deallocate()
    sums.deallocate()
    labels.deallocate()
    squares.deallocate()
  }
}
