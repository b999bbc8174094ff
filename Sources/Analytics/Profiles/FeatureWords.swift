/// What high and low values of a feature mean to a marketer.
public struct FeatureWords {
  /// The feature itself.
  public let noun: Wording
  let high: Wording
  let low: Wording

  /// The words for a feature, by its name; a plain fallback for unknown ones.
  ///
  /// - Parameters:
  ///   - meaning: what it stands for, as the category of `category_share_1`; nil where its name says it.
  public init(_ feature: String, meaning: String? = nil) {
    if let known = Self.known[feature] {
      noun = Wording(english: known.0, french: known.1)
      high = Wording(english: known.2, french: known.3)
      low = Wording(english: known.4, french: known.5)
      return
    }
    if let sign = feature.firstIndex(of: "="), sign > feature.startIndex {
      // A column of words, turned into 1 for those that bear this one.
      let value = String(feature[feature.index(after: sign)...])
      let column = feature[..<sign].replacing("_", with: " ")
      noun = Wording(english: "\(column) \(value)", french: "\(column) \(value)")
      high = Wording(english: value, french: value)
      low = Wording(english: "not \(value)", french: "hors \(value)")
      return
    }
    if feature.hasPrefix(Self.categoryShare), let rank = Int(feature.dropFirst(Self.categoryShare.count)) {
      let (english, french) = (meaning ?? "no. \(rank)", meaning ?? "n° \(rank)")
      noun = Wording(english: "share of category \(english)", french: "part de la catégorie \(french)")
      high = Wording(english: "much of category \(english)", french: "beaucoup de la catégorie \(french)")
      low = Wording(english: "little of category \(english)", french: "peu de la catégorie \(french)")
      return
    }
    let readable = feature.replacing("_", with: " ")
    noun = Wording(english: readable, french: readable)
    high = Wording(english: "high \(readable)", french: "\(readable) élevé")
    low = Wording(english: "low \(readable)", french: "\(readable) faible")
  }

  private static let categoryShare = "category_share_"

  /// Feature: noun, high and low, each in English and French.
  private static let known: [String: (String, String, String, String, String, String)] = [
    "recency_days": (
      "days since last order", "ancienneté du dernier achat", "inactive", "inactifs", "recent", "récents"
    ),
    "frequency": ("orders", "commandes", "frequent", "fréquents", "infrequent", "peu fréquents"),
    "monetary": ("spend", "montants", "high spend", "gros montants", "low spend", "petits montants"),
    "tenure_days": ("tenure", "ancienneté", "long-standing", "anciens", "new", "nouveaux"),
    "items": ("items", "articles", "many items", "beaucoup d'articles", "few items", "peu d'articles"),
    "distinct_products": (
      "variety", "variété", "varied baskets", "achats variés", "narrow choice", "achats peu variés"
    ),
    "average_basket": ("basket", "panier moyen", "large baskets", "gros paniers", "small baskets", "petits paniers"),
    "mean_days_between_orders": (
      "gap between orders", "délai entre achats", "long gaps", "achats espacés", "short gaps", "achats rapprochés"
    ),
    "sd_days_between_orders": ("irregularity", "irrégularité", "irregular", "irréguliers", "regular", "réguliers"),
    "return_rate": (
      "return rate", "taux de retour", "many returns", "beaucoup de retours", "few returns", "peu de retours"
    ),
    "return_count": ("returns", "retours", "many returns", "beaucoup de retours", "few returns", "peu de retours"),
    "cash_share": (
      "share in cash", "part en espèces", "pay in cash", "paient en espèces", "seldom pay in cash",
      "paient rarement en espèces"
    ),
    "mean_installments": (
      "instalments", "échéances", "many instalments", "paiements échelonnés", "pay at once", "paiements comptants"
    ),
    "mean_review_score": ("review score", "note", "satisfied", "satisfaits", "dissatisfied", "insatisfaits"),
    "mean_delivery_days": (
      "delivery time", "délai de livraison", "slow delivery", "livraisons lentes", "fast delivery", "livraisons rapides"
    ),
    "sessions": ("visits", "visites", "many visits", "visites nombreuses", "few visits", "visites rares"),
    "views": ("views", "consultations", "many views", "consultations nombreuses", "few views", "consultations rares"),
    "carts": ("carts", "paniers", "many carts", "paniers nombreux", "few carts", "paniers rares"),
    "removals": ("removals", "retraits", "many removals", "retraits nombreux", "few removals", "retraits rares"),
    "cart_to_purchase": (
      "cart conversion", "conversion des paniers", "buy what they add", "achètent leurs paniers", "abandon carts",
      "abandonnent leurs paniers"
    ),
    "category_share_other": (
      "share of other categories", "part des autres catégories", "many other categories",
      "beaucoup d'autres catégories",
      "few other categories", "peu d'autres catégories"
    ),
    "session_to_purchase": (
      "session conversion", "conversion des sessions", "buy at most visits", "achètent à presque chaque visite",
      "visit without buying", "visitent sans acheter"
    ),
    "view_to_purchase": (
      "view conversion", "conversion des visites", "decided buyers", "acheteurs décidés", "browsers", "curieux"
    ),
  ]
}
