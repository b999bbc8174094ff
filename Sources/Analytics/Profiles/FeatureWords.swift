/// What high and low values of a feature mean to a marketer.
struct FeatureWords {
  let high: Wording
  let low: Wording

  /// The words for a feature, by its name; a plain fallback for unknown ones.
  init(_ feature: String) {
    if let known = Self.known[feature] {
      high = Wording(english: known.0, french: known.1)
      low = Wording(english: known.2, french: known.3)
      return
    }
    let readable = feature.replacing("_", with: " ")
    high = Wording(english: "high \(readable)", french: "\(readable) élevé")
    low = Wording(english: "low \(readable)", french: "\(readable) faible")
  }

  /// Feature: high in English and French, low in English and French.
  private static let known: [String: (String, String, String, String)] = [
    "recency_days": ("inactive", "inactifs", "recent", "récents"),
    "frequency": ("frequent", "fréquents", "infrequent", "peu fréquents"),
    "monetary": ("high spend", "gros montants", "low spend", "petits montants"),
    "tenure_days": ("long-standing", "anciens", "new", "nouveaux"),
    "items": ("many items", "beaucoup d'articles", "few items", "peu d'articles"),
    "distinct_products": ("varied baskets", "achats variés", "narrow choice", "achats peu variés"),
    "average_basket": ("large baskets", "gros paniers", "small baskets", "petits paniers"),
    "mean_days_between_orders": ("long gaps", "achats espacés", "short gaps", "achats rapprochés"),
    "sd_days_between_orders": ("irregular", "irréguliers", "regular", "réguliers"),
    "return_rate": ("many returns", "beaucoup de retours", "few returns", "peu de retours"),
    "return_count": ("many returns", "beaucoup de retours", "few returns", "peu de retours"),
    "cash_share": ("pay in cash", "paient en espèces", "seldom pay in cash", "paient rarement en espèces"),
    "mean_installments": (
      "many instalments", "paiements échelonnés", "pay at once", "paiements comptants"
    ),
    "mean_review_score": ("satisfied", "satisfaits", "dissatisfied", "insatisfaits"),
    "mean_delivery_days": ("slow delivery", "livraisons lentes", "fast delivery", "livraisons rapides"),
    "sessions": ("many visits", "visites nombreuses", "few visits", "visites rares"),
    "views": ("many views", "consultations nombreuses", "few views", "consultations rares"),
    "carts": ("many carts", "paniers nombreux", "few carts", "paniers rares"),
    "removals": ("many removals", "retraits nombreux", "few removals", "retraits rares"),
    "cart_to_purchase": ("buy what they add", "achètent leurs paniers", "abandon carts", "abandonnent leurs paniers"),
    "view_to_purchase": ("decided buyers", "acheteurs décidés", "browsers", "curieux"),
  ]
}
