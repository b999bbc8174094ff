/// How old the newest data of a source may be at a run.
public struct SourceFreshness: Sendable, Hashable {
  /// The source.
  public var source: String
  /// The column of the ingested lines that tells the time, as `OUTPUT.COLUMN`; nil for `occurred_at` of the first
  /// output that has it.
  public var column: String?
  /// Past this, a warning.
  public var warnAfter: Age?
  /// Past this, the run fails.
  public var errorAfter: Age?

  /// Makes bounds.
  public init(source: String, column: String? = nil, warnAfter: Age?, errorAfter: Age?) {
    self.source = source
    self.column = column
    self.warnAfter = warnAfter
    self.errorAfter = errorAfter
  }
}
