/// What a run is asked to do.
public struct RunOptions: Sendable {
  /// Stages that run at the same time; nil for one a processor.
  public var jobs: Int?
  /// Selectors: `rfm`, `rfm+`, `+rfm`.
  public var select: [String] = []
  /// Stages that run even where they are fresh.
  public var force: [String] = []
  /// Whether stages that do not depend on a failed one still run.
  public var keepGoing = false
  /// Stages whose change from the current version is accepted, however large.
  public var accept: [String] = []
  /// The stage whose current version is taken for what it would give now; it is not run.
  public var acceptAsEqual: String?
  /// Seconds to wait for another run to end.
  public var lockTimeout = 60.0

  /// The usual run.
  public init() {}
}
