internal import PipelineModel

/// Says whether what was measured is too old.
enum FreshnessJudge {
  /// Judges one age against one bound.
  ///
  /// - Parameters:
  ///   - column: what was measured.
  ///   - time: from when the age is counted, microseconds since 1970.
  ///   - base: what that time is.
  static func judge(
    _ result: inout CheckResult, _ column: String, within: Age, at time: Int, _ base: CheckFinding.Base
  ) {
    result.failures = 0
    result.finding = nil
    guard let newest = result.newest else {
      result.failures = 1
      result.finding = .noTime(column: column, base: base, allowed: within)
      return
    }
    let age = Age(from: newest, to: time)
    guard age > within else { return }
    result.failures = 1
    result.finding = .tooOld(column: column, newest: newest, at: time, base: base, allowed: within)
  }

  /// Judges the age of a source against its two bounds.
  ///
  /// - Parameter newest: when its newest data are of, or else its newest file. What was measured of the data alone stays
  ///   with the result, which is kept: a file may be delivered again.
  static func judge(_ result: inout CheckResult, _ freshness: SourceFreshness, newest: Int?, at time: Int) {
    result.failures = 0
    result.finding = nil
    let age = newest.map { Age(from: $0, to: time) }
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
      newest.map { .sourceTooOld(newest: $0, at: time, allowed: bound) } ?? .sourceWithoutTime(allowed: bound)
  }
}
