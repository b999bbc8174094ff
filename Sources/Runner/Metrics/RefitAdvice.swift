internal import ArtifactStore
internal import JSON
internal import PipelineModel
internal import Platform

/// What the stability study recommends, against the age of the clusters in use.
struct RefitAdvice {
  /// Days after which the clusters should be made anew; nil where the study recommends no interval.
  let intervalDays: Double?
  /// When the clusters in use were made; nil where there are none.
  let madeAt: Instant?
  /// The time of the run.
  let now: Instant

  /// Reads the current recommendation; nil where the pipeline has no current study.
  init?(_ project: Project) {
    guard let study = project.config.stages.first(where: { $0.kind.name == "stability" }),
      let manifest = project.store.current(study.id),
      let file = project.store.files(manifest, "recommendation").first, let bytes = try? Files.read(file),
      let advice = try? JSON.parse(bytes)
    else { return nil }
    let steps = advice["interval_steps"]?.double
    let isBounded = ["every", "at_most_every_step"].contains(advice["verdict"]?.string ?? "")
    intervalDays = isBounded ? steps.flatMap { count in Self.days(advice["step"]?.string).map { $0 * count } } : nil
    let clusters = project.config.stages.first { $0.kind.name == "kmeans" }
    let made = clusters.flatMap { project.store.current($0.id) }
    madeAt = made.flatMap { Instant(stamp: $0.run) }
    now = Clock.now
  }

  /// Days of a step such as `1 month` or `2 weeks`.
  private static func days(_ step: String?) -> Double? {
    let words = (step ?? "").split(separator: " ")
    guard words.count == 2, let count = Double(words[0]) else { return nil }
    switch words[1] {
    case "day", "days": return count
    case "week", "weeks": return count * 7
    case "month", "months": return count * 365.25 / 12
    default: return nil
    }
  }

  /// Days since the clusters in use were made.
  var ageDays: Double? { madeAt.map { Double(now.microseconds - $0.microseconds) / 86_400_000_000 } }

  /// Whether the clusters are older than the recommended interval; nil where that cannot be told.
  var isDue: Bool? {
    guard let intervalDays, let ageDays else { return nil }
    return ageDays > intervalDays
  }
}
