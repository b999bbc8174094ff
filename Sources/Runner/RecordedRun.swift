internal import ArtifactStore
internal import Engines
internal import JSON
internal import PipelineModel
internal import Platform

/// A run with its log, its metrics and its notices: what a night leaves behind, whatever becomes of it.
public struct RecordedRun {
  /// Where the log goes, beside `runs/<id>/log.txt`.
  private let logFolder: String?
  /// Where the metrics go; nil for where the config says.
  private let metricsFile: String?
  private let project: Project
  private let options: RunOptions
  private let observer: any RunObserver

  /// Makes a run.
  ///
  /// - Parameters:
  ///   - logFolder: a folder for the log; nil for the run's own.
  ///   - metricsFile: a file for the metrics; nil for the config's.
  public init(
    _ project: Project, _ options: RunOptions, observer: any RunObserver, logFolder: String? = nil,
    metricsFile: String? = nil
  ) {
    self.project = project
    self.options = options
    self.observer = observer
    self.logFolder = logFolder
    self.metricsFile = metricsFile ?? project.config.metrics.textfile
  }

  /// Runs the pipeline, then tells of it.
  /// - Returns: what became of it.
  /// - Throws: as `PipelineRunner.execute`, after the failure has been told.
  public func execute() throws -> RunOutcome {
    let layout = project.store.layout
    let log = RunLog()
    let watch = Stopwatch()
    var run: String?
    func open(_ id: String) {
      run = id
      log.open(logFolder.map { "\($0)/\(id).log" } ?? layout.run(id) + "/log.txt")
      log.add(beginning(id))
    }
    let runner = PipelineRunner(project, options, observer: LoggingObserver(log, next: observer), opened: open)
    do {
      var outcome = try runner.execute()
      for warning in outcome.warnings { log.add("warning: \(warning)") }
      if let fault = outcome.fault { log.add(fault) }
      log.add(Self.ending(outcome))
      outcome.warnings += conclude(.init(outcome), log)
      if let fault = log.fault { outcome.warnings.append("the run's log could not be kept: \(fault)") }
      return outcome
    } catch {
      // A run that never held the lock has no record and no folder; a folder of logs takes it all the same.
      let id = run ?? RunHistory.newID()
      let leavesRecord = run != nil
      if !leavesRecord, logFolder != nil { open(id) }
      log.add("\(Self.ending(error)): \(error)")
      log.add("nothing was published, earlier results are still current")
      let warnings = conclude(RunNotice(run: id, seconds: watch.elapsed, error: error), log, leavesRecord: leavesRecord)
      throw RunAborted(cause: error, warnings: warnings)
    }
  }

  private func beginning(_ run: String) -> String {
    let config = project.config
    let overrides = config.overrides.map { " \($0.option) \($0.name)=\($0.value)" }.joined()
    return "run \(run) of \(config.name) (\(config.file)\(overrides)), palier \(PalierVersion.text), "
      + "process \(Environment.processID)"
  }

  private static func ending(_ outcome: RunOutcome) -> String {
    let ran = outcome.stages.filter { $0.verdict == .ran }.count
    let what = "\(outcome.status.rawValue.replacing("_", with: " ")) after \(rounded(outcome.seconds)) s: "
    switch outcome.status {
    case .succeeded: return what + "\(ran) of \(outcome.stages.count) stages ran"
    case .cancelled: return what + "stopped by a signal; \(outcome.standing). Next: run it again"
    case .failed, .checkFailed:
      let failed = outcome.stages.filter { $0.verdict == .failed }.map(\.stage).joined(separator: ", ")
      return what + "\(failed.isEmpty ? "publication" : failed); \(outcome.standing). "
        + "Next: mend what is said above, then run it again; what succeeded is kept"
    }
  }

  private static func ending(_ error: any Error) -> String {
    (error as? RunError)?.cause == .cancelled ? "stopped" : "failed before any stage ran"
  }

  /// Writes the metrics and tells whom the config names.
  /// - Parameters:
  ///   - leavesRecord: whether later runs find this one in the journal.
  /// - Returns: what went wrong with that; it changes nothing of the run.
  private func conclude(_ notice: RunNotice, _ log: RunLog, leavesRecord: Bool = true) -> [String] {
    var warnings: [String] = []
    let config = project.config
    guard metricsFile != nil || !config.notify.hooks.isEmpty else { return [] }
    // What is current is not what it was when this began.
    let project = (try? Project(refreshing: project)) ?? project
    // What came before tells whether this run is a recovery, and when the last success was.
    let refused = project.store.layout.refused
    let earlier = EarlierRuns(project.store.journal, before: notice.run, wasRefused: Files.exists(refused))
    let refit = metricsFile != nil || config.notify.hooks[.refitDue] != nil ? RefitAdvice(project) : nil
    if let metricsFile {
      do {
        try RunMetrics(project, notice, earlier, refit).write(to: metricsFile)
      } catch {
        warnings.append("the metrics could not be written: \(error)")
      }
    }
    warnings += Notifier(config: config, log: log).tell(notice, earlier, refit)
    // Whoever was told of a failure is told of the next success, whether or not the journal knows of the failure.
    if notice.status == .succeeded {
      try? Files.remove(refused)
    } else if !leavesRecord, notice.isFailure {
      try? Files.write("\(notice.run)\n", to: refused)
    }
    for warning in warnings { log.add("warning: \(warning)") }
    return warnings
  }
}

/// A run that could not begin or could not publish, after it has been told.
public struct RunAborted: Error, Sendable {
  /// Why.
  public let cause: any Error
  /// What went wrong with the telling.
  public let warnings: [String]
}
