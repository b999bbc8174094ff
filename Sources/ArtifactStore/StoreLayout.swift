/// Where things lie in an output folder.
public struct StoreLayout: Sendable, Hashable {
  /// The output folder, absolute.
  public var root: String

  /// Makes the layout of an output folder.
  public init(root: String) { self.root = root }

  /// All versions of all stages.
  public var artifacts: String { root + "/artifacts" }
  /// All versions of a stage.
  public func stage(_ id: String) -> String { "\(artifacts)/\(id)" }
  /// One version of a stage.
  public func version(_ id: String, _ version: String) -> String { "\(artifacts)/\(id)/\(version)" }
  /// Where a run writes a stage's outputs before they are published.
  public func staging(_ id: String, run: String) -> String { "\(artifacts)/\(id)/.staging-\(run)" }
  /// All run records.
  public var runs: String { root + "/runs" }
  /// One run's folder.
  public func run(_ id: String) -> String { "\(runs)/\(id)" }
  /// What a stage's program printed in a run.
  public func log(run: String, stage: String) -> String { "\(self.run(run))/logs/\(stage).log" }
  /// Which version of each stage is current.
  public var current: String { root + "/current.json" }
  /// Links to the current versions, for people.
  public var currentLinks: String { root + "/current" }
  /// The last good run's dashboard: a link into `reports`.
  public var report: String { root + "/report" }
  /// The dashboards that `report` can point to.
  public var reports: String { root + "/.reports" }
  /// What the current version of the stage that exports has written: a link.
  public var exports: String { root + "/exports" }
  /// What failed its checks.
  public var quarantine: String { root + "/quarantine" }
  /// What each run did, line by line.
  public var journal: String { root + "/journal.ndjson" }
  /// What scheduled runs print.
  public var scheduleLog: String { root + "/schedule.log" }
  /// Which version each stage that writes outside the folder last put there.
  public var outside: String { root + "/outside.json" }
  /// The lock file.
  public var lock: String { root + "/lock" }
  /// What can be thrown away.
  public var cache: String { root + "/cache" }
  /// There while the last run that was told as failed never held the lock, and so left no record.
  public var refused: String { cache + "/refused" }
}
