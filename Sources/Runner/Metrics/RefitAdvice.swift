internal import ArtifactStore
internal import JSON
public import PipelineModel
internal import Platform
internal import Stages

/// Whether the clusters in use should be made anew.
///
/// By a stage of kind `drift` where the pipeline has one: it knows the model's age in the data's own time, and how far
/// customers have moved. Else by the stability study's interval against the age of the clusters' version.
public struct RefitAdvice: Sendable {
  /// Days after which the clusters should be made anew; nil where the study recommends no interval.
  public let intervalDays: Double?
  /// The age of the clusters in use in days; nil where it is not known.
  public let ageDays: Double?
  /// Whether a refit is due; nil where that cannot be told.
  public let isDue: Bool?
  /// Why it is.
  public let causes: [String]

  /// Reads the versions in use; nil where the pipeline has no clusters to watch.
  ///
  /// - Parameters:
  ///   - version: the version in use of a stage; the store's current one where it is not given.
  public init?(_ project: Project, version: ((String) -> Manifest?)? = nil) {
    let version = version ?? { project.store.current($0) }
    func read(_ kind: String, _ output: String) -> JSON? {
      guard let stage = project.config.stages.first(where: { $0.kind.name == kind }), let manifest = version(stage.id),
        let file = project.store.files(manifest, output).first, let bytes = try? Files.read(file)
      else { return nil }
      return try? JSON.parse(bytes)
    }
    let study = read("stability", "recommendation")
    intervalDays = study.flatMap { StudyInterval($0)?.days }
    if let verdict = read("drift", "verdict") {
      ageDays = verdict["age_days"]?.double
      isDue = verdict["due"]?.bool
      causes = (verdict["causes"]?.array ?? []).compactMap { $0["en"]?.string }
      return
    }
    guard study != nil else { return nil }
    let clusters = project.config.stages.first { $0.kind.name == "kmeans" }.flatMap { version($0.id) }
    let made = clusters.flatMap { Instant(stamp: $0.run) }
    let age = made.map { Double(Clock.now.microseconds - $0.microseconds) / 86_400_000_000 }
    ageDays = age
    guard let intervalDays, let age else {
      isDue = nil
      causes = []
      return
    }
    isDue = age > intervalDays
    causes = age > intervalDays ? ["the clusters are older than the interval that the study recommends"] : []
  }
}
