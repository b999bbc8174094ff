/// The silhouette of a clustering: how much nearer points are to their own cluster than to the next one.
public struct Silhouette: Sendable, Equatable {
  /// Mean over the points looked at, in −1 … 1; higher is better.
  public let mean: Double
  /// Standard error of `mean` as an estimate for points like these: their standard deviation over √n.
  public let standardError: Double
  /// Points looked at.
  public let count: Int
  /// Whether these are a sample of the points.
  public let isSampled: Bool

  /// A silhouette from its parts.
  public init(mean: Double, standardError: Double, count: Int, isSampled: Bool) {
    self.mean = mean
    self.standardError = standardError
    self.count = count
    self.isSampled = isSampled
  }
}

extension Validity {
  /// The mean silhouette, over all points or, beyond `limit`, over a seeded sample of that many.
  ///
  /// Labels are names: any integers.
  ///
  /// Source: P. J. Rousseeuw, "Silhouettes: a graphical aid to the interpretation and validation of cluster analysis",
  /// Journal of Computational and Applied Mathematics 20 (1987).
  ///
  /// - Complexity: O(n²) distances for n = min(points, limit), each pair computed once.
  /// - Throws: `AnalyticsError` unless there are 2 to n − 1 clusters of finite points.
  public static func silhouette(
    _ points: Matrix, _ labels: [Int32], limit: Int = 20_000, seed: UInt64 = 0, threads: Int = 1
  ) throws -> Silhouette {
    guard points.rows == labels.count else {
      throw AnalyticsError(.shapeMismatch, "\(labels.count) labels for \(points.rows) points")
    }
    guard points.rows > limit else {
      return Silhouette(of: try silhouettes(points, labels, threads: threads), isSampled: false)
    }
    let rows = Sampling.rows(limit, of: points.rows, seed: seed)
    let values = try silhouettes(points.selecting(rows: rows), rows.map { labels[$0] }, threads: threads)
    return Silhouette(of: values, isSampled: true)
  }

  /// The silhouette of every point; 0 for a point alone in its cluster.
  ///
  /// - Complexity: O(n²) distances, each pair computed once, and n²/256 doubles of memory.
  /// - Throws: `AnalyticsError` unless there are 2 to n − 1 clusters of finite points.
  public static func silhouettes(_ points: Matrix, _ labels: [Int32], threads: Int = 1) throws -> [Double] {
    try silhouettes(points, labelings: [labels], threads: threads)[0]
  }

  /// The same for several clusterings of the same points, which share the distances.
  ///
  /// - Throws: `AnalyticsError` unless each has 2 to n − 1 clusters of finite points.
  public static func silhouettes(
    _ points: Matrix, labelings: [[Int32]], threads: Int = 1
  ) throws -> [[Double]] {
    var partitions = try labelings.map { try Partition(points, $0) }[...]
    var results: [[Double]] = []
    while !partitions.isEmpty {
      let refinement = PartitionRefinement(partitions, rows: points.rows)
      partitions = partitions.dropFirst(refinement.partitions.count)
      results += silhouettes(points, refinement, threads: threads)
    }
    return results
  }

  private static func silhouettes(
    _ points: Matrix, _ refinement: PartitionRefinement, threads: Int
  ) -> [[Double]] {
    switch points.columns {
    case 1: PairwiseMeans(Width1(), points, refinement).silhouettes(threads: threads)
    case 2: PairwiseMeans(Width2(), points, refinement).silhouettes(threads: threads)
    case 3: PairwiseMeans(Width3(), points, refinement).silhouettes(threads: threads)
    case 4: PairwiseMeans(Width4(), points, refinement).silhouettes(threads: threads)
    case 5: PairwiseMeans(Width5(), points, refinement).silhouettes(threads: threads)
    case 6: PairwiseMeans(Width6(), points, refinement).silhouettes(threads: threads)
    case 7: PairwiseMeans(Width7(), points, refinement).silhouettes(threads: threads)
    case 8: PairwiseMeans(Width8(), points, refinement).silhouettes(threads: threads)
    default: PairwiseMeans(AnyWidth(count: points.columns), points, refinement).silhouettes(threads: threads)
    }
  }
}

extension Silhouette {
  /// The mean over points, with its standard error.
  init(of values: [Double], isSampled: Bool) {
    let count = Double(values.count)
    let mean = values.reduce(0, +) / count
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let error = values.count > 1 ? (squares / (count - 1) / count).squareRoot() : 0
    self.init(mean: mean, standardError: error, count: values.count, isSampled: isSampled)
  }
}
