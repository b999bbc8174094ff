package import Analytics
package import Engines

/// What a study needs to compute the features of `kmeans.features` as of past instants.
package enum StudyFeatures {
  /// Reads the purchase history with what its lines must be marked with.
  ///
  /// - Parameters:
  ///   - names: features, as the config names them.
  ///   - view: the view of the cleaned lines.
  ///   - asOf: the instant as of which categories are ranked, in microseconds since 1970.
  /// - Throws: `AnalyticsError` naming every feature that no study can compute.
  package static func read(
    _ names: [String], view: String, asOf: Int64, _ session: DuckDBSession
  ) throws -> (history: PurchaseHistory, features: [StudyFeature]) {
    let requests = try StudyFeatureRequest.named(names)
    let reader = try PurchaseHistoryReader(view, session, for: requests, asOf: asOf)
    return (try reader.read(), reader.tags.features)
  }
}
