internal import Analytics
internal import DuckDB
internal import Engines
internal import PipelineModel

/// The tables of the clusters.
struct ClusterTables {
  let session: DuckDBSession
  let names: [String]

  private static let assignmentColumns = [("customer_id", "VARCHAR"), ("cluster", "INTEGER"), ("distance", "DOUBLE")]

  /// Who is in which cluster.
  func assignments(_ ids: [String], _ labels: [Int32], _ distances: [Double]) throws -> OutputManifest {
    try session.export("assignments", columns: Self.assignmentColumns, ids, labels, distances)
  }

  /// The same, in lots that `body` hands over.
  func assignments(
    _ body: (_ lot: (_ ids: [String], _ labels: [Int32], _ distances: [Double]) throws -> Void) throws -> Void
  ) throws -> OutputManifest {
    try session.export("assignments", columns: Self.assignmentColumns) { appender in
      try body { try appender.append($0, $1, $2) }
    }
  }

  /// The evidence for the number of clusters: one row for each number tried.
  func selection(_ rows: [KCandidate], _ decision: KDecision) throws -> OutputManifest {
    return try session.export(
      "k_selection",
      columns: [
        ("k", "INTEGER"), ("inertia", "DOUBLE"), ("silhouette", "DOUBLE"), ("davies_bouldin", "DOUBLE"),
        ("calinski_harabasz", "DOUBLE"), ("bootstrap_ari", "DOUBLE"), ("chosen", "BOOLEAN"),
        ("silhouette_error", "DOUBLE"), ("silhouette_points", "BIGINT"), ("bootstrap_error", "DOUBLE"),
        ("smallest_share", "DOUBLE"), ("eligible", "BOOLEAN"), ("null_silhouette", "DOUBLE"),
      ],
      rows.map { Int32($0.clusters) }, rows.map(\.inertia), rows.map { finite($0.silhouette.mean) },
      rows.map { finite($0.daviesBouldin) }, rows.map { finite($0.calinskiHarabasz) },
      rows.map { finite($0.stability.meanAgreement) },
      rows.map { $0.clusters == decision.clusters }, rows.map { finite($0.silhouette.standardError) },
      rows.map { Int64($0.silhouette.count) }, rows.map { finite($0.stability.standardError) },
      rows.map(\.smallestShare), rows.map { decision.eligible.contains($0.clusters) },
      rows.map { finite($0.nullSilhouette.mean) })
  }

  /// One row for each cluster and feature.
  ///
  /// - Parameters:
  ///   - profiles: of the clusters that have customers.
  ///   - wordings, jaccards, revenue: by cluster.
  func profiles(
    _ profiles: [(cluster: Int, profile: ClusterProfile)], _ wordings: [Wording], _ jaccards: [Double],
    revenue: [Double]
  ) throws -> OutputManifest {
    let total = revenue.reduce(0, +)
    let rows = profiles.flatMap { entry in
      names.indices.map { (cluster: entry.cluster, profile: entry.profile, feature: $0) }
    }
    return try session.export(
      "profiles",
      columns: [
        ("cluster", "INTEGER"), ("name_en", "VARCHAR"), ("name_fr", "VARCHAR"), ("customers", "BIGINT"),
        ("customer_share", "DOUBLE"), ("revenue", "DOUBLE"), ("revenue_share", "DOUBLE"), ("jaccard", "DOUBLE"),
        ("stability", "VARCHAR"), ("feature", "VARCHAR"), ("mean", "DOUBLE"), ("median", "DOUBLE"),
        ("z_score", "DOUBLE"), ("dominance", "DOUBLE"),
      ],
      rows.map { Int32($0.cluster) }, rows.map { wordings[$0.cluster].english },
      rows.map { wordings[$0.cluster].french },
      rows.map { Int64($0.profile.size) }, rows.map(\.profile.share), rows.map { revenue[$0.cluster] },
      rows.map { total == 0 ? nil : revenue[$0.cluster] / total },
      rows.map { finite(jaccards[$0.cluster]) },
      rows.map { row -> String? in
        finite(jaccards[row.cluster]).map { StabilityVerdict(jaccard: $0).rawValue }
      },
      rows.map { names[$0.feature] }, rows.map { $0.profile.means[$0.feature] },
      rows.map { $0.profile.medians[$0.feature] }, rows.map { $0.profile.zScores[$0.feature] },
      rows.map { row in row.profile.traits.first { $0.feature == row.feature }?.dominance })
  }

  /// How customers moved from the published model's clusters to a new one's; no row where there was no refit.
  func migrations(_ table: ContingencyTable?) throws -> OutputManifest {
    var rows: [(from: Int32, to: Int32, customers: Int64)] = []
    for (row, from) in (table?.rowLabels ?? []).enumerated() {
      for (column, to) in (table?.columnLabels ?? []).enumerated() {
        if let count = table?[row, column], count > 0 { rows.append((from, to, Int64(count))) }
      }
    }
    return try session.export(
      "migrations",
      columns: [("from_cluster", "INTEGER"), ("to_cluster", "INTEGER"), ("customers", "BIGINT")],
      rows.map(\.from), rows.map(\.to), rows.map(\.customers))
  }
}
