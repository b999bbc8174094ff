internal import Analytics
internal import DuckDB
internal import Engines

/// The tags of cleaned lines that some features of a study need: the rank of the category, whether paid in cash, the
/// place. What each means is what `stages/features.sql` says.
struct PurchaseTags {
  /// Ways of paying that are cash, as `stages/features.sql` has them.
  static let cash = [
    "cash", "cash on delivery", "cod", "boleto", "especes", "espèces", "contre remboursement",
  ]

  /// An expression of SQL that gives the mark of a line of the view; `0` where no feature needs tags.
  let mark: String
  /// What must be joined to the view, called `l`, for it.
  let joins: String
  /// The features, in the order asked.
  let features: [StudyFeature]
  private let places: Int
  private let isNeeded: Bool

  private static let (categoryTag, cashTag, placeTag) = (0, 1, 2)
  /// Codes of a category and of cash, one for none included.
  private static let (categories, payments) = (StudyFeatureRequest.rankedCategories + 2, 3)

  /// Prepares the tables that marks are looked up in.
  init(_ requests: [StudyFeatureRequest], view: String, asOf: Int64, _ session: DuckDBSession) throws {
    let needsCategories = requests.contains { if case .categoryShare = $0 { true } else { false } }
    let needsCash = requests.contains(.cashShare)
    let needsPlaces = requests.contains { if case .place = $0 { true } else { false } }
    isNeeded = needsCategories || needsCash || needsPlaces
    var joins = ""
    var category = "0"
    if needsCategories {
      try session.execute(
        """
        CREATE TEMP TABLE study_categories AS
        SELECT category, CAST(row_number() OVER (ORDER BY sum(amount_net) DESC, category) AS INTEGER) AS category_rank
        FROM \(view)
        WHERE customer_id IS NOT NULL AND category IS NOT NULL AND net_quantity <> 0 AND unit_price > 0
          AND occurred_at < make_timestamp(CAST(\(asOf) AS BIGINT))
        GROUP BY category
        """)
      joins += " LEFT JOIN study_categories AS c ON c.category = l.category"
      let last = StudyFeatureRequest.rankedCategories + 1
      category = "CASE WHEN l.category IS NULL THEN 0 ELSE least(coalesce(c.category_rank, \(last)), \(last)) END"
    }
    var payment = "0"
    if needsCash {
      let list = Self.cash.map(SQL.quoteLiteral).joined(separator: ", ")
      payment =
        "CASE WHEN l.payment_method IS NULL THEN 0 WHEN lower(l.payment_method) IN (\(list)) THEN 2 ELSE 1 END"
    }
    var (place, places) = ("0", [(country: String?, region: String?)]())
    if needsPlaces {
      try session.execute(
        """
        CREATE TEMP TABLE study_places AS
        SELECT country, region,
          CAST(row_number() OVER (ORDER BY country NULLS LAST, region NULLS LAST) - 1 AS INTEGER) AS number
        FROM (SELECT DISTINCT country, region FROM \(view) WHERE customer_id IS NOT NULL)
        """)
      joins +=
        " LEFT JOIN study_places AS p ON p.country IS NOT DISTINCT FROM l.country"
        + " AND p.region IS NOT DISTINCT FROM l.region"
      place = "coalesce(p.number, 0)"
      let (countries, regions) = try session.execute("SELECT country, region FROM study_places ORDER BY number")
        .columns(String?.self, String?.self)
      places = zip(countries, regions).map { ($0, $1) }
    }
    self.places = max(places.count, 1)
    self.joins = joins
    mark =
      isNeeded
      ? "CAST((\(category) * \(Self.payments) + \(payment)) * \(self.places) + \(place) AS INTEGER)"
      : "CAST(0 AS INTEGER)"
    features = requests.map { request in
      switch request {
      case .purchases(let feature): .purchases(feature)
      case .categoryShare(let rank): .share(tag: Self.categoryTag, code: rank)
      case .cashShare: .share(tag: Self.cashTag, code: 1)
      case .place(let choice):
        .isMost(
          tag: Self.placeTag,
          codes: Set(
            places.indices.filter {
              (choice.column == "country" ? places[$0].country : places[$0].region) == choice.value
            }))
      }
    }
  }

  /// The tags of lines with these marks.
  func tags(_ marks: [Int32]) -> LineTags {
    guard isNeeded else { return .none }
    let all = 0..<Self.categories * Self.payments * places
    return LineTags(
      marks: marks,
      codes: [
        all.map { Int32($0 / places / Self.payments - 1) }, all.map { Int32($0 / places % Self.payments - 1) },
        all.map { Int32($0 % places) },
      ], counts: [Self.categories - 1, Self.payments - 1, places])
  }
}
