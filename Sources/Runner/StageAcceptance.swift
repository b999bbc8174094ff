internal import ArtifactStore
internal import JSON
internal import PipelineModel
internal import Platform

/// Whether a stage's current version may be taken for what its changed declaration would give.
enum StageAcceptance {
  /// Refuses what cannot be accepted.
  /// - Throws: `ConfigError` saying why not, and what to do instead.
  static func check(_ decision: Decision, _ project: Project) throws(ConfigError) {
    let stage = decision.stage
    func refusal(_ message: String, _ mend: String) -> ConfigError {
      ConfigError("accept \(stage)", nil, message, mend: mend)
    }
    if decision.verdict == .fresh { return }
    if decision.verdict == .restored {
      throw refusal(
        "\"\(stage)\" was run like this before, as \(decision.manifest?.version ?? "")",
        "palier run takes that version back; there is nothing to accept")
    }
    guard let current = project.store.current(stage) else {
      throw refusal("\"\(stage)\" has no current version", "palier run makes one")
    }
    if let damage = project.store.damage(current) {
      throw refusal("the current version of \"\(stage)\" is damaged: \(damage)", "palier run makes it again")
    }
    if decision.reasons.contains(.outside) {
      throw refusal("what \"\(stage)\" last published is not its current version", "palier run publishes it")
    }
    guard let key = decision.key else {
      throw refusal("an input of \"\(stage)\" has no usable version", "run what it reads: palier run --until \(stage)")
    }
    let made = Set(project.config.stage(stage)?.made ?? [])
    guard made == Set(current.outputs.keys), key.command?["outputs"] == current.key?.command?["outputs"] else {
      throw refusal(
        "\"\(stage)\" is declared to make other outputs than its current version has", "palier run makes them")
    }
  }
}
