internal import CKernels

/// Sums of Euclidean distances from each point to each cluster of several partitions, each pair of points computed once.
///
/// Points are sorted by the cells of the partitions and cut into blocks that never span two cells. A pair of blocks writes the sums of
/// its rows and of its columns to places of their own, so that threads share nothing and the order of addition is
/// fixed.
struct PairwiseMeans<W: Width>: @unchecked Sendable {
  private struct Block {
    let cell: Int
    /// First point in the sorted order.
    let start: Int
    let count: Int
    /// First vector of the block's lanes.
    let vector: Int
    var vectors: Int { (count + 3) / 4 }
  }

  private static var blockSize: Int { 256 }

  private let width: W
  private let refinement: PartitionRefinement
  /// The row of each point of the sorted order.
  private let order: [Int]
  private let blocks: [Block]
  /// Feature j of vector v at `v * width + j`.
  private let lanes: [Lanes]

  init(_ width: W, _ points: Matrix, _ refinement: PartitionRefinement) {
    self.width = width
    self.refinement = refinement
    let sizes = refinement.sizes
    var next = [Int](repeating: 0, count: sizes.count)
    for c in sizes.indices.dropFirst() { next[c] = next[c - 1] + sizes[c - 1] }
    let starts = next
    var order = [Int](repeating: 0, count: points.rows)
    for (row, cell) in refinement.cells.enumerated() {
      order[next[cell]] = row
      next[cell] += 1
    }
    var blocks: [Block] = []
    var vector = 0
    for c in sizes.indices {
      for start in stride(from: starts[c], to: starts[c] + sizes[c], by: Self.blockSize) {
        let count = min(Self.blockSize, starts[c] + sizes[c] - start)
        blocks.append(Block(cell: c, start: start, count: count, vector: vector))
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

  /// Points whose distances to clusters are added up side by side.
  private static var tile: Int { 128 }

  /// For each partition, the silhouette of each point in the order of rows.
  func silhouettes(threads: Int) -> [[Double]] {
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
    return zip(refinement.partitions, refinement.clusters).map { partition, clusters in
      [Double](unsafeUninitializedCapacity: count) { buffer, initialized in
        nonisolated(unsafe) let result = buffer
        Parallel.forEach(count: (count + Self.tile - 1) / Self.tile, threads: threads) { tile in
          let range = tile * Self.tile..<min(count, (tile + 1) * Self.tile)
          self.silhouettes(of: range, partition, clusters, table, result)
        }
        initialized = count
      }
    }
  }

  /// The silhouettes of some sorted points.
  private func silhouettes(
    of range: Range<Int>, _ partition: Partition, _ clusters: [Int], _ sums: UnsafePointer<Double>,
    _ result: UnsafeMutableBufferPointer<Double>
  ) {
    withUnsafeTemporaryAllocation(of: Double.self, capacity: partition.count * Self.tile) { perCluster in
      perCluster.initialize(repeating: 0)
      guard let base = perCluster.baseAddress else { return }
      for b in blocks.indices {
        let from = sums + (b &* order.count &+ range.lowerBound)
        let to = base + (clusters[blocks[b].cell] &* Self.tile)
        for i in 0..<range.count { to[i] += from[i] }
      }
      for i in 0..<range.count {
        let row = order[range.lowerBound + i]
        let own = partition.labels[row]
        var silhouette = 0.0
        if partition.sizes[own] > 1 {
          let inside = base[own * Self.tile + i] / Double(partition.sizes[own] - 1)
          var outside = Double.infinity
          for c in 0..<partition.count where c != own {
            outside = min(outside, base[c * Self.tile + i] / Double(partition.sizes[c]))
          }
          let larger = max(inside, outside)
          silhouette = larger > 0 ? (outside - inside) / larger : 0
        }
        result.initializeElement(at: row, to: silhouette)
      }
    }
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
