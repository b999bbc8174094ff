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
  ///   - meanings: what features stand for whose names do not say it, as the category of `category_share_1`.
  /// - Throws: `AnalyticsError` for shapes that disagree, labels out of range, an empty cluster or non-finite values.
  public static func describe(
    _ features: Matrix, names: [String], labels: [Int32], clusters: Int, meanings: [String: String] = [:]
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
    let clusterNames = ClusterNaming.names(
      traits, summaries.map(\.meanRanks), words: names.map { FeatureWords($0, meaning: meanings[$0]) })
    return (0..<clusters).map { cluster in
      ClusterProfile(
        cluster: cluster, size: sizes[cluster], share: Double(sizes[cluster]) / Double(features.rows),
        means: summaries.map { $0.means[cluster] }, medians: summaries.map { $0.medians[cluster] },
        zScores: summaries.map { $0.zScores[cluster] }, totalShares: summaries.map { $0.totalShares[cluster] },
        traits: traits[cluster], name: clusterNames[cluster])
    }
  }

  /// Describes clusters by a sample of their customers and by what all of them add up to.
  ///
  /// Sizes, shares, means and z-scores are of all customers; medians, ranks and hence traits and names of the sample.
  ///
  /// - Parameters:
  ///   - sample: customers of every cluster that has any.
  ///   - totals: of all customers; a cluster without any is left out of the answer.
  /// - Throws: `AnalyticsError` as the other `describe` does.
  public static func describe(
    sample: Matrix, names: [String], labels: [Int32], totals: FeatureTotals, meanings: [String: String] = [:]
  ) throws -> [ClusterProfile] {
    let present = totals.sizes.indices.filter { totals.sizes[$0] > 0 }
    let places = Dictionary(uniqueKeysWithValues: present.enumerated().map { (Int32($1), Int32($0)) })
    let profiles = try describe(
      sample, names: names, labels: labels.map { places[$0] ?? -1 }, clusters: present.count,
      meanings: meanings)
    let count = Double(totals.sizes.reduce(0, +))
    let locations = names.indices.map { totals.location($0) }
    return zip(present, profiles).map { cluster, profile in
      let means = names.indices.map { totals.mean(cluster, $0) }
      return ClusterProfile(
        cluster: cluster, size: totals.sizes[cluster], share: Double(totals.sizes[cluster]) / count, means: means,
        medians: profile.medians,
        zScores: names.indices.map {
          locations[$0].deviation > 0 ? (means[$0] - locations[$0].mean) / locations[$0].deviation : 0
        },
        totalShares: names.indices.map {
          let total = totals.total($0)
          return total != 0 ? means[$0] * Double(totals.sizes[cluster]) / total : .nan
        },
        traits: profile.traits, name: profile.name)
    }
  }
}
