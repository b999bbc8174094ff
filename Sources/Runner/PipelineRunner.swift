internal import ArtifactStore
internal import Dispatch
internal import Engines
internal import JSON
internal import PipelineModel
internal import Platform

/// Executes a plan: decides stage by stage as upstream outcomes come in, runs what must run, publishes all at once.
public final class PipelineRunner {
  private let project: Project
  private let options: RunOptions
  private let observer: any RunObserver
  /// Called with the run's id as soon as the run has one.
  private let opened: (String) -> Void
  private let watch = Stopwatch()

  private struct Running {
    var job: Startable
    var control: JobControl
    var watch: Stopwatch
  }

  /// What running a stage, or checking what it made before, comes to.
  private typealias Work = @Sendable ([String: Manifest], StageExecutor.Attempt, JobControl) -> StageOutcome

  /// A stage that is to run.
  private struct Startable {
    var position: Int
    var stage: StageDeclaration
    var work: Work
    var attempts: [StageOutcome.Attempt] = []
  }

  private var outcomes: [String: StageOutcome] = [:]
  private var settled: [String: Manifest] = [:]
  private var running: [String: Running] = [:]
  /// Decided stages that wait for a place, in graph order.
  private var startable: [Startable] = []
  /// Stages that change what lies outside: they wait until all else is done and good.
  private var withheld: [(stage: StageDeclaration, work: Work)] = []
  /// Failed stages that are tried again later.
  private var resting: [(due: Double, again: Startable, last: StageOutcome)] = []
  private var ready: ReadyStages
  private var admission: Admission
  private let threads = WorkerThreads()
  private let completed = CompletedStages()
  private let wake = DispatchSemaphore(value: 0)
  private var hasFailed = false
  /// What was odd before anything ran.
  private var notes: [String] = []
  private var isCancelled = false
  private var sinceCancelled = Stopwatch()

  /// Seconds that a cancelled stage has to stop by itself.
  private static let patience = 0.5

  /// Makes a runner.
  /// - Parameter opened: called with the run's id as soon as the run has one, which is once it holds the lock.
  public init(
    _ project: Project, _ options: RunOptions, observer: any RunObserver, opened: @escaping (String) -> Void = { _ in }
  ) {
    self.opened = opened
    self.project = project
    self.options = options
    self.observer = observer
    ready = ReadyStages(project.graph)
    admission = Admission(
      project.config, jobs: max(1, options.jobs ?? Environment.processors), processors: Environment.processors)
  }

  /// Runs the pipeline.
  /// - Returns: what became of it; a failed stage is in it, not thrown.
  /// - Throws: `RunError`, `ConfigError` or `FileError` where the run cannot begin or cannot publish.
  public func execute() throws -> RunOutcome {
    defer { project.engine.finish() }
    let session = try StoreSession(
      project, kind: options.acceptAsEqual == nil ? "run" : "accept", lockTimeout: options.lockTimeout,
      waiting: observer.waitingForLock)
    opened(session.run)
    do {
      return try execute(session)
    } catch {
      session.abandon(error, seconds: watch.elapsed)
      if Interruption.signalNumber != nil { throw RunError(cause: .cancelled, description: "stopped") }
      throw error
    }
  }

