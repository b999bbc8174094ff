internal import ArtifactStore
internal import Engines
internal import PipelineModel
internal import Platform

/// A run's figures for a monitoring system.
struct RunMetrics {
  private let project: Project
  private let notice: RunNotice
  private let earlier: EarlierRuns
  private let refit: RefitAdvice?
  private let now = Clock.now

  init(_ project: Project, _ notice: RunNotice, _ earlier: EarlierRuns, _ refit: RefitAdvice?) {
    self.project = project
    self.notice = notice
    self.earlier = earlier
    self.refit = refit
  }

  /// Writes the figures in one step: a collector sees the old file or the new one.
  /// - Throws: `FileError`; `StageFailure` where something stands there that is no file, as a device.
  func write(to path: String) throws {
    try Files.makeFolder(Files.folderOf(path))
    let target = Files.linkTarget(path).map { Paths.absolute($0, base: Files.folderOf(path)) } ?? path
    if let status = FileStatus(target, followLinks: false), status.kind != .file {
      throw StageFailure("\(path) is no file and would be replaced", mend: "name a file")
    }
    try Files.replace(target, with: Array(text.utf8), durable: false)
  }

  private var pipeline: (String, String) { ("pipeline", project.config.name) }

  private var text: String {
    var out = PrometheusText()
    func one(_ name: String, _ help: String, _ value: Double?) {
      out.gauge(name, help, value.map { [(labels: [pipeline], value: $0)] } ?? [])
    }
    let succeeded = notice.status == .succeeded
    let success = succeeded ? now : earlier.lastSuccess
    one("palier_last_run_timestamp_seconds", "When the last run ended.", Self.seconds(now))
    one("palier_last_success_timestamp_seconds", "When the last run that succeeded ended.", success.map(Self.seconds))
    one("palier_last_run_success", "Whether the last run succeeded.", succeeded ? 1 : 0)
    out.gauge(
      "palier_last_run_status", "How the last run ended: 1 for its status.",
      ["succeeded", "failed", "check_failed", "cancelled"].map {
        (labels: [pipeline, ("status", $0)], value: $0 == notice.status.rawValue ? 1 : 0)
      })
    one("palier_last_run_duration_seconds", "How long the last run took.", rounded(notice.seconds))
    out.gauge(
      "palier_checks_failed", "Checks that the last run found broken, by severity.",
      OutputCheck.Severity.allCases.map { severity in
        (
          labels: [pipeline, ("severity", severity.rawValue)],
          value: Double(notice.brokenChecks.filter { $0.severity == severity }.count)
        )
      })
    one("palier_stages_stale", "Stages that the last run left without a result of today's inputs.", Double(stale))
    addStages(to: &out)
    addSources(to: &out)
    one("palier_refit_interval_days", "After how many days the clusters should be made anew.", refit?.intervalDays)
    one("palier_clusters_age_days", "The age of the clusters in use, in days.", refit?.ageDays.map(rounded))
    one("palier_refit_due", "Whether the clusters should be made anew.", refit?.isDue.map { $0 ? 1 : 0 })
    return out.text
  }

  private var stale: Int {
    if notice.error != nil { return project.config.stages.count }
    let outcomes = Dictionary(notice.stages.map { ($0.stage, $0) }) { first, _ in first }
    var stale: Set<String> = []
    for id in project.graph.order {
      guard let outcome = outcomes[id] else { continue }
      let isOld = outcome.verdict == .skipped && !restsOnToday(id, outcome.manifest, outcomes, stale)
      if outcome.verdict == .failed || isOld { stale.insert(id) }
    }
    return stale.count
  }

  /// Whether a stage that was not selected has read what its inputs are now.
  private func restsOnToday(
    _ id: String, _ manifest: Manifest?, _ outcomes: [String: StageOutcome], _ stale: Set<String>
  ) -> Bool {
    guard let manifest, let stage = project.config.stage(id) else { return false }
    return stage.inputs.allSatisfy { input in
      guard case .output(let producer, let output) = input else { return true }
      guard !stale.contains(producer) else { return false }
      guard let digest = outcomes[producer]?.manifest?.outputs[output]?.digest else { return true }
      return manifest.key?.inputs[input.description] == .content(digest)
    }
  }

  /// The versions in use: what each cost when it was made, and how many rows it has.
  private func addStages(to out: inout PrometheusText) {
    var seconds: [(labels: [(String, String)], value: Double)] = []
    var rows: [(labels: [(String, String)], value: Double)] = []
    var ran: [(labels: [(String, String)], value: Double)] = []
    for id in project.graph.order {
      let outcome = notice.stages.first { $0.stage == id }
      let labels = [pipeline, ("stage", id)]
      if let outcome { ran.append((labels, outcome.verdict == .ran ? 1 : 0)) }
      guard let manifest = outcome?.manifest ?? project.store.current(id) else { continue }
      seconds.append((labels, rounded(manifest.seconds)))
      for (name, output) in manifest.outputs.sorted(by: { $0.key < $1.key }) {
        if let count = output.rows { rows.append((labels + [("output", name)], Double(count))) }
      }
    }
    out.gauge("palier_stage_duration_seconds", "How long the stage took when its version was made.", seconds)
    out.gauge("palier_stage_rows", "Rows of the stage's outputs.", rows)
    out.gauge("palier_stage_ran", "Whether the stage ran in the last run.", ran)
  }

  private func addSources(to out: inout PrometheusText) {
    let ages = project.sourceAges(at: now).compactMap { source in
      source.age.map { (labels: [pipeline, ("source", source.name)], value: Double($0.seconds)) }
    }
    out.gauge("palier_source_age_seconds", "Age of the newest data of a source.", ages)
  }

  private static func seconds(_ instant: Instant) -> Double { Double(instant.microseconds / 1_000_000) }
}
