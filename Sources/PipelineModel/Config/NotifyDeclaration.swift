/// Whom a run tells what became of it.
public struct NotifyDeclaration: Sendable, Hashable {
  /// What is told.
  public enum Event: String, Sendable, Hashable, CaseIterable {
    /// The run failed.
    case failure
    /// The run succeeded, and the one before had failed.
    case recovery
    /// The run succeeded, with warnings.
    case warning
    /// The run succeeded, and the clusters are older than the recommended interval.
    case refitDue = "refit_due"
  }

  /// How it is told.
  public struct Hook: Sendable, Hashable {
    /// A program and its arguments; it reads the notice on its standard input.
    public var command: [String]
    /// The environment variable that holds the URL to which the notice is posted.
    public var urlVariable: String?
    /// How long each may take.
    public var timeout = Age(seconds: 30)
    /// Whether the notice holds a few of the rows that fail checks.
    public var includesRows = false

    /// A hook that runs a program.
    public init(command: [String]) { self.command = command }
  }

  /// The hook of each event that has one.
  public var hooks: [Event: Hook] = [:]

  /// Tells nobody.
  public init() {}
}

/// Where the figures of a run are written for a monitoring system.
public struct MetricsDeclaration: Sendable, Hashable {
  /// A file in the Prometheus text format, absolute; nil for none.
  public var textfile: String?

  /// Makes a declaration.
  public init(textfile: String? = nil) { self.textfile = textfile }
}
