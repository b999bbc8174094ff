/// Passes over all chunks of points. What comes out does not depend on the number of threads: chunks are cut by rows
/// alone and added up in order.
enum ChunkPass {
  /// Chunks between two looks at whether to go on.
  private static let lot = 64
  /// Rows whose labels are held while they are added up.
  private static let piece = 4096

  /// What the clusters of several sets of centroids add up to, from one pass.
  ///
  /// - Parameter checkpoint: called now and then; what it throws ends the pass.
  static func totals(
    _ chunks: PointChunks, _ centroids: [Matrix], threads: Int, checkpoint: () throws -> Void
  ) throws -> [ClusterTotals] {
    let assigners = centroids.map(RowAssigner.init)
    let empty = centroids.map { ClusterTotals(clusters: $0.rows, columns: $0.columns) }
    var totals = empty
    for start in stride(from: 0, to: chunks.count, by: lot) {
      try checkpoint()
      let parts = Parallel.map(count: min(lot, chunks.count - start), threads: threads) { index in
        var part = empty
        add(chunks, start + index, assigners, to: &part)
        return part
      }
      for part in parts {
        for index in totals.indices { totals[index].add(part[index]) }
      }
    }
    return totals
  }

  private static func add(
    _ chunks: PointChunks, _ chunk: Int, _ assigners: [RowAssigner], to totals: inout [ClusterTotals]
  ) {
    let rows = chunks.rows(of: chunk)
    chunks.withChunk(chunk) { values in
      guard let values = values.baseAddress else { return }
      withUnsafeTemporaryAllocation(of: Int32.self, capacity: piece) { labels in
        withUnsafeTemporaryAllocation(of: Double.self, capacity: piece) { distances in
          guard let labels = labels.baseAddress, let distances = distances.baseAddress else { return }
          for start in stride(from: 0, to: rows.count, by: piece) {
            let count = min(piece, rows.count - start)
            let first = values + start * chunks.columns
            for index in assigners.indices {
              assigners[index].assign(first, count: count, labels, distances)
              totals[index].add(
                first, firstRow: rows.lowerBound + start, UnsafeBufferPointer(start: labels, count: count), distances)
            }
          }
        }
      }
    }
  }
}
