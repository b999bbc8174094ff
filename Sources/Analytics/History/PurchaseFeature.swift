/// The features that can be computed as of any past instant, from purchases alone.
public enum PurchaseFeature: String, Sendable, Hashable, CaseIterable {
  /// Whole days from the last order to the instant.
  case recencyDays = "recency_days"
  /// Distinct orders.
  case frequency
  /// Net amount of the lines, in the currency's unit.
  case monetary
  /// Whole days from the first order to the instant.
  case tenureDays = "tenure_days"
  /// Monetary divided by frequency.
  case averageBasket = "average_basket"
  /// Net quantity of the lines.
  case items
  /// Distinct products.
  case distinctProducts = "distinct_products"
  /// Mean score of the orders that have one.
  case meanReviewScore = "mean_review_score"

  /// The features of these names, in their order.
  /// - Throws: `AnalyticsError` naming every unknown one and listing those there are, or when there is none.
  public static func named(_ names: [String]) throws -> [PurchaseFeature] {
    let unknown = names.filter { PurchaseFeature(rawValue: $0) == nil }
    guard unknown.isEmpty else { throw AnalyticsError.unsupportedFeatures(unknown) }
    guard !names.isEmpty else {
      throw AnalyticsError.invalidParameter("kmeans.features", "name at least one feature")
    }
    return names.compactMap(PurchaseFeature.init(rawValue:))
  }
}
