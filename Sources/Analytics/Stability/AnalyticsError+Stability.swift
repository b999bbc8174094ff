/// The refusals of the purchase history and the stability study, each with its mend.
extension AnalyticsError {
  static func invalidHistory(_ reason: String) -> AnalyticsError {
    AnalyticsError(.invalidArgument, "purchase history: \(reason)")
  }

  static func invalidStep(_ text: String) -> AnalyticsError {
    AnalyticsError(
      .invalidArgument,
      "stability.step \"\(text)\" is not a step; write a number of days, weeks or months, such as \"1 month\"")
  }

  static func invalidInitial(_ text: String) -> AnalyticsError {
    AnalyticsError(
      .invalidArgument,
      "stability.initial \"\(text)\" is neither a share nor a date; write \"50%\" or \"2011-06-01\"")
  }

  static func invalidWindow(_ text: String) -> AnalyticsError {
    AnalyticsError(
      .invalidArgument,
      "stability.window \"\(text)\" is not a window; write \"cumulative\" or \"rolling 12 months\"")
  }

  static func invalidParameter(_ name: String, _ mend: String) -> AnalyticsError {
    AnalyticsError(.invalidArgument, "\(name): \(mend)")
  }

  /// - Parameter others: names that are known beside those of `PurchaseFeature`.
  public static func unsupportedFeatures(_ names: [String], known others: [String] = []) -> AnalyticsError {
    AnalyticsError(
      .invalidArgument,
      "the stability study cannot compute \(names.joined(separator: ", ")) as of a past instant; it knows "
        + (PurchaseFeature.allCases.map(\.rawValue) + others).joined(separator: ", ")
        + ": cluster on these, or leave the stability stage out")
  }

  static func historyTooShort(from first: Int64, initial: Int64, asOf: Int64, step: CalendarStep) -> AnalyticsError {
    AnalyticsError(
      .notEnoughData,
      "the history from \(CivilDate(instant: first)) to \(CivilDate(instant: asOf)) leaves no whole step of \(step) "
        + "after a first fit on \(CivilDate(instant: initial)); choose an earlier stability.initial or a shorter "
        + "stability.step")
  }

  static func tooManySteps(_ step: CalendarStep) -> AnalyticsError {
    AnalyticsError(
      .invalidArgument,
      "stability.step of \(step) makes more than \(StudyGrid.mostSteps) steps; choose a longer one or a later "
        + "stability.initial")
  }

  static func tooFewCustomers(at instant: Int64, known: Int, clusters: Int) -> AnalyticsError {
    AnalyticsError(
      .notEnoughData,
      "only \(known) customers are known on \(CivilDate(instant: instant)), too few for \(clusters) clusters; choose a "
        + "later stability.initial, a longer stability.window or fewer clusters")
  }
}
