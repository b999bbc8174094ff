/// Which purchases a customer's features look at, seen from an instant.
public enum HistoryWindow: Sendable, Hashable, CustomStringConvertible {
  /// Everything before the instant.
  case cumulative
  /// The last N calendar months before the instant, the first midnight included.
  case rolling(months: Int)

  /// Reads `cumulative`, `rolling 12 months` or `12 months`.
  /// - Throws: `AnalyticsError` for anything else.
  public init(parsing text: String) throws {
    var words = text.lowercased().split(separator: " ", omittingEmptySubsequences: true).map(String.init)
    if words == ["cumulative"] {
      self = .cumulative
      return
    }
    if words.first == "rolling" { words.removeFirst() }
    guard words.count == 2, words[1] == "months" || words[1] == "month", let months = Int(words[0]),
      (1...1200).contains(months)
    else { throw AnalyticsError.invalidWindow(text) }
    self = .rolling(months: months)
  }

  /// The first instant that the window sees from `instant`.
  public func start(from instant: Int64) -> Int64 {
    switch self {
    case .cumulative: .min
    case .rolling(let months): Instant.adding(months: -months, to: instant)
    }
  }

  /// The text that ``init(parsing:)`` reads.
  public var description: String {
    switch self {
    case .cumulative: "cumulative"
    case .rolling(let months): "rolling \(months) month\(months == 1 ? "" : "s")"
    }
  }
}
