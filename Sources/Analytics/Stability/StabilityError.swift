/// What stops a stability study or a reading of the purchase history, each with its mend.
public enum StabilityError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The history cannot be read as given: unequal columns, an index out of range, a price below zero, a sum past Int64.
  case invalidHistory(String)
  /// A step that is not `N days`, `N weeks` or `N months`.
  case invalidStep(String)
  /// An `initial` that is neither a share between 0 % and 100 % nor a date.
  case invalidInitial(String)
  /// A parameter outside its range: its name and what it should be.
  case invalidParameter(name: String, mend: String)
  /// Features that cannot be computed for a past instant.
  case unsupportedFeatures([String])
  /// Not one whole step fits between `initial` and `as_of`.
  case historyTooShort(first: CivilDate, initial: CivilDate, asOf: CivilDate, step: CalendarStep)
  /// Too few customers are known at an instant to fit the clusters asked.
  case tooFewCustomers(at: CivilDate, known: Int, clusters: Int)

  /// What happened and what to do about it, in one sentence or two.
  public var description: String {
    switch self {
    case .invalidHistory(let reason):
      "purchase history: \(reason)"
    case .invalidStep(let text):
      "stability.step \"\(text)\" is not a step; write a number of days, weeks or months, such as \"1 month\""
    case .invalidInitial(let text):
      "stability.initial \"\(text)\" is neither a share nor a date; write \"50%\" or \"2011-06-01\""
    case .invalidParameter(let name, let mend):
      "\(name): \(mend)"
    case .unsupportedFeatures(let names):
      "the stability study cannot compute \(names.joined(separator: ", ")) as of a past instant; it knows "
        + PurchaseFeature.allCases.map(\.rawValue).joined(separator: ", ")
        + ": cluster on these, or leave the stability stage out"
    case .historyTooShort(let first, let initial, let asOf, let step):
      "the history from \(first) to \(asOf) leaves no whole step of \(step) after the first fit on \(initial); "
        + "choose an earlier stability.initial or a shorter stability.step"
    case .tooFewCustomers(let at, let known, let clusters):
      "only \(known) customers are known on \(at), too few for \(clusters) clusters; "
        + "choose a later stability.initial, a longer window or fewer clusters"
    }
  }
}
