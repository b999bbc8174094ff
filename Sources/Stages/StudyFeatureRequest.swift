internal import Analytics

/// A feature of `kmeans.features` as the study of past instants understands it.
enum StudyFeatureRequest: Equatable {
  case purchases(PurchaseFeature)
  /// By rank from 0; the last is all other categories.
  case categoryShare(Int)
  case cashShare
  /// Whether most is spent at a country or region.
  case place(OneHot)

  /// Categories with a rank of their own, as `stages/features.sql` has them.
  static let rankedCategories = 5

  /// What each name stands for.
  /// - Throws: `AnalyticsError` naming every unknown one, or when there is none.
  static func named(_ names: [String]) throws -> [StudyFeatureRequest] {
    let requests = names.map { StudyFeatureRequest($0) }
    let unknown = zip(names, requests).filter { $1 == nil }.map(\.0)
    guard unknown.isEmpty else {
      throw AnalyticsError.unsupportedFeatures(
        unknown,
        known: (1...rankedCategories).map { "category_share_\($0)" } + [
          "category_share_other", "cash_share", "country=…", "region=…",
        ])
    }
    guard !names.isEmpty else { return try PurchaseFeature.named([]).map { .purchases($0) } }
    return requests.compactMap { $0 }
  }

  private init?(_ name: String) {
    if let feature = PurchaseFeature(rawValue: name) {
      self = .purchases(feature)
    } else if name == "cash_share" {
      self = .cashShare
    } else if name == "category_share_other" {
      self = .categoryShare(Self.rankedCategories)
    } else if name.hasPrefix("category_share_"), let rank = Int(name.dropFirst("category_share_".count)),
      (1...Self.rankedCategories).contains(rank)
    {
      self = .categoryShare(rank - 1)
    } else if let choice = OneHot(name), ["country", "region"].contains(choice.column) {
      self = .place(choice)
    } else {
      return nil
    }
  }
}
