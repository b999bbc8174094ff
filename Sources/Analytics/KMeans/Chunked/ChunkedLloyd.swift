/// Lloyd's iteration over points that are not held in memory: every step takes all of them, so that it ends where it would
/// in memory. Several fits share each pass over the points.
public enum ChunkedLloyd {
  /// A fit and what its clusters add up to.
  public struct Fit: Sendable, Equatable {
    /// The centroids, and how they came about.
    public internal(set) var model: KMeansModel
    /// Sizes, inertia and sums of its clusters.
    public internal(set) var totals: ClusterTotals
  }

  /// Takes centroids to their nearest optimum.
  ///
  /// Labels are those of the returned centroids, and no cluster is empty where there are enough different points.
  ///
  /// - Parameters:
  ///   - starts: centroids to start from, one set a fit.
  ///   - tolerance: centroids have settled once their squared shifts add up to so much of the mean variance of a column.
  ///   - most: iterations allowed to each.
  ///   - checkpoint: called now and then; what it throws ends the work.
  /// - Throws: `AnalyticsError` for values whose squares are not finite, or what `checkpoint` throws.
  public static func settle(
    _ chunks: PointChunks, starts: [Matrix], tolerance: Double, most: Int, threads: Int,
    checkpoint: () throws -> Void = {}
  ) throws -> [Fit] {
    let threshold = tolerance * (try meanVariance(chunks, threads: threads, checkpoint))
    guard threshold.isFinite else {
      throw AnalyticsError(.notFinite, "the values are so large that their squares are not finite; scale them first")
    }
    var fits = starts.map {
      Fit(
        model: KMeansModel(centroids: $0, inertia: .infinity, iterations: 0, converged: false),
        totals: ClusterTotals(clusters: $0.rows, columns: $0.columns))
    }
    var active = Array(fits.indices)
    // A last shift may leave a cluster empty: such a fit goes on, as often as it has clusters.
    for _ in 0...(starts.map(\.rows).max() ?? 0) {
      while !active.isEmpty {
        let totals = try ChunkPass.totals(
          chunks, active.map { fits[$0].model.centroids }, threads: threads, checkpoint: checkpoint)
        for (index, totals) in zip(active, totals) { step(&fits[index].model, totals, threshold) }
        active.removeAll { fits[$0].model.converged || fits[$0].model.iterations >= most }
      }
      let totals = try ChunkPass.totals(
        chunks, fits.map(\.model.centroids), threads: threads, checkpoint: checkpoint)
      for index in fits.indices {
        fits[index].totals = totals[index]
        fits[index].model.inertia = totals[index].inertia
        guard totals[index].sizes.contains(0) else { continue }
        fits[index].model.centroids = totals[index].means(columns: chunks.columns).centroids
        fits[index].model.converged = false
        active.append(index)
      }
      if active.isEmpty { break }
    }
    return fits
  }

  private static func step(_ model: inout KMeansModel, _ totals: ClusterTotals, _ threshold: Double) {
    let (next, isReseeded) = totals.means(columns: model.centroids.columns)
    var shift = 0.0
    for (new, old) in zip(next.storage, model.centroids.storage) { shift += (new - old) * (new - old) }
    model.centroids = next
    model.iterations += 1
    model.converged = !isReseeded && shift <= threshold
  }

  /// The mean, over columns, of the points' variance: about the first point first, then taken back to the mean.
  private static func meanVariance(
    _ chunks: PointChunks, threads: Int, _ checkpoint: () throws -> Void
  ) throws -> Double {
    guard chunks.rows > 0 else { throw AnalyticsError(.notEnoughData, "no points to cluster") }
    var first: [Double] = []
    chunks.withChunk(0) { first = Array($0.prefix(chunks.columns)) }
    var about = Matrix(rows: 1, columns: chunks.columns, storage: first)
    var variance = 0.0
    for _ in 0..<2 {
      let totals = try ChunkPass.totals(chunks, [about], threads: threads, checkpoint: checkpoint)[0]
      variance = totals.inertia / Double(chunks.rows * chunks.columns)
      about = totals.means(columns: chunks.columns).centroids
    }
    return variance
  }
}
