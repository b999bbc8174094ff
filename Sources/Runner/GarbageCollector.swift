public import ArtifactStore
public import PipelineModel
public import Platform

/// Takes away what no kept run reaches.
public struct GarbageCollector {
  private let project: Project
  private let policy: RetentionPolicy

  /// Makes a collector for a pipeline's output folder.
  public init(_ project: Project, _ policy: RetentionPolicy) {
    self.project = project
    self.policy = policy
  }

  /// What would go; changes nothing, and waits for nobody.
  /// - Throws: `FileError`.
  public func preview() throws(FileError) -> Garbage { try project.store.findGarbage(policy) }

  /// Takes it away, under the lock.
  ///
  /// - Parameters:
  ///   - waiting: called with the holder of the lock where there is one to wait for.
  /// - Returns: what went, and what was found to be mended first.
  /// - Throws: `RunError`, `FileError`.
  public func collect(
    lockTimeout: Double, waiting: (_ holder: String) -> Void
  ) throws -> (garbage: Garbage, findings: [String]) {
    let layout = project.store.layout
    guard Files.exists(layout.root) else { return (Garbage(), []) }
    let lock = try StoreLock.take(layout, timeout: lockTimeout, waiting: waiting)
    defer { withExtendedLifetime(lock) {} }
    lock.note("gc \(Environment.processID)")
    let store = try Store(root: layout.root)
    let findings = try store.recover()
    let garbage = try store.findGarbage(policy)
    try store.remove(garbage)
    return (garbage, findings)
  }
}

extension RetentionPolicy {
  /// What a pipeline's `retention` says.
  public init(_ retention: PipelineConfig.Retention) {
    self.init(
      keepRuns: retention.keepRuns, keepDays: retention.keepDays, maximumBytes: retention.maximumBytes)
  }
}
