internal import ArtifactStore
internal import JSON
internal import PipelineModel
internal import Platform
internal import Report

/// The business figures of earlier runs, for the dashboard to tell what changed.
///
/// They are no input of the report, whose content must depend on its inputs alone: they stand in the record of the run,
/// beside the clock times.
struct FiguresHistory {
  let store: Store

  /// Runs looked at, the newest first: a change that lies further back is old news.
  private static let runCount = 60

  /// The figures that were current before a run's, where they were others and are still kept.
  func before(_ run: String, _ stages: [StageOutcome]) -> ReportModel.PreviousFigures? {
    guard let now = stages.compactMap(\.manifest).first(where: { figures(of: $0) != nil }) else { return nil }
    let history = RunHistory(store.layout)
    for id in history.ids.reversed().lazy.filter({ $0 < run }).prefix(Self.runCount) {
      guard let past = history.run(id), past.wasCurrent, let version = past.versions[now.stage],
        version != now.version
      else { continue }
      guard let manifest = store.manifest(now.stage, version), manifest.contentDigest != now.contentDigest,
        let json = figures(of: manifest), let figures = try? ReportModel.Figures(json: json)
      else { continue }
      return ReportModel.PreviousFigures(
        run: id, asOf: String((json["as_of"]?.string ?? "").prefix(10)), figures: figures)
    }
    return nil
  }

  /// The figures in a version of the stage that makes them; other stages' outputs of the name are other things.
  private func figures(of manifest: Manifest) -> JSON? {
    guard manifest.outputs["figures"]?.format == .json, let file = store.files(manifest, "figures").first,
      let json = try? JSON.parse(try Files.read(file)), json["average_order_value"] != nil
    else { return nil }
    return json
  }
}
