internal import ArtifactStore
internal import JSON
internal import PipelineModel
internal import Platform
internal import Report
internal import Stages

/// Makes a run's versions current, all in one step, and keeps the run's record.
struct RunPublisher {
  let session: StoreSession

  init(_ session: StoreSession) { self.session = session }

  private var project: Project { session.project }
  private var run: String { session.run }
  private var store: Store { project.store }

  /// Makes the versions of a good run current, then lets links and dashboard follow, and notes in the outcome what went
  /// wrong with that: once its versions are current a run cannot be taken back.
  func publish(_ outcome: inout RunOutcome) {
    defer { outcome.report = reportPage }
    guard outcome.status == .succeeded else { return }
    var versions: [String: String] = [:]
    for stage in outcome.stages {
      // What is not selected stays, also where it is damaged: the run that makes it again takes its place.
      let kept = stage.verdict == .skipped ? store.pointer?.versions[stage.stage] : nil
      versions[stage.stage] = stage.manifest?.version ?? kept
    }
    do {
      if versions != store.pointer?.versions {
        let pointer = CurrentPointer(run: run, versions: versions)
        try store.makeCurrent(pointer)
        try store.replaceLinks(pointer)
      }
      try store.showExports(of: project.config.stages.last { $0.kind.name == ExportsStage.kind.name }?.id)
      // A dashboard that stays is made anew where checks ran that its record does not know.
      let isCheckedAnew = outcome.stages.contains { $0.reasons.contains(.checks) }
      if let manifest = currentReport, isCheckedAnew || !isShown(manifest) {
        try showReport(manifest, run: run, outcome.stages, outcome.seconds)
      }
    } catch {
      outcome.status = .failed
      outcome.isPublished = versions == store.pointer?.versions
      outcome.fault =
        outcome.isPublished
        ? "the results are current, but links and dashboard could not follow: \(error)"
        : "the results could not become current: \(error)"
    }
  }

  /// Shows the current dashboard where a killed run did not come to that.
  /// - Throws: `FileError`; nothing that a run reads depends on it.
  func mendReport() throws {
    guard let pointer = store.pointer, let manifest = currentReport, !isShown(manifest),
      store.damage(manifest) == nil
    else { return }
    let stages = pointer.versions.sorted { $0.key < $1.key }.map { stage, version in
      let manifest = store.manifest(stage, version)
      return StageOutcome(
        stage: stage, verdict: manifest?.run == pointer.run ? .ran : .fresh, seconds: manifest?.seconds ?? 0,
        reasons: [], manifest: manifest)
    }
    try showReport(manifest, run: pointer.run, stages, stages.reduce(0) { $0 + ($1.verdict == .ran ? $1.seconds : 0) })
  }

  /// The current version of the stage that makes the dashboard; the last such stage where there are several.
  private var currentReport: Manifest? {
    let versions = store.pointer?.versions ?? [:]
    let known = project.graph.order.filter { versions[$0] != nil }
    let others = Set(versions.keys).subtracting(known).sorted()
    return (others + known).reversed().lazy.compactMap { store.current($0) }.first { $0.outputs["dashboard"] != nil }
  }

  private func isShown(_ manifest: Manifest) -> Bool {
    let files = Self.dashboard(manifest).map {
      (path: $0.shown, bytes: $0.shown == Self.runScript ? nil : $0.file.bytes)
    }
    return store.shows(manifest.version, files: files)
  }

  /// The dashboard's file that tells of the run, which each run that shows it writes anew.
  private static let runScript = "data/run.js"

  /// The dashboard's files with the paths that they are shown under.
  private static func dashboard(_ manifest: Manifest) -> [(file: OutputManifest.File, shown: String)] {
    (manifest.outputs["dashboard"]?.files ?? []).map { file in
      (file, file.path.split(separator: "/").dropFirst().joined(separator: "/"))
    }
  }

  /// Copies the dashboard out of its version: what people open must not be the store's own files.
  private func showReport(_ manifest: Manifest, run: String, _ stages: [StageOutcome], _ seconds: Double) throws {
    let folder = store.layout.version(manifest.stage, manifest.version)
    try store.publishReport(version: manifest.version, run: run) { target in
      let record = ReportRenderer.runScript(
        .init(
          id: run, seconds: seconds, stages: stages, config: project.config,
          previous: FiguresHistory(store: store).before(run, stages)))
      for (file, name) in Self.dashboard(manifest) {
        let path = target + "/" + name
        try Files.makeFolder(Files.folderOf(path))
        try Files.write(name == record.path ? record.bytes : try Files.read(folder + "/" + file.path), to: path)
      }
    }
  }

  /// The dashboard's first page, where one is shown.
  private var reportPage: String? {
    let page = store.layout.report + "/index.html"
    return Files.exists(page) ? page : nil
  }

  /// Keeps the run's record, whatever became of it.
  /// - Throws: `FileError`.
  func record(_ record: RunRecord) throws {
    try session.end(record.outcome.status, seconds: record.outcome.seconds, record: record.json)
    // Only beside a record: a folder without one is no run's.
    if project.config.lineage.isOn { try writeLineage(record) }
  }

  private func writeLineage(_ record: RunRecord) throws {
    let path = store.layout.run(run) + "/events.ndjson"
    try Files.write(LineageEvents(record: record, ended: Instant.now).text, to: path)
  }
}

/// The version of Palier itself.
public enum PalierVersion {
  /// As `palier --version` prints it.
  public static let text = "0.1.0"
}
