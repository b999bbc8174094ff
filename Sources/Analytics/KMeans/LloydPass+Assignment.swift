extension LloydPass {
  /// Assigns every point and adds up squared distances.
  ///
  /// - Parameters:
  ///   - labels: where to write each row's label; nil when only the inertia matters.
  ///   - distances: where to write each row's Euclidean distance, together with `labels`.
  /// - Returns: the inertia.
  func assign(
    labels: UnsafeMutablePointer<Int32>?, distances: UnsafeMutablePointer<Double>?, threads: Int
  ) -> Double {
    let unitDepth = Self.unitDepth(tree)
    let units = 1 << unitDepth
    nonisolated(unsafe) let pass = self
    nonisolated(unsafe) let target = (labels, distances)
    let partial = Parallel.map(count: units, threads: threads) { unit in
      let scratch = Scratch(pass.tree, k: pass.k, stride: pass.stride)
      defer { scratch.free() }
      for c in 0..<pass.k { scratch.candidates[c] = c }
      return pass.assign(
        units + unit, unitDepth, scratch.candidates, pass.k, scratch, target.0, target.1)
    }
    return partial.reduce(0, +)
  }

  private func assign(
    _ node: Int, _ level: Int, _ candidates: UnsafePointer<Int>, _ count: Int, _ scratch: Scratch,
    _ labels: UnsafeMutablePointer<Int32>?, _ distances: UnsafeMutablePointer<Double>?
  ) -> Double {
    if tree.sums[node &* stride &+ width.count] == 0 { return 0 }
    let kept = scratch.candidates + (level + 1) &* k
    let keptCount = filter(node, candidates, count, kept)
    if level < tree.depth {
      return assign(2 &* node, level + 1, kept, keptCount, scratch, labels, distances)
        + assign(2 &* node &+ 1, level + 1, kept, keptCount, scratch, labels, distances)
    }
    let leaf = node &- tree.leaves
    label(leaf, kept, keptCount, scratch.labels, scratch.squares)
    var sum = Lanes.zero
    for v in 0..<tree.vectors(of: leaf) {
      sum += scratch.squares[v].kept(where: scratch.labels[v] .>= Lanes.zero)
    }
    if let labels, let distances {
      let rows = tree.rows + tree.starts[leaf] &* 4
      for position in 0..<tree.sizes[leaf] {
        let row = Int(rows[position])
        labels[row] = Int32(scratch.labels[position >> 2][position & 3])
        distances[row] = scratch.squares[position >> 2][position & 3].squareRoot()
      }
    }
    return sum.total
  }
}
