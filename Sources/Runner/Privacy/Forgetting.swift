public import ArtifactStore
internal import Engines
internal import PipelineModel
internal import Platform

/// Erases customers: notes them in the list of erasures, lets the pipeline run without their rows, takes away whatever
/// of the output folder still names them, and looks through all of it to prove that.
///
/// Every step can be done again: one that was killed is finished by the next call.
public struct Forgetting {
  /// What came of it.
  public struct Outcome: Sendable {
    /// Customers asked for.
    public var customers: Int
    /// Those of them that were on the list before.
    public var knownBefore: Int
    /// Those of them that nothing named.
    public var unseen: Int
    /// Versions that were removed.
    public var versions: [Garbage.Version] = []
    /// Entries of the quarantine that were removed.
    public var quarantine: [String] = []
    /// Files in which names were replaced by `[erased]`, or that were thrown away, below the output folder.
    public var records: [String] = []
    /// Stages that go on with what an earlier version made of everybody, such as a model that is held.
    public var holding: [String] = []
    /// The scan after all that: what it found and is certain is left of them.
    public var scan = PersonScan()

    /// What is left of them.
    public var remaining: [PersonFinding] { scan.findings.filter(\.isCertain) }
    /// Equal texts that mean something else.
    public var coincidences: [PersonFinding] { scan.findings.filter { !$0.isCertain } }
  }

  private let project: Project
  private let customers: [String]
  private let lockTimeout: Double

  /// Prepares to erase.
  ///
  /// - Parameters:
  ///   - customers: their ids, as the source has them.
  public init(_ project: Project, customers: [String], lockTimeout: Double) {
    self.project = project
    var seen: Set<String> = []
    self.customers = customers.map(CustomerName.clean).filter { !$0.isEmpty && seen.insert($0).inserted }
    self.lockTimeout = lockTimeout
  }

  private func finder() throws(ConfigError) -> PersonFinder {
    let key = try project.protection()?.key
    return PersonFinder(customers.map { id in [id] + (key.map { [$0.hex(id)] } ?? []) })
  }

  /// What names them now; changes nothing.
  /// - Throws: `ConfigError`, `FileError`, `StageFailure`.
  public func preview() throws -> PersonScan { try OutputScan(store: project.store, finder: try finder()).run() }

  /// Erases them.
  ///
  /// - Parameters:
  ///   - run: lets the pipeline run; gives whether that succeeded.
  /// - Returns: nil where the run failed: they are on the list, and nothing was removed.
  /// - Throws: `ConfigError`, `RunError`, `FileError`, `StageFailure`.
  public func execute(waiting: (_ holder: String) -> Void, run: () throws -> Bool) throws -> Outcome? {
    let finder = try finder()
    let knownBefore = try note(waiting)
    // Before the run, which has no rows of theirs to show: whoever nothing names may be misspelt.
    _ = try OutputScan(store: try Store(root: project.store.layout.root), finder: finder).run()
    let seen = finder.found
    guard try run() else { return nil }
    let lock = try StoreLock.take(project.store.layout, timeout: lockTimeout, waiting: waiting)
    defer { withExtendedLifetime(lock) {} }
    lock.note("forget \(Environment.processID)")
    let store = try Store(root: project.store.layout.root)
    _ = try store.recover()
    var outcome = Outcome(customers: customers.count, knownBefore: knownBefore, unseen: customers.count - seen.count)
    try remove(try OutputScan(store: store, finder: finder).run(), finder, store, &outcome)
    outcome.scan = try OutputScan(store: store, finder: finder).run()
    outcome.holding = holding(store)
    try store.noteForgotten(
      customers: customers.count, versions: outcome.versions.count, isComplete: outcome.remaining.isEmpty)
    if outcome.remaining.isEmpty { try complete() }
    return outcome
  }

  private func holding(_ store: Store) -> [String] {
    project.config.stages.filter { stage in
      guard let state = stage.kind.held, let current = store.current(stage.id), let held = current.key?.held else {
        return false
      }
      return current.outputs[state.output]?.digest == held.content
    }.map(\.id)
  }

  // MARK: - The list

  /// Puts them on the list. Under the lock, so that no run reads an older one meanwhile.
  /// - Returns: how many were on it before.
  private func note(_ waiting: (String) -> Void) throws -> Int {
    try Files.makeFolder(project.store.layout.root)
    let lock = try StoreLock.take(project.store.layout, timeout: lockTimeout, waiting: waiting)
    defer { withExtendedLifetime(lock) {} }
    return try ErasureFile.change(project.config.privacy.erasures) { list in
      let now = Instant.now.description
      let added = customers.reduce(0) { $0 + (list.add($1, at: now) ? 1 : 0) }
      list.reopen(customers)
      return customers.count - added
    }
  }

  private func complete() throws {
    try ErasureFile.change(project.config.privacy.erasures) { $0.complete(customers, at: Instant.now.description) }
  }

  // MARK: - Removing

  private func remove(
    _ scan: PersonScan, _ finder: PersonFinder, _ store: Store, _ outcome: inout Outcome
  ) throws {
    var versions: [String: Set<String>] = [:]
    for finding in scan.findings {
      let file = "\(store.layout.root)/\(finding.path)"
      switch finding.place {
      case .version(let stage, let version, false): versions[stage, default: []].insert(version)
      case .quarantine(let name):
        if outcome.quarantine.contains(name) { continue }
        try Files.remove("\(store.layout.quarantine)/\(name)")
        outcome.quarantine.append(name)
      case .run, .journal:
        try Redaction.redact(file, finder)
        outcome.records.append(finding.path)
      case .cache:
        try Files.remove(file)
        outcome.records.append(finding.path)
      case .version, .report, .other: break
      }
    }
    for (stage, names) in versions.sorted(by: { $0.key < $1.key }) {
      for version in names.sorted() {
        outcome.versions.append(try store.remove(version: version, of: stage))
      }
    }
  }
}