  private func execute(_ session: StoreSession) throws -> RunOutcome {
    let fresh = session.project
    fresh.store.lookAhead()
    do {
      try RunPublisher(session).mendReport()
    } catch {
      notes.append("the dashboard of the last run could not be shown: \(error)")
    }
    // Where nothing was published yet everything runs: the engine can open while the sources are hashed.
    let needsEngine = fresh.config.stages.contains { $0.command == nil }
    if fresh.store.pointer == nil, needsEngine { fresh.databases.expect(1) }
    let sources = try fresh.sourceFiles()
    // Read once: what is planned and what is done must be the same.
    let protection = try fresh.protection()
    try fresh.requireStages(options.accept, "--accept")
    var planner = try fresh.planner(select: options.select, force: options.force)
    planner.privacy = protection?.identity
    let planned = planner.plan(fresh.store)
    for decision in planned where decision.stage == options.acceptAsEqual { try StageAcceptance.check(decision, fresh) }
    try refuseMissingInputs(planned, planner)
    fresh.store.expectVersions(planned.count { $0.verdict == .willRun || $0.verdict == .mayRun })
    observer.began(run: session.run, stages: planned.count)
    let executor = StageExecutor(
      project: fresh, run: session.run, sources: sources, accepted: Set(options.accept),
      protection: protection)
    // Each stage takes a session, and one more where its outputs are checked.
    fresh.databases.expect(
      planned.filter { $0.verdict == .willRun || $0.verdict == .mayRun }.reduce(0) { count, decision in
        guard let stage = fresh.config.stage(decision.stage) else { return count }
        return count + (stage.checks.contains(where: \.needsEngine) ? 1 : 0) + (stage.command == nil ? 1 : 0)
      })
    schedule(planner, Dictionary(uniqueKeysWithValues: planned.map { ($0.stage, $0) }), executor, fresh.store)
    return try conclude(session, planned, sources, planner.sources)
  }

  /// A selected stage needs a version of every stage it reads that is not selected.
  private func refuseMissingInputs(_ planned: [Decision], _ planner: Planner) throws {
    for decision in planned where decision.verdict != .skipped {
      for producer in planner.graph.upstream[decision.stage] ?? [] where !planner.selection.contains(producer) {
        if planned.first(where: { $0.stage == producer })?.manifest == nil {
          throw ConfigError(
            "--select \(options.select.joined(separator: " "))", nil,
            "\"\(decision.stage)\" reads \"\(producer)\", which is not selected and has no usable version",
            mend: "select +\(decision.stage)")
        }
      }
    }
  }

  // MARK: - Scheduling

  private func schedule(
    _ planner: Planner, _ planned: [String: Decision], _ executor: StageExecutor, _ store: Store
  ) {
    while true {
      startWhatCan(planner, planned, executor, store)
      if running.isEmpty, resting.isEmpty {
        guard startWithheld() else { break }
        continue
      }
      _ = wake.wait(timeout: .now() + .milliseconds(50))
      if Interruption.signalNumber != nil { cancel() }
      for outcome in completed.take() { end(outcome) }
      wakeRested()
      if isCancelled, sinceCancelled.elapsed > Self.patience { leaveRunning(executor) }
      guard observer.showsProgress else { continue }
      observer.tick(
        running.sorted { $0.key < $1.key }.map { ($0.key, $0.value.watch.elapsed, $0.value.control.progress) })
    }
    skipTheRest(planner.graph, planned)
  }

  /// Stages that were not reached, each with the failure that it waits for.
  private func skipTheRest(_ graph: PipelineGraph, _ planned: [String: Decision]) {
    var failed: [String: String] = [:]
    let first = firstFailure
    for id in graph.order {
      if outcomes[id]?.verdict == .failed { failed[id] = id }
      guard outcomes[id] == nil else { continue }
      if let decision = planned[id], decision.verdict == .skipped {
        settle(outcome(of: decision, planned: decision))
        continue
      }
      failed[id] = (graph.upstream[id] ?? []).compactMap { failed[$0] }.min()
      let reason: Reason = isCancelled ? .cancelled : .upstreamFailed(failed[id] ?? first ?? "an earlier stage")
      settle(StageOutcome(stage: id, verdict: .skipped, reasons: [reason]))
    }
  }

  private var firstFailure: String? {
    project.graph.order.first { outcomes[$0]?.verdict == .failed }
  }

  /// Whether nothing more may begin.
  private var isStopping: Bool { isCancelled || hasFailed && !options.keepGoing }

