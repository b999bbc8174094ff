internal import CKernels

/// Sums of Euclidean distances from each point to each cluster, each pair of points computed once.
///
/// Points are sorted by cluster and cut into blocks that never span two clusters. A pair of blocks writes the sums of
/// its rows and of its columns to places of their own, so that threads share nothing and the order of addition is
/// fixed.
struct PairwiseMeans<W: Width>: @unchecked Sendable {
  private struct Block {
    let cluster: Int
    /// First point in the sorted order.
    let start: Int
    let count: Int
    /// First vector of the block's lanes.
    let vector: Int
    var vectors: Int { (count + 3) / 4 }
  }

  private static var blockSize: Int { 256 }

  private let width: W
  private let partition: Partition
  /// The row of each point of the sorted order.
  private let order: [Int]
  private let blocks: [Block]
  /// Feature j of vector v at `v * width + j`.
  private let lanes: [Lanes]

  init(_ width: W, _ points: Matrix, _ partition: Partition) {
    self.width = width
    self.partition = partition
    var next = [Int](repeating: 0, count: partition.count)
    for c in 1..<partition.count { next[c] = next[c - 1] + partition.sizes[c - 1] }
    let starts = next
    var order = [Int](repeating: 0, count: points.rows)
    for (row, label) in partition.labels.enumerated() {
      order[next[label]] = row
      next[label] += 1
    }
    var blocks: [Block] = []
    var vector = 0
    for c in 0..<partition.count {
      for start in stride(from: starts[c], to: starts[c] + partition.sizes[c], by: Self.blockSize) {
        let count = min(Self.blockSize, starts[c] + partition.sizes[c] - start)
        blocks.append(Block(cluster: c, start: start, count: count, vector: vector))
        vector += (count + 3) / 4
      }
    }
    var lanes = [Lanes](repeating: .zero, count: vector * points.columns)
    for block in blocks {
      for position in 0..<block.count {
        for j in 0..<points.columns {
          lanes[(block.vector + position / 4) * points.columns + j][position % 4] =
            points.storage[order[block.start + position] * points.columns + j]
        }
      }
    }
    self.order = order
    self.blocks = blocks
    self.lanes = lanes
  }

  /// The silhouette of each point, in the order of rows.
  func silhouettes(threads: Int) -> [Double] {
    let count = order.count
    // sums[b * count + i]: distances of sorted point i to all points of block b.
    let sums = UnsafeMutablePointer<Double>.allocate(capacity: blocks.count * count)
    defer { sums.deallocate() }
    nonisolated(unsafe) let table = sums
    lanes.withUnsafeBufferPointer { lanes in
      guard let base = lanes.baseAddress else { return }
      nonisolated(unsafe) let lanes = base
      Parallel.forEach(count: blocks.count, threads: threads) { a in
        for b in a..<self.blocks.count { self.pair(a, b, lanes, table) }
      }
    }
    var result = [Double](repeating: 0, count: count)
    var perCluster = [Double](repeating: 0, count: partition.count)
    for i in 0..<count {
      let row = order[i]
      let own = partition.labels[row]
      guard partition.sizes[own] > 1 else { continue }
      for c in perCluster.indices { perCluster[c] = 0 }
      for b in blocks.indices { perCluster[blocks[b].cluster] += sums[b * count + i] }
      let inside = perCluster[own] / Double(partition.sizes[own] - 1)
      var outside = Double.infinity
      for c in perCluster.indices where c != own {
        outside = min(outside, perCluster[c] / Double(partition.sizes[c]))
      }
      let larger = max(inside, outside)
      result[row] = larger > 0 ? (outside - inside) / larger : 0
    }
    return result
  }

  private func pair(_ a: Int, _ b: Int, _ lanes: UnsafePointer<Lanes>, _ sums: UnsafeMutablePointer<Double>) {
    let d = width.count
    let (rows, columns) = (blocks[a], blocks[b])
    let values = UnsafeRawPointer(lanes).assumingMemoryBound(to: Double.self)
    withUnsafeTemporaryAllocation(of: Lanes.self, capacity: columns.vectors) { buffer in
      guard let down = buffer.baseAddress else { return }
      palier_pair_sums(
        d, values + rows.vector &* d &* 4, rows.count, values + columns.vector &* d &* 4, columns.count,
        sums + (b &* order.count &+ rows.start), UnsafeMutableRawPointer(down).assumingMemoryBound(to: Double.self))
      if a != b {
        for position in 0..<columns.count {
          sums[a &* order.count &+ columns.start &+ position] = down[position / 4][position % 4]
        }
      }
    }
  }
}
