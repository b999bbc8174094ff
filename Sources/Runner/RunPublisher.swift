internal import ArtifactStore
internal import JSON
internal import PipelineModel
internal import Platform
internal import Report

/// Makes a run's versions current, all in one step, and keeps the run's record.
struct RunPublisher {
  let project: Project
  let run: String

  private var store: Store { project.store }

  /// Makes the versions of a good run current, and its dashboard the one that `report` shows.
  /// - Throws: `FileError`; what was current stays current then.
  func publish(_ stages: [StageOutcome], seconds: Double) throws {
    var versions: [String: String] = [:]
    for stage in stages { versions[stage.stage] = stage.manifest?.version }
    let before = store.pointer
    if versions != before?.versions { try store.makeCurrent(CurrentPointer(run: run, versions: versions)) }
    for stage in stages where project.config.stage(stage.stage)?.kind.name == "report" {
      guard let manifest = stage.manifest else { continue }
      // A dashboard that stays is made anew where checks ran that its record does not know.
      let isCheckedAnew = stages.contains { $0.reasons.contains(.checks) }
      let isShown =
        before?.versions[stage.stage] == manifest.version && !isCheckedAnew
        && Files.exists(store.layout.report + "/index.html")
      if !isShown { try showReport(manifest, stages, seconds) }
    }
  }

  /// Copies the dashboard out of its version: what people open must not be the store's own files.
  private func showReport(_ manifest: Manifest, _ stages: [StageOutcome], _ seconds: Double) throws {
    let folder = store.layout.version(manifest.stage, manifest.version)
    try store.publishReport(run: run) { target in
      let record = ReportRenderer.runScript(.init(id: run, seconds: seconds, stages: stages, config: project.config))
      for file in manifest.outputs["dashboard"]?.files ?? [] {
        let name = file.path.split(separator: "/").dropFirst().joined(separator: "/")
        let path = target + "/" + name
        try Files.makeFolder(Files.folderOf(path))
        try Files.write(name == record.path ? record.bytes : try Files.read(folder + "/" + file.path), to: path)
      }
    }
  }

  /// The dashboard's first page, where one is shown.
  var reportPage: String? {
    let page = store.layout.report + "/index.html"
    return Files.exists(page) ? page : nil
  }

  /// Keeps the run's record, whatever became of it.
  /// - Throws: `FileError`.
  func record(_ record: RunRecord) throws {
    let outcome = record.outcome
    let ended = Instant.now
    try RunHistory(store.layout).write(record.json, run: run)
    if project.config.lineage.isOn {
      try Files.write(LineageEvents(record: record, ended: ended).text, to: store.layout.run(run) + "/events.ndjson")
    }
    try store.journal(
      JSONLine([
        ("at", .string(Instant.now.description)), ("run", .string(run)), ("status", .string(outcome.status.rawValue)),
        ("seconds", .double(rounded(outcome.seconds))), ("current", .string(store.pointer?.run ?? "")),
      ]))
  }
}

/// The version of Palier itself.
public enum PalierVersion {
  /// As `palier --version` prints it.
  public static let text = "0.1.0"
}
