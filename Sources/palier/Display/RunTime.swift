internal import Platform

/// When a run was, for people.
enum RunTime {
  /// `2026-01-31 03:00` in UTC, from an instant, else from the run's id, which begins with one.
  static func shown(_ instant: String?, id: String) -> String {
    if let instant, let match = instant.prefixMatch(of: /(\d{4}-\d\d-\d\d)T(\d\d:\d\d)/)?.output {
      return "\(match.1) \(match.2)"
    }
    guard let match = id.prefixMatch(of: /(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)/)?.output else { return "" }
    return "\(match.1)-\(match.2)-\(match.3) \(match.4):\(match.5)"
  }

  /// `just now`, `5 min ago`, `3 h ago`, `2 d ago`; nothing where the instant cannot be read.
  static func ago(_ instant: String?, now: Instant = .now) -> String {
    guard let then = instant.flatMap({ Instant(stamp: $0) }) else { return "" }
    let seconds = max(0, now.microseconds - then.microseconds) / 1_000_000
    return switch seconds {
    case ..<60: "just now"
    case ..<3600: "\(seconds / 60) min ago"
    case ..<172_800: "\(seconds / 3600) h ago"
    default: "\(seconds / 86_400) d ago"
    }
  }
}
