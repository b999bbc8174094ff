/// Descriptions of clusters in the terms of the original features.
public enum Profiles {
  /// A trait counts from this |δ| on: "medium" in J. Romano et al., "Appropriate statistics for ordinal level data"
  /// (2006). Ranks rather than means, since a few very large customers would hide everyone else.
  static let leastDominance = 0.33

  /// Describes each cluster.
  ///
  /// - Parameters:
  ///   - features: one customer per row, in original units (before transform and scale).
  ///   - names: one name per feature.
  ///   - labels: the cluster of each customer, 0 ..< `clusters`.
  ///   - clusters: number of clusters.
  /// - Throws: `AnalyticsError` for shapes that disagree, labels out of range, an empty cluster or non-finite values.
  public static func describe(
    _ features: Matrix, names: [String], labels: [Int32], clusters: Int
  ) throws -> [ClusterProfile] {
    guard names.count == features.columns else {
      throw AnalyticsError(.shapeMismatch, "\(names.count) names for \(features.columns) features")
    }
    guard labels.count == features.rows else {
      throw AnalyticsError(.shapeMismatch, "\(labels.count) labels for \(features.rows) customers")
    }
    guard let least = labels.min(), let greatest = labels.max() else {
      throw AnalyticsError(.notEnoughData, "no customers to describe")
    }
    guard least >= 0, Int(greatest) < clusters else {
      throw AnalyticsError(
        .invalidArgument, "cluster \(least < 0 ? least : greatest) is outside 0 ..< \(clusters)")
    }
    try features.requireFinite()
    var sizes = [Int](repeating: 0, count: clusters)
    for label in labels { sizes[Int(label)] += 1 }
    if let empty = sizes.firstIndex(of: 0) {
      throw AnalyticsError(.notEnoughData, "cluster \(empty) has no customers")
    }
    let summaries = (0..<features.columns).map {
      FeatureSummary(features.column($0), labels: labels, sizes: sizes)
    }
    let traits = (0..<clusters).map { cluster in
      names.indices.map {
        ClusterProfile.Trait(
          feature: $0, name: names[$0], dominance: summaries[$0].dominances[cluster],
          standardizedDifference: summaries[$0].differences[cluster])
      }.sorted {
        abs($0.dominance) != abs($1.dominance) ? abs($0.dominance) > abs($1.dominance) : $0.feature < $1.feature
      }
    }
    let clusterNames = ClusterNaming.names(traits, summaries.map(\.meanRanks), featureNames: names)
    return (0..<clusters).map { cluster in
      ClusterProfile(
        cluster: cluster, size: sizes[cluster], share: Double(sizes[cluster]) / Double(features.rows),
        means: summaries.map { $0.means[cluster] }, medians: summaries.map { $0.medians[cluster] },
        zScores: summaries.map { $0.zScores[cluster] }, totalShares: summaries.map { $0.totalShares[cluster] },
        traits: traits[cluster], name: clusterNames[cluster])
    }
  }
}
