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
}
