public import JSON

/// A rule that an output must meet before it is published.
public struct OutputCheck: Sendable, Hashable {
  /// What is checked.
  public enum Rule: Sendable, Hashable {
    /// No null in these columns.
    case notNull([String])
    /// No two rows equal in these columns.
    case unique([String])
    /// At least so many rows.
    case minimumRows(Int)
    /// At most so many rows.
    case maximumRows(Int)
    /// A column holds these values only (nulls aside).
    case acceptedValues(column: String, values: [String])
    /// A column lies between two bounds (nulls aside).
    case range(column: String, minimum: Double?, maximum: Double?)
    /// A SELECT over `data` that must give no row.
    case sql(String)
  }

  /// What a failure means.
  public enum Severity: String, Sendable, Hashable, CaseIterable {
    case error, warn
  }

  /// The stage that makes the output.
  public var stage: String
  /// The output.
  public var output: String
  /// The name in messages.
  public var name: String
  /// The rule.
  public var rule: Rule
  /// What a failure means.
  public var severity: Severity
  /// The rule as it enters the fingerprint.
  public var json: JSON
}
