/// What is wrong with a JSON output that a part of the model is read from.
public enum ReportModelError: Error, CustomStringConvertible {
  /// A member is missing or has another type; the path names it, such as `contract.options[1].refits_per_year`.
  case missing(String)

  /// The fault in words.
  public var description: String {
    switch self {
    case .missing(let path): "the report cannot read \(path): it is missing or has another type"
    }
  }
}
