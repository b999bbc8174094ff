internal import Glibc
internal import JSON
public import Platform

/// What a collection takes away, and what stays.
public struct Garbage: Sendable {
  /// A version that no kept run reaches.
  public struct Version: Sendable, Hashable {
    /// The stage.
    public var stage: String
    /// The version.
    public var version: String
    /// Bytes of its files.
    public var bytes: Int
  }

  /// Versions to remove.
  public var versions: [Version] = []
  /// Runs whose records go.
  public var runs: [String] = []
  /// Quarantined outputs to remove: names below `quarantine`.
  public var quarantine: [String] = []
  /// Bytes that the disk gets back; a file that several versions share counts once, and only where the last goes.
  public var freedBytes = 0
  /// Versions that stay.
  public var keptVersions = 0
  /// Runs that stay.
  public var keptRuns: [String] = []
  /// Bytes that stay, a shared file counted once.
  public var keptBytes = 0
  /// Whether what must stay is more than the bound.
  public var exceedsBound = false

  /// Nothing.
  public init() {}

  /// Whether there is nothing to remove.
  public var isEmpty: Bool { versions.isEmpty && runs.isEmpty && quarantine.isEmpty }
}

extension Store {
  /// Decides what a collection would take away; changes nothing.
  ///
  /// Kept are the current versions, those of the newest good runs and of every run since, those of young runs, and
  /// those that were current a moment ago.
  /// - Throws: `FileError` where a folder cannot be listed.
  public func findGarbage(_ policy: RetentionPolicy, now: Instant = Clock.now) throws(FileError) -> Garbage {
    try GarbageFinder(store: self, policy: policy, now: now).find()
  }

  /// Takes away what was planned. Call with the lock held, with a plan made under it.
  ///
  /// Records go first, so that no record is left whose versions are gone; each version is set aside under a hidden name
  /// before its files go, so that none is ever there in part.
  /// - Throws: `FileError`; what was not reached stays, whole.
  public func remove(_ garbage: Garbage) throws(FileError) {
    for run in garbage.runs { try removeAside(layout.runs, run) }
    try StoreStep.recordsRemoved.reach(layout.runs)
    for version in garbage.versions {
      try removeAside(layout.stage(version.stage), version.version)
      if try Files.list(layout.stage(version.stage)).isEmpty { try Files.remove(layout.stage(version.stage)) }
    }
    for name in garbage.quarantine { try Files.remove("\(layout.quarantine)/\(name)") }
    try journal.rewrite(keeping: Set(garbage.keptRuns))
    try journal.append(
      .gc, run: pointer?.run ?? "",
      [
        ("versions", .int(garbage.versions.count)), ("runs", .int(garbage.runs.count)),
        ("freed_bytes", .int(garbage.freedBytes)),
      ])
  }

  func removeAside(_ folder: String, _ name: String) throws(FileError) {
    // Between two versions is a good place to stop: what was reached is gone, the rest is whole.
    if Interruption.signalNumber != nil { throw FileError("remove", "\(folder)/\(name)", code: EINTR) }
    let aside = "\(folder)/.removed-\(name)"
    try Files.remove(aside)
    try Files.rename(folder + "/" + name, to: aside)
    try StoreStep.versionSetAside.reach(aside)
    try Files.remove(aside)
    try StoreStep.versionRemoved.reach(folder)
  }
}
