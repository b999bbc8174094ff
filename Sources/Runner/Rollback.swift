internal import ArtifactStore
internal import Engines
internal import JSON
public import PipelineModel
internal import Platform

/// Makes the versions of a past run current again, all in one step.
public struct Rollback {
  /// What a rollback did.
  public struct Outcome: Sendable {
    /// The run that it went back to.
    public var target: String
    /// The run that it is itself; nil where there was nothing to do.
    public var run: RunOutcome?
    /// What the next run would do to each stage that is not as the config wants it, in graph order; nil where that
    /// cannot be told, such as where a source is missing.
    public var next: [Decision]?
  }

  private let project: Project
  private let lockTimeout: Double

  /// Makes a rollback of a pipeline's output folder.
  public init(_ project: Project, lockTimeout: Double) {
    self.project = project
    self.lockTimeout = lockTimeout
  }

  /// Goes back to a run.
  ///
  /// - Parameters:
  ///   - name: the run's id, a beginning of it that no other has, `latest` or `previous`.
  ///   - waiting: called with the holder of the lock where there is one to wait for.
  /// - Throws: `ConfigError` where there is no such run or it was never current, `StageFailure` where its versions are
  ///   not all there and whole, `RunError`, `FileError`. What was current stays current then.
  public func execute(to name: String, waiting: (_ holder: String) -> Void) throws -> Outcome {
    // Before the lock: a name that leads nowhere need not wait.
    let named = try Self.target(name, project.store)
    if project.store.pointer?.versions == named.versions {
      return Outcome(target: named.id, run: nil, next: nextDecisions(project))
    }
    let watch = Stopwatch()
    let session = try StoreSession(project, kind: "rollback", lockTimeout: lockTimeout, waiting: waiting)
    do {
      let target = try Self.target(named.id, session.project.store)
      let outcome = try execute(session, target, watch)
      return Outcome(target: target.id, run: outcome, next: nextDecisions(session.project))
    } catch {
      session.abandon(error, seconds: watch.elapsed)
      if Interruption.signalNumber != nil { throw RunError(cause: .cancelled, description: "stopped") }
      throw error
    }
  }

  private func execute(_ session: StoreSession, _ target: PastRun, _ watch: Stopwatch) throws -> RunOutcome {
    let store = session.project.store
    let (before, previous) = (store.pointer?.versions ?? [:], store.pointer?.run)
    let stages = try order(of: target.versions, session.project).map { stage, version in
      let manifest = try whole(stage, version, of: target, store)
      return StageOutcome(
        stage: stage, verdict: before[stage] == version ? .fresh : .restored, seconds: 0,
        reasons: [before[stage] == version ? .unchanged : .builtBefore(version: version)], manifest: manifest)
    }
    var outcome = RunOutcome(
      run: session.run, status: .succeeded, seconds: watch.elapsed, stages: stages,
      warnings: store.warnings + session.findings)
    RunPublisher(session).publish(&outcome)
    outcome.seconds = watch.elapsed
    do {
      try session.end(
        outcome.status, seconds: outcome.seconds, record: record(outcome, target, previous: previous, session))
    } catch {
      outcome.warnings.append("the rollback's record could not be kept: \(error)")
    }
    return outcome
  }

  /// The rollback's record: what was asked for, and of which sources, is what it was in the target's run.
  private func record(
    _ outcome: RunOutcome, _ target: PastRun, previous: String?, _ session: StoreSession
  ) -> JSON {
    let record = RunRecord(
      project: session.project, outcome: outcome, options: RunOptions(), began: session.startedAt, planned: [],
      sources: [:], identities: [:], previous: previous)
    let told: Set = ["pipeline", "config", "parameters", "overrides", "sources"]
    let members = (record.json.object ?? []).map { member in
      (member.key, told.contains(member.key) ? target.json[member.key] ?? nil : member.value)
    }
    return .members(members + [("rollback_of", .string(target.id))])
  }

  // MARK: - What to go back to

  /// The record of the run that is meant.
  private static func target(_ name: String, _ store: Store) throws -> PastRun {
    let history = RunHistory(store.layout)
    let id = try history.resolve(name)
    guard let record = history.run(id) else {
      throw ConfigError(
        "rollback \(id)", nil, "the run's record cannot be understood", mend: "choose another run: palier history")
    }
    guard record.wasCurrent, !record.versions.isEmpty else {
      throw ConfigError(
        "rollback \(id)", nil,
        "that run was \(record.status.replacing("_", with: " ")): its results were never current",
        mend: "choose a run that succeeded: palier history")
    }
    return record
  }

  /// Stages in graph order; those that the pipeline no longer has come first.
  private func order(of versions: [String: String], _ project: Project) -> [(String, String)] {
    let gone = versions.keys.filter { !project.graph.order.contains($0) }.sorted()
    return (gone + project.graph.order).compactMap { stage in versions[stage].map { (stage, $0) } }
  }

  /// A version that is there with every byte as it was published.
  private func whole(_ stage: String, _ version: String, of target: PastRun, _ store: Store) throws -> Manifest {
    let mend = "choose another run: palier history; what was current still is"
    guard let manifest = store.manifest(stage, version) else {
      let isThere = Files.exists(store.layout.version(stage, version))
      throw StageFailure(
        "run \(target.id) cannot be made current: its version \(version) of \(stage) "
          + (isThere ? "is damaged: its manifest is missing or was altered" : "is no longer there"), mend: mend)
    }
    if let damage = try store.deepDamage(manifest) {
      throw StageFailure(
        "run \(target.id) cannot be made current: its version \(version) of \(stage) is damaged: \(damage)", mend: mend)
    }
    return manifest
  }

  /// What the next run would do, where that can be told.
  private func nextDecisions(_ project: Project) -> [Decision]? {
    guard let decisions = try? project.planner().plan(project.store) else { return nil }
    return decisions.filter { $0.verdict != .fresh }
  }
}
