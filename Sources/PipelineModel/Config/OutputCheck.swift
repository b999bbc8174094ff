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
    /// Every value of a column stands in a column of another output (nulls aside).
    case foreignKey(column: String, target: Reference)
    /// The newest value of a column is not too old.
    case freshness(column: String, within: Age, base: AgeBase)
    /// Rows or an aggregate do not differ too much from the version that this one replaces.
    case change(Change)
    /// The columns and their types are as promised.
    case contract(Contract)
    /// A SELECT over `data` that must give no row.
    case sql(String)
    /// The newest data of a source is not too old.
    case sourceAge(SourceFreshness)
    /// Not too many of a source's rows were rejected.
    case rejectShare(SourceRejects)
  }

  /// A column of an output.
  public struct Reference: Sendable, Hashable {
    /// The stage that makes it.
    public var stage: String
    /// The output.
    public var output: String
    /// The column.
    public var column: String

    /// Makes a reference.
    public init(stage: String, output: String, column: String) {
      self.stage = stage
      self.output = output
      self.column = column
    }
  }

  /// From when an age is counted.
  public enum AgeBase: Sendable, Hashable {
    /// The time of the run: judged at every run, from what was measured when the output was made.
    case now
    /// The pipeline's `as_of` where it is a date: ISO 8601 text.
    case date(String)
    /// The pipeline's `as_of` where it follows from the data: the column that holds it.
    case column(Reference)
  }

  /// A bound on the change from one version to the next.
  public struct Change: Sendable, Hashable {
    /// Which way is bounded.
    public enum Direction: String, Sendable, Hashable, CaseIterable {
      case both, fall, rise
    }

    /// An aggregate over the output; nil for the number of rows.
    public var aggregate: String?
    /// The largest change, in percent of the earlier value.
    public var maximumPercent: Double
    /// Which way is bounded.
    public var direction: Direction

    /// Makes a bound.
    public init(aggregate: String?, maximumPercent: Double, direction: Direction) {
      self.aggregate = aggregate
      self.maximumPercent = maximumPercent
      self.direction = direction
    }
  }

  /// What an output promises to those who read it.
  public struct Contract: Sendable, Hashable {
    /// The columns with their types, in the order of the config.
    public var columns: [OutputManifest.Column]
    /// Whether there may be more columns.
    public var allowsExtra: Bool

    /// Makes a promise.
    public init(columns: [OutputManifest.Column], allowsExtra: Bool) {
      self.columns = columns
      self.allowsExtra = allowsExtra
    }
  }

  /// What a failure means.
  public enum Severity: String, Sendable, Hashable, CaseIterable {
    case error, warn
  }

  /// How many failures are no failure yet.
  public enum Tolerance: Sendable, Hashable {
    /// So many rows.
    case rows(Int)
    /// This share of the output's rows, 0 to 1.
    case share(Double)
  }

  /// The stage that makes the output.
  public var stage: String
  /// The output; empty for a check of a source.
  public var output: String
  /// The name in messages.
  public var name: String
  /// The rule.
  public var rule: Rule
  /// What a failure means.
  public var severity: Severity
  /// How many failures are no failure yet.
  public var tolerance: Tolerance?
  /// The check as it enters the digest of the stage's checks.
  public var json: JSON

  /// Makes a check.
  public init(
    stage: String, output: String, name: String, rule: Rule, severity: Severity = .error,
    tolerance: Tolerance? = nil, json: JSON
  ) {
    self.stage = stage
    self.output = output
    self.name = name
    self.rule = rule
    self.severity = severity
    self.tolerance = tolerance
    self.json = json
  }

  /// The column of another output, or of another of the same stage, that the check reads.
  public var reference: Reference? {
    switch rule {
    case .foreignKey(_, let target): target
    case .freshness(_, _, .column(let base)): base
    default: nil
    }
  }

  /// The name of the check of a source's age.
  public static func ageName(_ source: String) -> String { "age of source \(source)" }

  /// Whether what comes of it depends on the version that is replaced, and so holds for no other replacement.
  public var isRelative: Bool { if case .change = rule { true } else { false } }

  /// Whether what comes of it depends on the clock: measured once, judged at every run.
  public var dependsOnClock: Bool {
    switch rule {
    case .sourceAge, .freshness(_, _, .now): true
    default: false
    }
  }

  /// Whether the engine is needed, or the manifest says enough.
  public var needsEngine: Bool {
    switch rule {
    case .minimumRows, .maximumRows, .contract: false
    case .change(let change): change.aggregate != nil
    default: true
    }
  }
}
