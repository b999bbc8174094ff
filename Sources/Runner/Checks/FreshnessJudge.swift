internal import PipelineModel
internal import Platform

/// Says whether what was measured is too old.
enum FreshnessJudge {
  /// Judges one age against one bound.
  ///
  /// - Parameters:
  ///   - what: what was measured.
  ///   - time: from when the age is counted, microseconds since 1970.
  ///   - word: what that time is called.
  static func judge(_ result: inout CheckResult, _ what: String, within: Age, at time: Int, called word: String) {
    result.failures = 0
    result.finding = nil
    guard let newest = result.newest else {
      result.failures = 1
      result.finding = "no \(what) at all; at most \(within) before \(word) is allowed"
      return
    }
    let age = Age(seconds: (time - newest) / 1_000_000)
    guard age > within else { return }
    result.failures = 1
    result.finding =
      "the newest \(what) is \(Instant(microseconds: newest)), \(age) before \(word) "
      + "(\(Instant(microseconds: time))); at most \(within) is allowed"
  }

  /// Judges the age of a source against its two bounds.
  static func judge(_ result: inout CheckResult, _ freshness: SourceFreshness, newest: Int?, at time: Int) {
    result.newest = newest
    result.failures = 0
    result.finding = nil
    let age = newest.map { Age(seconds: (time - $0) / 1_000_000) }
    let (bound, severity): (Age?, OutputCheck.Severity) =
      if let error = freshness.errorAfter, age.map({ $0 > error }) ?? true {
        (error, .error)
      } else if let warn = freshness.warnAfter, age.map({ $0 > warn }) ?? true {
        (warn, .warn)
      } else {
        (nil, .warn)
      }
    result.severity = severity
    guard let bound else { return }
    result.failures = 1
    result.finding =
      if let age, let newest {
        "the newest data is \(age) old (\(Instant(microseconds: newest))); at most \(bound) is allowed"
      } else {
        "it holds no data that tells its time; at most \(bound) old is allowed"
      }
  }
}
