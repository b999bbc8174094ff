/// How large a share of a source's rows may be rejected.
public struct SourceRejects: Sendable, Hashable {
  /// The source.
  public var source: String
  /// Past this share, 0 to 1, a warning.
  public var warnAbove: Double?
  /// Past this share the run fails.
  public var errorAbove: Double?

  /// Makes bounds.
  public init(source: String, warnAbove: Double?, errorAbove: Double?) {
    self.source = source
    self.warnAbove = warnAbove
    self.errorAbove = errorAbove
  }

  /// The bound that so many rows are past, and what that means; nil where they are within both.
  public func bound(rejected: Int, of rows: Int) -> (share: Double, severity: OutputCheck.Severity)? {
    guard rejected > 0, rows > 0 else { return nil }
    let share = Double(rejected) / Double(rows)
    if let errorAbove, share > errorAbove { return (errorAbove, .error) }
    if let warnAbove, share > warnAbove { return (warnAbove, .warn) }
    return nil
  }
}
