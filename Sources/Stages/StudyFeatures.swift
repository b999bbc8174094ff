package import Analytics
internal import DuckDB
package import Engines

/// What a study needs to compute the features of `kmeans.features` as of past instants.
package enum StudyFeatures {
  /// Reads the purchase history with what its lines must be marked with.
  ///
  /// - Parameters:
  ///   - names: features, as the config names them.
  ///   - view: the view of the cleaned lines.
  ///   - asOf: the instant as of which categories are ranked, in microseconds since 1970.
  ///   - limit: the most customers; where there are more, so many are drawn, always the same.
  /// - Throws: `AnalyticsError` naming every feature that no study can compute.
  package static func read(
    _ names: [String], view: String, asOf: Int64, limit: Int = .max, _ session: DuckDBSession
  ) throws -> (history: PurchaseHistory, features: [StudyFeature], isSampled: Bool) {
    let requests = try StudyFeatureRequest.named(names)
    let sample = try sampled(view, limit, session)
    let reader = try PurchaseHistoryReader(view, sampled: sample, session, for: requests, asOf: asOf)
    return (try reader.read(), reader.tags.features, sample != nil)
  }

  /// A view of the lines of as many customers as the limit allows, or nil where it allows all. Customers are drawn by a
  /// digest of their ids, which no release of the engine changes.
  private static func sampled(_ view: String, _ limit: Int, _ session: DuckDBSession) throws -> String? {
    let lines = SQL.quoteIdentifier(view)
    let customers = try session.execute("SELECT count(DISTINCT customer_id) FROM \(lines)").scalar(Int64.self)
    guard customers > limit else { return nil }
    try session.execute(
      """
      CREATE TEMP TABLE study_customers AS
      SELECT customer_id FROM (SELECT DISTINCT customer_id FROM \(lines) WHERE customer_id IS NOT NULL)
      ORDER BY md5(customer_id), customer_id LIMIT \(limit);
      CREATE TEMP VIEW study_lines AS SELECT * FROM \(lines) SEMI JOIN study_customers USING (customer_id)
      """)
    return "study_lines"
  }
}
