/// How old something may be: `2 days`, `36 hours`, `90 minutes`, `1 week`.
public struct Age: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// Whole seconds.
  public var seconds: Int

  /// Makes an age.
  public init(seconds: Int) { self.seconds = seconds }

  /// The time from one instant to another, in microseconds since 1970; however far they are from one another.
  public init(from newest: Int, to time: Int) {
    let (difference, isFar) = time.subtractingReportingOverflow(newest)
    seconds = (isFar ? (newest < 0 ? .max : .min) : difference) / 1_000_000
  }

  private static let units = [("day", 86_400), ("hour", 3600), ("minute", 60), ("second", 1)]

  /// What an age looks like, for messages.
  public static let words = "an age such as \"2 days\", \"36 hours\" or \"90 minutes\""

  /// Reads an age of a second or more; nil where the text is none.
  public init?(_ text: String) {
    guard let seconds = Duration.seconds(text), seconds >= 1, seconds < 1e10 else { return nil }
    self.seconds = Int(seconds)
  }

  public static func < (a: Age, b: Age) -> Bool { a.seconds < b.seconds }

  /// The two largest units that count: `3 days 4 hours`.
  public var description: String {
    guard seconds != 0 else { return "0 seconds" }
    var rest = seconds.magnitude
    var parts: [String] = []
    for (name, size) in Self.units where parts.count < 2 {
      let count = rest / UInt(size)
      rest %= UInt(size)
      if count > 0 { parts.append("\(count) \(name)\(count == 1 ? "" : "s")") } else if !parts.isEmpty { break }
    }
    return (seconds < 0 ? "-" : "") + parts.joined(separator: " ")
  }
}
