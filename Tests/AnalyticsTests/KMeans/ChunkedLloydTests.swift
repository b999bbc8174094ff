import Analytics
import Testing

@Suite("KMeans over points that are not held")
struct ChunkedLloydTests {
  private func chunks(_ points: Matrix, of rows: Int) -> PointChunks {
    PointChunks(rows: points.rows, columns: points.columns, rowsPerChunk: rows) { range, body in
      points.storage.withUnsafeBufferPointer { values in
        body(
          UnsafeBufferPointer(rebasing: values[range.lowerBound * points.columns..<range.upperBound * points.columns]))
      }
    }
  }

  private func starts(_ points: Matrix, _ clusters: Int) -> Matrix {
    points.selecting(rows: (0..<clusters).map { $0 * points.rows / clusters })
  }

  @Test(
    "Settles where Lloyd's iteration does: centroids are means of the points nearest to them", arguments: [1, 3, 9])
  func optimum(_ width: Int) throws {
    let points = Points.blobs(5003, width, centers: 5, spread: 6, seed: 3).points
    let fit = try #require(
      try ChunkedLloyd.settle(
        chunks(points, of: 700), starts: [starts(points, 5)], tolerance: 0, most: 1000, threads: 2
      ).first)
    #expect(fit.model.converged)
    let (labels, inertia) = Points.nearest(points, fit.model.centroids)
    #expect(isClose(fit.model.inertia, inertia, 1e-12))
    for c in 0..<5 {
      let members = labels.indices.filter { labels[$0] == Int32(c) }
      #expect(fit.totals.sizes[c] == members.count)
      for j in 0..<width {
        let mean = members.reduce(0.0) { $0 + points[$1, j] } / Double(members.count)
        #expect(isClose(fit.model.centroids[c, j], mean, 1e-12))
      }
    }
  }

  @Test("Several fits in the same passes are those of each alone, for any number of threads")
  func together() throws {
    let points = Points.blobs(4000, 3, centers: 4, spread: 4, seed: 8).points
    let lots = chunks(points, of: 300)
    let all = [2, 4, 7].map { starts(points, $0) }
    func settle(_ starts: [Matrix], _ threads: Int) throws -> [ChunkedLloyd.Fit] {
      try ChunkedLloyd.settle(lots, starts: starts, tolerance: 1e-6, most: 300, threads: threads)
    }
    let together = try settle(all, 1)
    #expect(try settle(all, 4) == together)
    #expect(try all.flatMap { try settle([$0], 2) } == together)
  }

  @Test("No cluster stays empty: it moves to the farthest point, and to another than the next empty one")
  func empty() throws {
    let points = Points.blobs(1000, 2, centers: 3, spread: 5, seed: 4).points
    let far = Matrix(rows: 4, columns: 2, storage: [0, 0, 900, 900, 901, 900, -900, 900])
    let fit = try ChunkedLloyd.settle(chunks(points, of: 64), starts: [far], tolerance: 1e-8, most: 300, threads: 2)[0]
    #expect(fit.totals.sizes.allSatisfy { $0 > 0 } && fit.totals.sizes.reduce(0, +) == 1000)
  }

  @Test("Stops where it is told to, and refuses what has no finite square")
  func stops() throws {
    struct Stop: Error {}
    let points = Points.blobs(1000, 2, centers: 3, spread: 5, seed: 4).points
    #expect(throws: Stop.self) {
      try ChunkedLloyd.settle(
        chunks(points, of: 64), starts: [starts(points, 2)], tolerance: 0, most: 300, threads: 1,
        checkpoint: { throw Stop() })
    }
    let huge = Matrix(rows: 3, columns: 1, storage: [1e200, -1e200, 0])
    #expect(throws: AnalyticsError.self) {
      try ChunkedLloyd.settle(chunks(huge, of: 2), starts: [starts(huge, 2)], tolerance: 0, most: 9, threads: 1)
    }
  }

  @Test("Chooses as in memory where the sample is all points", arguments: [true, false])
  func chooses(_ isClouds: Bool) throws {
    var generator = SeededGenerator(seed: 7)
    let points =
      isClouds
      ? Points.blobs(1200, 3, centers: 4, spread: 7, seed: 21).points
      : Matrix(rows: 1200, columns: 2, storage: (0..<2400).map { _ in generator.normal() / generator.nextDouble() })
    var fit = KMeansOptions(clusters: 2, restarts: 10, seed: 9)
    fit.searches = 12
    var options = KSelectionOptions(range: isClouds ? 2...7 : 10...11, fit: fit)
    options.resamples = 5
    let held = try KSelection.run(points, options)
    let streamed = try ChunkedSelection.run(chunks(points, of: 100), sample: points, options)
    #expect(streamed.decision.clusters == held.decision.clusters && streamed.decision.reason == held.decision.reason)
    for (one, other) in zip(streamed.candidates, held.candidates) {
      #expect(one.clusters == other.clusters && one.smallestShare == other.smallestShare)
      #expect(one.silhouette == other.silhouette && one.stability == other.stability)
      #expect(isClose(one.inertia, other.inertia, 1e-9))
      #expect(isClose(one.daviesBouldin, other.daviesBouldin, 1e-6))
      #expect(isClose(one.calinskiHarabasz, other.calinskiHarabasz, 1e-9))
    }
  }
}
