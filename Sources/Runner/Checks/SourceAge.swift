internal import ArtifactStore
internal import Engines
public import JSON
public import PipelineModel
public import Platform

/// How old the newest data of a source are.
public struct SourceAge: Sendable {
  /// The source.
  public var name: String
  /// What tells it: `data`, the ingested lines; `files`, the time of the newest file.
  public var basis: String
  /// The newest time, or nil where nothing tells it.
  public var newest: Instant?
  /// The age, or nil where nothing tells it.
  public var age: Age?
  /// The bounds, where the config has some.
  public var freshness: SourceFreshness?

  /// `fresh`, `warn` or `error`; nil where the config has no bounds.
  public var verdict: String? {
    guard let freshness else { return nil }
    func isPast(_ bound: Age?) -> Bool { bound.map { bound in age.map { $0 > bound } ?? true } ?? false }
    return isPast(freshness.errorAfter) ? "error" : isPast(freshness.warnAfter) ? "warn" : "fresh"
  }

  /// The age in a line.
  public var text: String {
    let bounds = [
      freshness?.warnAfter.map { "warns after \($0)" }, freshness?.errorAfter.map { "fails after \($0)" },
    ].compactMap { $0 }.joined(separator: ", ")
    guard let age, let newest else { return "source \(name): nothing tells its age (\(bounds))" }
    let what = basis == "data" ? "newest data" : "newest file"
    return "source \(name): \(what) \(age) old (\(newest)); \(bounds)"
  }

  /// The age for programs.
  public var json: JSON {
    [
      "source": .string(name), "basis": .string(basis), "newest": newest.map { .string($0.description) } ?? nil,
      "age_seconds": age.map { .int($0.seconds) } ?? nil, "verdict": verdict.map { .string($0) } ?? nil,
      "warn_after_seconds": freshness?.warnAfter.map { .int($0.seconds) } ?? nil,
      "error_after_seconds": freshness?.errorAfter.map { .int($0.seconds) } ?? nil,
    ]
  }
}

extension Project {
  /// How old each source's newest data are: as the last ingest measured them, else by the times of the files.
  public func sourceAges(at now: Instant = Clock.now) -> [SourceAge] {
    config.sources.compactMap { source in
      guard let stage = config.stages.first(where: { $0.inputs.contains(.source(source.name)) }) else { return nil }
      var age = SourceAge(name: source.name, basis: "data", freshness: source.freshness)
      age.newest = measured(source.name, stage)
      if age.newest == nil {
        age.basis = "files"
        let files = (try? SourceFile.resolve(source)) ?? []
        age.newest = files.compactMap { FileStatus($0.path)?.modified }.max().map {
          Instant(microseconds: $0 / 1000)
        }
      }
      age.age = age.newest.map { Age(from: $0.microseconds, to: now.microseconds) }
      return age
    }
  }

  /// The newest time among what the current version of an ingest stage holds, as its checks measured it.
  private func measured(_ source: String, _ stage: StageDeclaration) -> Instant? {
    guard let manifest = store.current(stage.id), let digest = stage.checksDigest([:]) else { return nil }
    let results = store.checkResults(manifest, digest: digest) ?? manifest.checks
    return results.first { $0.output.isEmpty && $0.name == OutputCheck.ageName(source) }?.newest
      .map { Instant(microseconds: $0) }
  }
}
