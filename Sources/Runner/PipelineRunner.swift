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
  private let run = RunHistory.newID()
  private let watch = Stopwatch()
  private let began = Instant.now

  private struct Running {
    var control: JobControl
    var watch: Stopwatch
  }

  private var outcomes: [String: StageOutcome] = [:]
  private var settled: [String: Manifest] = [:]
  private var running: [String: Running] = [:]
  private let completed = CompletedStages()
  private let wake = DispatchSemaphore(value: 0)
  private var hasFailed = false
  private var isCancelled = false

  /// Makes a runner.
  public init(_ project: Project, _ options: RunOptions, observer: any RunObserver) {
    self.project = project
    self.options = options
    self.observer = observer
  }

  /// Runs the pipeline.
  /// - Returns: what became of it; a failed stage is in it, not thrown.
  /// - Throws: `RunError`, `ConfigError` or `FileError` where the run cannot begin or cannot publish.
  public func execute() throws -> RunOutcome {
    let store = project.store
    try Files.makeFolder(store.layout.root)
    let lock = try takeLock()
    defer { withExtendedLifetime(lock) {} }
    // What is current may have changed while this run waited, so everything is looked at now.
    let fresh = try Project(refreshing: project)
    // Where nothing was published yet everything runs: the engine can open while the sources are hashed.
    let needsEngine = fresh.config.stages.contains { $0.command == nil }
    if fresh.store.pointer == nil, needsEngine { fresh.databases.expect(1) }
    let sources = try fresh.sourceFiles()
    try fresh.store.prepare()
    let planner = try fresh.planner(select: options.select, force: options.force)
    let planned = planner.plan(fresh.store)
    try refuseMissingInputs(planned, planner)
    observer.began(run: run, stages: planned.count)
    let executor = StageExecutor(
      project: fresh, run: run, sources: sources, accepted: Set(options.accept))
    // Each stage takes a session, and one more where its outputs are checked.
    fresh.databases.expect(
      planned.filter { $0.verdict == .willRun || $0.verdict == .mayRun }.reduce(0) { count, decision in
        guard let stage = fresh.config.stage(decision.stage) else { return count }
        return count + (stage.checks.contains(where: \.needsEngine) ? 1 : 0) + (stage.command == nil ? 1 : 0)
      })
    schedule(planner, Dictionary(uniqueKeysWithValues: planned.map { ($0.stage, $0) }), executor, fresh.store)
    return try conclude(fresh, planned, sources, planner.sources)
  }

  private func takeLock() throws -> FileLock {
    let path = project.store.layout.lock
    if let lock = try FileLock.take(path, timeout: 0, note: "\(run) \(Environment.processID)") { return lock }
    let holder = (try? Files.read(path, limit: 200)).map { String(decoding: $0, as: UTF8.self) } ?? ""
    let words = holder.split(whereSeparator: { $0 == " " || $0 == "\n" })
    let who = words.count == 2 ? "run \(words[0]) (process \(words[1]))" : "another run"
    if options.lockTimeout > 0 { observer.waitingForLock(who) }
    let lock = try FileLock.take(
      path, timeout: options.lockTimeout, note: "\(run) \(Environment.processID)",
      isCancelled: { Interruption.signalNumber != nil })
    if let lock { return lock }
    if Interruption.signalNumber != nil { throw RunError(cause: .cancelled, description: "stopped") }
    throw RunError(
      cause: .locked,
      description: "\(who) holds \(Paths.shown(project.store.layout.root)) and did not end in "
        + "\(options.lockTimeout) s\n  mend: wait for it, or allow more with --lock-timeout SECONDS")
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
    let jobs = max(1, options.jobs ?? Environment.processors)
    while true {
      startWhatCan(planner, planned, executor, store, jobs)
      guard !running.isEmpty else { break }
      _ = wake.wait(timeout: .now() + .milliseconds(50))
      if Interruption.signalNumber != nil { cancel() }
      for outcome in completed.take() {
        running[outcome.stage] = nil
        settle(outcome)
      }
      observer.tick(
        running.sorted { $0.key < $1.key }.map { ($0.key, $0.value.watch.elapsed, $0.value.control.progress) })
    }
    for id in planner.graph.order where outcomes[id] == nil {
      let failed = planner.graph.withUpstream(id).subtracting([id]).sorted().first {
        outcomes[$0]?.verdict == .failed
      }
      let reason: Reason = isCancelled ? .cancelled : .upstreamFailed(failed ?? firstFailure ?? "an earlier stage")
      settle(StageOutcome(stage: id, verdict: .skipped, reasons: [reason]))
    }
  }

  private var firstFailure: String? {
    project.graph.order.first { outcomes[$0]?.verdict == .failed }
  }

  private func startWhatCan(
    _ planner: Planner, _ planned: [String: Decision], _ executor: StageExecutor, _ store: Store, _ jobs: Int
  ) {
    var progressed = true
    while progressed {
      progressed = false
      for id in planner.graph.order where outcomes[id] == nil && running[id] == nil {
        if isCancelled || (hasFailed && !options.keepGoing) { return }
        guard let stage = planner.config.stage(id) else { continue }
        let upstream = planner.graph.upstream[id] ?? []
        guard upstream.allSatisfy({ settled[$0] != nil }) else { continue }
        let decision = planner.decide(stage, settled: settled, store)
        switch decision.verdict {
        case .fresh, .restored, .skipped:
          let outcome = outcome(of: decision, planned: planned[id])
          if decision.isToBeChecked {
            guard running.count < jobs else { continue }
            start(stage) { executor.recheck(stage, outcome, settled: $0, $1) }
          } else {
            settle(decision.verdict == .skipped ? outcome : executor.reviewed(outcome, stage, settled))
            progressed = true
          }
        case .willRun, .mayRun:
          guard running.count < jobs, let key = decision.key else { continue }
          let reasons = decision.reasons
          start(stage) { executor.execute(stage, key, reasons, settled: $0, $1) }
        }
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

  private func start(
    _ stage: StageDeclaration, _ work: @escaping @Sendable ([String: Manifest], JobControl) -> StageOutcome
  ) {
    let control = JobControl(isWatched: observer.showsProgress)
    running[stage.id] = Running(control: control, watch: Stopwatch())
    observer.started(stage.id)
    let inputs = settled
    DispatchQueue.global(qos: .userInitiated).async { [completed, wake] in
      let outcome = work(inputs, control)
      completed.add(outcome)
      wake.signal()
    }
  }

  private func settle(_ outcome: StageOutcome) {
    outcomes[outcome.stage] = outcome
    if let manifest = outcome.manifest { settled[outcome.stage] = manifest }
    if outcome.verdict == .failed { hasFailed = true }
    observer.finished(outcome)
  }

  private func cancel() {
    if isCancelled {
      for job in running.values { job.control.interruptAgain() }
      return
    }
    isCancelled = true
    for job in running.values { job.control.cancel() }
  }

  // MARK: - Publication

  private func conclude(
    _ project: Project, _ planned: [Decision], _ sources: [String: [SourceFile]],
    _ identities: [String: StageKey.Identity]
  ) throws -> RunOutcome {
    let stages = project.graph.order.compactMap { outcomes[$0] }
    var status = RunOutcome.Status.succeeded
    if isCancelled || stages.contains(where: { $0.failure?.cause == .cancelled }) {
      status = .cancelled
    } else if hasFailed {
      let onlyChecks = stages.allSatisfy { $0.verdict != .failed || $0.brokenChecks.contains(where: \.isFatal) }
      status = onlyChecks ? .checkFailed : .failed
    }
    let publisher = RunPublisher(project: project, run: run)
    let previous = project.store.pointer?.run
    if status == .succeeded { try publisher.publish(stages, seconds: watch.elapsed) }
    var outcome = RunOutcome(
      run: run, status: status, seconds: watch.elapsed, stages: stages, report: publisher.reportPage,
      warnings: project.store.warnings + project.config.warnings.map(\.description))
    do {
      try publisher.record(
        RunRecord(
          project: project, outcome: outcome, options: options, began: began, planned: planned, sources: sources,
          identities: identities, previous: previous))
    } catch {
      // What was published stays published; a record that cannot be written must not hide why the run failed.
      outcome.warnings.append("the run's record could not be kept: \(error)")
    }
    project.store.digests.save()
    return outcome
  }
}

extension Project {
  /// The same pipeline with the store as it is now.
  init(refreshing other: Project) throws(FileError) {
    config = other.config
    graph = other.graph
    engine = other.engine
    databases = other.databases
    store = try Store(root: other.store.layout.root)
  }
}
