import Glibc

/// The silhouette that a single shapeless cloud would get.
///
/// Any cloud can be cut in k, and the cut has a silhouette, highest for k = 2; only what exceeds it speaks for groups.
/// The reference is a normal cloud with the covariance of the points: the idea of the gap statistic (R. Tibshirani,
/// G. Walther and T. Hastie, J. R. Statist. Soc. B 63, 2001) applied to the silhouette.
public struct NullSilhouette: Sendable, Equatable {
  /// Mean over the clouds drawn.
  public let mean: Double
  /// Standard deviation over the clouds drawn.
  public let standardDeviation: Double
  /// Clouds drawn.
  public let count: Int

  /// A reference from its parts.
  public init(mean: Double, standardDeviation: Double, count: Int) {
    self.mean = mean
    self.standardDeviation = standardDeviation
    self.count = count
  }

  /// Points of a cloud; the mean over clouds settles what their number leaves open.
  private static let cloudSize = 1000

  /// The reference for each number of clusters.
  ///
  /// - Throws: `AnalyticsError` when a cloud cannot be clustered.
  static func references(
    _ points: Matrix, clusters: [Int], clouds: Int, _ options: KMeansOptions
  ) throws -> [NullSilhouette] {
    let factor = choleskyOfCovariance(points)
    let size = min(points.rows, cloudSize)
    let perCloud = try Parallel.tryMap(count: clouds, threads: options.threads) { cloud in
      var generator = SeededGenerator(seed: options.seed).stream(0xC10D).stream(UInt64(cloud))
      let cloud = draw(size, factor, width: points.columns, &generator)
      let layout = PointLayout(cloud, clusters: 0, threads: 1)
      let labelings = try clusters.map { clusters -> [Int32]? in
        var fit = options
        fit.clusters = clusters
        fit.seed = generator.next()
        fit.threads = 1
        return try KMeans.fitOrSkip(layout, fit)?.labels
      }
      var silhouettes = try Validity.silhouettes(cloud, labelings: labelings.compactMap { $0 }).makeIterator()
      return labelings.map { labels -> Double? in
        labels.flatMap { _ in silhouettes.next() }.map { Silhouette(of: $0, isSampled: false).mean }
      }
    }
    return clusters.indices.map { index in
      let values = perCloud.compactMap { $0[index] }
      guard !values.isEmpty else { return NullSilhouette(mean: 0, standardDeviation: 0, count: 0) }
      let mean = values.reduce(0, +) / Double(values.count)
      let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      return NullSilhouette(
        mean: mean, standardDeviation: (squares / Double(max(values.count - 1, 1))).squareRoot(), count: values.count)
    }
  }

  private static func draw(
    _ size: Int, _ factor: [Double], width: Int, _ generator: inout SeededGenerator
  ) -> Matrix {
    var values: [Double] = []
    values.reserveCapacity(size * width)
    for _ in 0..<size {
      let normals = (0..<width).map { _ in generator.normal() }
      for i in 0..<width {
        values.append((0...i).reduce(0.0) { $0 + factor[i * width + $1] * normals[$1] })
      }
    }
    return Matrix(rows: size, columns: width, storage: values)
  }

  /// The lower triangular root of the covariance; columns that others determine get zeros.
  private static func choleskyOfCovariance(_ points: Matrix) -> [Double] {
    let width = points.columns
    let count = Double(points.rows)
    let means = (0..<width).map { points.column($0).reduce(0, +) / count }
    var covariance = [Double](repeating: 0, count: width * width)
    points.storage.withUnsafeBufferPointer { values in
      for r in 0..<points.rows {
        for i in 0..<width {
          let a = values[r &* width &+ i] - means[i]
          for j in 0...i { covariance[i &* width &+ j] += a * (values[r &* width &+ j] - means[j]) }
        }
      }
    }
    var root = [Double](repeating: 0, count: width * width)
    for i in 0..<width {
      for j in 0...i {
        var rest = covariance[i * width + j] / count
        for m in 0..<j { rest -= root[i * width + m] * root[j * width + m] }
        if i == j {
          root[i * width + i] = rest > 1e-12 * covariance[i * width + i] / count ? rest.squareRoot() : 0
        } else if root[j * width + j] > 0 {
          root[i * width + j] = rest / root[j * width + j]
        }
      }
    }
    return root
  }
}
