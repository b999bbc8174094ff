internal import ArtifactStore
internal import Engines
internal import JSON
internal import PipelineModel
internal import Platform

/// What `run.json` says of a run: enough to tell later what it did, why, and from what, without any artifact.
struct RunRecord {
  let project: Project
  let outcome: RunOutcome
  let options: RunOptions
  /// When the run began.
  let began: Instant
  /// The decisions before anything ran.
  let planned: [Decision]
  /// The files of each source.
  let sources: [String: [SourceFile]]
  /// What the files of each source hold.
  let identities: [String: StageKey.Identity]
  /// The run that was current when this one began.
  let previous: String?

  /// The record.
  var json: JSON {
    let config = project.config
    let members: [(String, JSON)] =
      [("format", 1)]
      + (outcome.json.object ?? []).map { $0.key == "stages" ? ($0.key, stages) : ($0.key, $0.value) }
      + [
        ("started_at", .string(began.description)), ("ended_at", .string(Instant.now.description)),
        ("pipeline", .string(config.name)), ("config", .string(config.file)), ("palier", .string(PalierVersion.text)),
        ("engine", engine), ("host", host), ("options", asked), ("previous_run", previous.map { .string($0) } ?? nil),
        ("parameters", config.parameters.json),
        (
          "overrides",
          .array(
            config.overrides.map {
              ["option": .string($0.option), "name": .string($0.name), "value": .string($0.value)]
            })
        ), ("sources", sourcesJSON), ("plan", .array(planned.map(\.json))),
      ]
    return .members(members)
  }

  // MARK: - Stages

  /// Each outcome with the full key, so that the record outlives the versions it speaks of.
  private var stages: JSON {
    .array(
      outcome.stages.map { stage in
        let key = stage.key ?? stage.manifest?.key
        let known = (stage.json.object ?? []).filter { $0.key != "checks" }.map { ($0.key, $0.value) }
        let checks = stage.checks.isEmpty ? stage.manifest?.checks ?? [] : stage.checks
        return .members(
          known + [
            ("kind", project.config.stage(stage.stage).map { .string($0.kind.name) } ?? nil),
            ("built_in", stage.manifest.map { .string($0.run) } ?? nil),
            ("engine", stage.manifest.map { .string($0.engine) } ?? nil),
            ("steps", .array(steps(stage))), ("checks", .array(checks.map(\.json))),
            ("fingerprint", key.map { .string(stage.manifest?.fingerprint ?? $0.fingerprint) } ?? nil),
            ("key", key?.json ?? nil),
          ])
      })
  }

  /// The steps of a stage that ran; those of a version made earlier are in that run's record.
  private func steps(_ stage: StageOutcome) -> [JSON] {
    guard stage.verdict == .ran else { return [] }
    return (stage.manifest?.steps ?? []).map { ["name": .string($0.name), "seconds": .double(rounded($0.seconds))] }
  }

  // MARK: - Surroundings

  private var engine: JSON {
    let versions = Set(outcome.stages.compactMap(\.manifest?.engine)).filter { !$0.isEmpty }.sorted()
    return ["kind": .string(project.config.engine.kind.rawValue), "versions": .array(versions.map { .string($0) })]
  }

  /// Nothing here tells one person or machine from another of its kind.
  private var host: JSON {
    let limits = project.databases.limits
    return [
      "processors": .int(Environment.processors), "threads": .int(limits.threads),
      "memory_limit": limits.memory.map { .string($0) } ?? nil,
    ]
  }

  private var asked: JSON {
    [
      "jobs": options.jobs.map { .int($0) } ?? nil, "select": .array(options.select.map { .string($0) }),
      "force": .array(options.force.map { .string($0) }), "keep_going": .bool(options.keepGoing),
    ]
  }

  /// Each source's files with their digests, which the fingerprints of the stages that read them hold.
  private var sourcesJSON: JSON {
    return .members(
      sources.sorted { $0.key < $1.key }.map { name, files in
        var known: [String: String] = [:]
        if case .files(_, let digests)? = identities[name] { known = digests }
        return (
          name,
          [
            "kind": project.config.source(name).map { .string($0.kind.name) } ?? nil,
            "files": .array(
              files.map { file in
                [
                  "name": .string(file.name), "bytes": FileStatus(file.path).map { .int($0.size) } ?? nil,
                  "sha256": known[file.name].map { .string($0) } ?? nil,
                ]
              }),
          ]
        )
      })
  }
}
