internal import Engines
internal import PipelineModel
internal import Platform

/// Judges what the checks of a version have found: at every run, whether or not the stage runs.
struct CheckReview: Sendable {
  let project: Project
  let sources: [String: [SourceFile]]
  /// The time of the run, microseconds since 1970 UTC.
  let now: Int

  init(project: Project, sources: [String: [SourceFile]]) {
    self.project = project
    self.sources = sources
    now = Clock.now.microseconds
  }

  /// The results with those judged that depend on the clock.
  func judged(_ results: [CheckResult], _ stage: StageDeclaration) -> [CheckResult] {
    guard stage.checks.contains(where: \.dependsOnClock) else { return results }
    return results.map { result in
      var result = result
      guard let check = stage.checks.first(where: { $0.output == result.output && $0.name == result.name }) else {
        return result
      }
      switch check.rule {
      case .freshness(let column, let within, .now):
        FreshnessJudge.judge(&result, column, within: within, at: now, .run)
      case .sourceAge(let freshness):
        FreshnessJudge.judge(
          &result, freshness, newest: result.newest ?? newestFile(freshness.source), at: now)
      default: break
      }
      return result
    }
  }

  /// When the newest file of a source was last written.
  private func newestFile(_ source: String) -> Int? {
    (sources[source] ?? []).compactMap { FileStatus($0.path)?.modified }.max().map { $0 / 1000 }
  }

  /// What is known of a version that needs no run and no new check.
  func results(of manifest: Manifest, _ stage: StageDeclaration, _ settled: [String: Manifest]) -> [CheckResult] {
    guard let digest = stage.checksDigest(settled) else { return [] }
    // A version that is current replaces nothing: what it changed when it came was told then.
    let relative = Set(stage.checks.filter(\.isRelative).map { "\($0.output) \($0.name)" })
    let known = project.store.checkResults(manifest, digest: digest) ?? []
    return judged(known.filter { !relative.contains("\($0.output) \($0.name)") }, stage)
  }

  /// The failure of a stage whose checks were broken, or nil where none was fatal.
  static func failure(
    _ results: [CheckResult], _ stage: StageDeclaration, kept place: String? = nil
  ) -> StageFailure? {
    let broken = results.filter(\.isFatal)
    guard !broken.isEmpty else { return nil }
    let rules = broken.compactMap { result in
      stage.checks.first { $0.output == result.output && $0.name == result.name }
    }
    var steps = place.map { ["see what failed in \(Paths.shown($0))"] } ?? []
    if rules.contains(where: \.dependsOnClock) {
      steps.append("see that new data arrive, or allow an older age in \"freshness\"")
    }
    if rules.contains(where: \.isRelative) {
      steps.append("if the change is meant, run with --accept \(stage.id)")
    }
    if rules.contains(where: { if case .contract = $0.rule { true } else { false } }) {
      steps.append("if the columns are meant, change the contract")
    }
    if rules.contains(where: { !$0.dependsOnClock && !$0.isRelative }) {
      steps.append("mend the data, the stage or the check")
    }
    return StageFailure(
      broken.map(\.text).joined(separator: "\n  "),
      mend: steps.joined(separator: "; ")
        + "; then run again (nothing was published, earlier results are still current)")
  }
}
