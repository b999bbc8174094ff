/// What bootstrap resampling says of one cluster.
public enum StabilityVerdict: String, Sendable, CaseIterable {
  /// Mean Jaccard below 0.60: dissolves when the customers vary a little.
  case unstable
  /// 0.60 to 0.75: a pattern, but who belongs to it is doubtful.
  case doubtful
  /// Above 0.75.
  case stable
  /// Above 0.85.
  case highlyStable = "highly-stable"

  /// The verdict on a mean Jaccard similarity.
  ///
  /// Source: C. Hennig, "Cluster-wise assessment of cluster stability", Computational Statistics & Data Analysis 52
  /// (2007).
  public init(jaccard: Double) {
    self = jaccard > 0.85 ? .highlyStable : jaccard > 0.75 ? .stable : jaccard >= 0.60 ? .doubtful : .unstable
  }
}

/// How well a clustering survives resampling of its points.
public struct BootstrapStability: Sendable, Equatable {
  /// Adjusted Rand index of the reference with each refit, in order of resample.
  public let agreements: [Double]
  /// Per cluster of the reference: the mean, over resamples, of the best Jaccard similarity with a refitted cluster.
  public let jaccards: [Double]

  /// A summary from its parts.
  public init(agreements: [Double], jaccards: [Double]) {
    self.agreements = agreements
    self.jaccards = jaccards
  }

  /// Mean adjusted Rand index; not a number where no resample could tell.
  public var meanAgreement: Double {
    agreements.isEmpty ? .nan : agreements.reduce(0, +) / Double(agreements.count)
  }

  /// Standard error of the mean adjusted Rand index over resamples.
  public var standardError: Double {
    guard agreements.count > 1 else { return .nan }
    let mean = meanAgreement
    let squares = agreements.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (squares / Double(agreements.count - 1) / Double(agreements.count)).squareRoot()
  }

  /// The verdict on each cluster.
  public var verdicts: [StabilityVerdict] { jaccards.map { StabilityVerdict(jaccard: $0) } }
}

extension BootstrapStability {
  /// Jaccard similarity of each reference cluster with its most similar refitted cluster, over the points in `rows`.
  static func jaccards(
    _ reference: [Int32], _ refitted: [Int32], among rows: [Int], clusters: Int
  ) -> [Double?] {
    var cells = [Int](repeating: 0, count: clusters * clusters)
    var referenceSizes = [Int](repeating: 0, count: clusters)
    var refittedSizes = [Int](repeating: 0, count: clusters)
    for row in rows {
      let (a, b) = (Int(reference[row]), Int(refitted[row]))
      cells[a * clusters + b] += 1
      referenceSizes[a] += 1
      refittedSizes[b] += 1
    }
    return (0..<clusters).map { a in
      guard referenceSizes[a] > 0 else { return nil }
      return (0..<clusters).reduce(0.0) { best, b in
        let both = cells[a * clusters + b]
        return max(best, Double(both) / Double(referenceSizes[a] + refittedSizes[b] - both))
      }
    }
  }
}
