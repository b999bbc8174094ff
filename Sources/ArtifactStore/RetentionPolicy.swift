/// What `gc` is asked to keep.
public struct RetentionPolicy: Sendable, Hashable {
  /// Good runs whose versions are kept, newest first.
  public var keepRuns: Int
  /// Days for which every run's versions are kept.
  public var keepDays: Int
  /// Bytes that all versions together may take; older runs go until they fit. Nil for no bound.
  public var maximumBytes: Int?
  /// Seconds for which what was current stays after it is replaced: whoever reads it may still be at it.
  public var grace: Double

  /// Makes a policy.
  public init(keepRuns: Int, keepDays: Int, maximumBytes: Int? = nil, grace: Double = 600) {
    self.keepRuns = keepRuns
    self.keepDays = keepDays
    self.maximumBytes = maximumBytes
    self.grace = grace
  }
}