  private func startWhatCan(
    _ planner: Planner, _ planned: [String: Decision], _ executor: StageExecutor, _ store: Store
  ) {
    startAdmitted()
    while !isStopping, let id = ready.next() {
      guard let stage = planner.config.stage(id) else { continue }
      let decision = self.decision(stage, planner, planned[id], store)
      switch decision.verdict {
      case .fresh, .restored, .skipped:
        let outcome = outcome(of: decision, planned: planned[id])
        if decision.isToBeChecked {
          add(stage) { executor.recheck(stage, outcome, settled: $0, $1, $2) }
        } else {
          settle(decision.verdict == .skipped ? outcome : executor.reviewed(outcome, stage, settled))
        }
      case .willRun, .mayRun:
        guard let key = decision.key else { continue }
        let reasons = decision.reasons
        if id == options.acceptAsEqual {
          add(stage) { _, _, _ in executor.accept(stage, key, reasons) }
          continue
        }
        let work: Work = { executor.execute(stage, key, reasons, settled: $0, $1, $2) }
        if stage.kind.hasEffects { withheld.append((stage, work)) } else { add(stage, work) }
      }
    }
  }

  /// Starts what was withheld, where nothing has failed.
  /// - Returns: whether there was something to start.
  private func startWithheld() -> Bool {
    guard !withheld.isEmpty, !hasFailed, !isCancelled else { return false }
    let next = withheld
    withheld = []
    for (stage, work) in next { add(stage, work) }
    return true
  }

  /// The plan's decision, where every input was known then; else one for the inputs as they came out.
  private func decision(
    _ stage: StageDeclaration, _ planner: Planner, _ planned: Decision?, _ store: Store
  ) -> Decision {
    if let planned, planned.verdict == .skipped || planned.key != nil && stage.checks.isEmpty { return planned }
    return planner.decide(stage, settled: settled, store)
  }

  private func add(_ stage: StageDeclaration, _ work: @escaping Work) {
    add(Startable(position: ready.position(of: stage.id), stage: stage, work: work))
    startAdmitted()
  }

  private func add(_ job: Startable) {
    let place = startable.lastIndex { $0.position < job.position }.map { $0 + 1 } ?? 0
    startable.insert(job, at: place)
  }

  /// Starts what has a place now: in graph order, but what fits need not wait for what does not.
  private func startAdmitted() {
    guard !isStopping else { return }
    var index = 0
    while index < startable.count, !admission.isFull {
      if admission.admit(startable[index].stage) {
        start(startable.remove(at: index))
      } else {
        index += 1
      }
    }
  }

  private func outcome(of decision: Decision, planned: Decision?) -> StageOutcome {
    var outcome = StageOutcome(
      stage: decision.stage, verdict: .fresh, reasons: decision.reasons, manifest: decision.manifest)
    switch decision.verdict {
    case .fresh where planned?.verdict == .mayRun || planned?.verdict == .willRun:
      outcome.verdict = .cutOff
      outcome.reasons = [.inputsEqual]
    case .restored: outcome.verdict = .restored
    case .skipped: outcome.verdict = .skipped
    default: break
    }
    return outcome
  }

  private func start(_ job: Startable) {
    let control = JobControl(isWatched: observer.showsProgress)
    let stage = job.stage
    running[stage.id] = Running(job: job, control: control, watch: Stopwatch())
    if job.attempts.isEmpty { observer.started(stage.id) }
    var inputs: [String: Manifest] = [:]
    for producer in project.graph.upstream[stage.id] ?? [] { inputs[producer] = settled[producer] }
    for target in stage.checks.compactMap(\.reference) { inputs[target.stage] = settled[target.stage] }
    let attempt = StageExecutor.Attempt(number: job.attempts.count + 1, limits: admission.limits(of: stage))
    threads.run { [completed, wake, inputs] in
      let outcome = job.work(inputs, attempt, control)
      completed.add(outcome)
      wake.signal()
    }
  }

  /// A stage has run: its fate is settled, unless it is to be tried again.
  private func end(_ outcome: StageOutcome) {
    guard let job = running.removeValue(forKey: outcome.stage)?.job else { return }
    admission.release(job.stage)
    var outcome = outcome
    outcome.attempts = job.attempts
    let retries = job.stage.retries
    guard let failure = outcome.failure, failure.mayPass, failure.cause == .stage, !isStopping,
      job.attempts.count < retries.count
    else { return settle(outcome) }
    var again = job
    again.attempts.append(.init(seconds: outcome.seconds, message: failure.message))
    let delay = retries.delay(after: again.attempts.count)
    resting.append((watch.elapsed + delay, again, outcome))
    observer.retrying(outcome.stage, failures: again.attempts.count, of: retries, after: delay, failure)
  }

