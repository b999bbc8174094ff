internal import ArtifactStore
internal import Engines
internal import PipelineModel
internal import Platform

/// Checks of what a stage has made, and of versions that were made before.
extension StageExecutor {
  /// What the checks of a version need to know.
  func subject(
    _ stage: StageDeclaration, _ outputs: [String: OutputManifest], place: String, settled: [String: Manifest],
    version: String? = nil
  ) -> OutputChecker.Subject {
    let store = project.store
    var subject = OutputChecker.Subject(stage: stage, outputs: outputs, place: place)
    for target in stage.checks.compactMap(\.reference) where target.stage != stage.id {
      guard let manifest = settled[target.stage], let entry = manifest.outputs[target.output] else { continue }
      let name = "\(target.stage).\(target.output)"
      subject.references[name] = InputTable(
        input: name, view: "\(target.stage)_\(target.output)", files: store.files(manifest, target.output),
        format: entry.format)
    }
    // A version that is current replaces nothing.
    if stage.hasRelativeChecks, let current = store.current(stage.id), current.version != version {
      subject.previous = .init(
        manifest: current, place: store.layout.version(stage.id, current.version), damage: store.damage(current))
    }
    return subject
  }

  /// Checks a version that was made before by the checks as they are now, and notes that it has passed them.
  /// - Returns: the outcome as it was, or a failed one.
  func recheck(
    _ stage: StageDeclaration, _ outcome: StageOutcome, settled: [String: Manifest], _ attempt: Attempt,
    _ control: JobControl
  ) -> StageOutcome {
    guard let manifest = outcome.manifest else { return outcome }
    let watch = Stopwatch()
    let store = project.store
    var outcome = outcome
    do {
      // A folder of its own for failing rows: the version is never written to.
      let folder = try store.stage(stage.id, run: run)
      defer { try? Files.remove(folder) }
      let found = try OutputChecker(
        folder: folder, databases: project.databases.limited(to: attempt.limits), control: control
      ).check(
        subject(
          stage, manifest.outputs, place: store.layout.version(stage.id, manifest.version), settled: settled,
          version: manifest.version))
      let checks = try keepRows(review.judged(accepting(found, of: stage), stage), of: stage, from: folder)
      if !Self.isBad(checks, stage), let digest = stage.checksDigest(settled) {
        store.noteChecks(checks, of: manifest, digest: digest)
      }
      outcome = Self.settled(outcome, stage, by: checks)
    } catch {
      outcome.failure = Self.failure(error)
      if control.isCancelled { outcome.failure?.cause = .cancelled }
      outcome.verdict = .failed
      outcome.manifest = nil
    }
    outcome.seconds = watch.elapsed
    return outcome
  }

  /// The outcome of a version that needs no new check, with what its checks say today.
  func reviewed(_ outcome: StageOutcome, _ stage: StageDeclaration, _ settled: [String: Manifest]) -> StageOutcome {
    guard let manifest = outcome.manifest, !stage.checks.isEmpty else { return outcome }
    return Self.settled(outcome, stage, by: review.results(of: manifest, stage, settled))
  }

  private static func settled(
    _ outcome: StageOutcome, _ stage: StageDeclaration, by checks: [CheckResult]
  ) -> StageOutcome {
    var outcome = outcome
    outcome.checks = checks
    outcome.failure = CheckReview.failure(checks, stage)
    if outcome.failure != nil {
      outcome.verdict = .failed
      outcome.manifest = nil
    }
    return outcome
  }

  /// Whether what was made must not be published: data that are too old are not bad for that.
  static func isBad(_ checks: [CheckResult], _ stage: StageDeclaration) -> Bool {
    checks.contains { result in
      result.isFatal
        && stage.checks.first { $0.output == result.output && $0.name == result.name }?.dependsOnClock != true
    }
  }

  /// The results, with changes that were accepted as warnings.
  func accepting(_ checks: [CheckResult], of stage: StageDeclaration) -> [CheckResult] {
    guard accepted.contains(stage.id) else { return checks }
    let relative = Set(stage.checks.filter(\.isRelative).map { "\($0.output) \($0.name)" })
    return checks.map { check in
      var check = check
      if relative.contains("\(check.output) \(check.name)") { check.severity = .warn }
      return check
    }
  }

  /// Moves files of failing rows from a working folder to the quarantine; the results name them there.
  func keepRows(_ checks: [CheckResult], of stage: StageDeclaration, from folder: String) throws -> [CheckResult] {
    let rows = "\(folder)/\(OutputChecker.rowsFolder)"
    guard Files.exists(rows) else { return checks }
    let place = project.store.quarantineFolder(stage.id, run: run)
    try Files.makeFolder(place)
    try Files.remove("\(place)/\(OutputChecker.rowsFolder)")
    try Files.rename(rows, to: "\(place)/\(OutputChecker.rowsFolder)")
    return Self.locate(checks, below: project.store.layout.root, in: place)
  }

  /// The results with the files of failing rows as paths below the output folder.
  static func locate(_ checks: [CheckResult], below root: String, in place: String) -> [CheckResult] {
    checks.map { check in
      var check = check
      check.file = check.file.map { String("\(place)/\($0)".dropFirst(root.count + 1)) }
      return check
    }
  }
}
