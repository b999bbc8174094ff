internal import Analytics
internal import DuckDB
internal import Engines
internal import JSON
internal import PipelineModel

/// The table `comparison`: the clusters beside those of Ward's tree and DBSCAN on the same sample; empty unless asked for.
enum ClusterComparisonTable {
  /// Compares where the config says so, and writes the table.
  ///
  /// - Parameters:
  ///   - points: the customers as they were clustered, transformed and scaled.
  ///   - labels: the cluster of each.
  static func write(
    _ points: Matrix, _ labels: [Int32], _ context: StageContext, _ session: DuckDBSession
  ) throws -> OutputManifest {
    var comparison: ClusteringComparison?
    if try context.parameter("kmeans.comparison").bool ?? false {
      context.control.report(.init(step: "comparing methods"))
      do {
        comparison = try ClusteringComparison.run(
          points, labels, limit: try context.integer("kmeans.comparison_sample"),
          seed: UInt64(try context.integer("kmeans.seed")), threads: context.threads)
      } catch let error as AnalyticsError {
        throw StageFailure(error.message, mend: "set \"kmeans.comparison\" to false")
      }
      try context.control.checkCancelled()
    }
    let rows = comparison?.rows ?? []
    let isDensity = rows.map { $0.method == .dbscan }
    return try session.export(
      "comparison",
      columns: [
        ("method", "VARCHAR"), ("clusters", "INTEGER"), ("points", "BIGINT"), ("noise_share", "DOUBLE"),
        ("largest_share", "DOUBLE"), ("silhouette", "DOUBLE"), ("davies_bouldin", "DOUBLE"),
        ("calinski_harabasz", "DOUBLE"), ("ari_with_kmeans", "DOUBLE"), ("radius", "DOUBLE"), ("neighbours", "INTEGER"),
      ],
      rows.map(\.method.rawValue), rows.map { Int32($0.clusters) }, rows.map { _ in Int64(comparison?.points ?? 0) },
      rows.map(\.noiseShare), rows.map(\.largestShare), rows.map { $0.silhouette.flatMap(finite) },
      rows.map { $0.daviesBouldin.flatMap(finite) }, rows.map { $0.calinskiHarabasz.flatMap(finite) },
      rows.map { $0.agreement.flatMap(finite) }, isDensity.map { $0 ? comparison?.radius : nil },
      isDensity.map { $0 ? comparison.map { Int32($0.neighbours) } : nil })
  }
}