  /// Stages that have rested long enough wait for a place again; where nothing more may begin, their failure stands.
  private func wakeRested() {
    let now = watch.elapsed
    for rested in resting where isStopping || rested.due <= now {
      if isStopping { settle(rested.last) } else { add(rested.again) }
    }
    resting.removeAll { isStopping || $0.due <= now }
  }

  private func settle(_ outcome: StageOutcome) {
    outcomes[outcome.stage] = outcome
    if let manifest = outcome.manifest {
      settled[outcome.stage] = manifest
      ready.settle(outcome.stage)
    }
    if outcome.verdict == .failed { hasFailed = true }
    observer.finished(outcome)
  }

  private func cancel() {
    if isCancelled {
      for job in running.values { job.control.interruptAgain() }
      return
    }
    isCancelled = true
    sinceCancelled = Stopwatch()
    for job in running.values { job.control.cancel() }
  }

  /// Leaves stages alone that do not stop: they can publish nothing more, and end with the process. A program has its
  /// own time to end in, after which it is killed.
  private func leaveRunning(_ executor: StageExecutor) {
    for (stage, job) in running.sorted(by: { $0.key < $1.key }) where job.job.stage.command == nil {
      running[stage] = nil
      executor.project.store.abandon(stage, run: executor.run)
      settle(
        StageOutcome(
          stage: stage, verdict: .failed, seconds: job.watch.elapsed, reasons: [.cancelled],
          failure: StageFailure("stopped", cause: .cancelled)))
    }
  }

  // MARK: - Publication

  private func conclude(
    _ session: StoreSession, _ planned: [Decision], _ sources: [String: [SourceFile]],
    _ identities: [String: StageKey.Identity]
  ) throws -> RunOutcome {
    let project = session.project
    let stages = project.graph.order.compactMap { outcomes[$0] }
    var status = RunOutcome.Status.succeeded
    if isCancelled || stages.contains(where: { $0.failure?.cause == .cancelled }) {
      status = .cancelled
    } else if hasFailed {
      let onlyChecks = stages.allSatisfy { $0.verdict != .failed || $0.brokenChecks.contains(where: \.isFatal) }
      status = onlyChecks ? .checkFailed : .failed
    }
    let publisher = RunPublisher(session)
    let previous = project.store.pointer?.run
    var outcome = RunOutcome(
      run: session.run, status: status, seconds: watch.elapsed, stages: stages,
      warnings: project.store.warnings + session.findings + notes + project.config.warnings.map(\.description))
    for stage in stages where stage.reasons == [.notSelected] && stage.manifest == nil {
      guard let version = project.store.pointer?.versions[stage.stage] else { continue }
      let current = project.store.current(stage.stage)
      guard let damage = current.map({ project.store.damage($0) }) ?? "its manifest is missing" else { continue }
      outcome.warnings.append(
        "\(stage.stage), which was not selected, is damaged (version \(version): \(damage)); palier run makes it again")
    }
    publisher.publish(&outcome)
    outcome.seconds = watch.elapsed
    do {
      try publisher.record(
        RunRecord(
          project: project, outcome: outcome, options: options, began: session.startedAt, planned: planned,
          sources: sources,
          identities: identities, previous: previous))
    } catch {
      // What was published stays published; a record that cannot be written must not hide why the run failed.
      outcome.warnings.append("the run's record could not be kept: \(error)")
    }
    if outcome.status == .succeeded, project.config.retention.isAutomatic, project.store.pointer?.run == session.run {
      do {
        try project.store.remove(try project.store.findGarbage(RetentionPolicy(project.config.retention)))
      } catch {
        outcome.warnings.append("old versions could not be removed: \(error)")
      }
    }
    // Digests are kept for files on the disk only: what a crash tears must be read again.
    if (try? project.store.syncPublished()) != nil { project.store.digests.save() }
    do {
      try StoreStep.digestsSaved.reach(project.store.layout.cache)
    } catch {
      outcome.warnings.append("\(error)")
    }
    return outcome
  }
}
