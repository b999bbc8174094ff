/// The time against which ages are judged.
public enum Clock {
  /// `PALIER_NOW` where it is set (for tests: `2026-01-31T03:00:00Z`), else the system's clock.
  ///
  /// It decides how old data is and what a run's metrics say of its time; no result depends on it.
  public static var now: Instant {
    guard let text = Environment.value("PALIER_NOW"), !text.isEmpty else { return .now }
    return read(text) ?? .now
  }

  /// What is wrong with `PALIER_NOW`, or nil where nothing is.
  public static var fault: String? {
    guard let text = Environment.value("PALIER_NOW"), !text.isEmpty, read(text) == nil else { return nil }
    return "PALIER_NOW is \"\(text)\", which is no time such as 2026-01-31T03:00:00Z"
  }

  /// Reads ISO 8601 in UTC to the second, `2026-01-31T03:00:00Z`; nil where the text is none, or no such time exists.
  public static func read(_ text: String) -> Instant? {
    Instant(stamp: text).flatMap { $0.description == text ? $0 : nil }
  }
}
