internal import Engines
internal import JSON
internal import PipelineModel
internal import Platform

/// What a run did as OpenLineage events (2-0-2): of the run itself, and of each stage that ran, failed or was restored.
///
/// A stage that was left as it stands had no run, so there is no event of it; the run's own event names its verdict.
struct LineageEvents {
  let record: RunRecord
  /// When the run ended.
  let ended: Instant

  private var config: PipelineConfig { record.project.config }
  private var outcome: RunOutcome { record.outcome }
  private var namespace: String { config.lineage.namespace ?? "palier://" + PercentEncoding.encoded(config.name) }

  private enum State: String {
    case start = "START"
    case complete = "COMPLETE"
    case fail = "FAIL"
    case abort = "ABORT"
  }

  /// The events, one a line, in the order of their times.
  var text: String {
    var events: [(at: Instant, json: JSON)] = []
    let manifests = Dictionary(
      outcome.stages.compactMap { stage in stage.manifest.map { (stage.stage, $0) } }, uniquingKeysWith: { $1 })
    for stage in outcome.stages {
      guard let declaration = config.stage(stage.stage), let state = state(of: stage) else { continue }
      let (start, end) = times(of: stage)
      // What is large comes once, with the last event: the SQL, and the columns of what is read.
      let read = declaration.inputs.compactMap { dataset($0, manifests, isBrief: true) }
      events.append((start, self.stage(stage, declaration, .start, at: start, inputs: read, outputs: [])))
      let inputs = declaration.inputs.compactMap { dataset($0, manifests) }
      let outputs = state == .complete ? stage.manifest.map(self.outputs) ?? [] : []
      events.append((end, self.stage(stage, declaration, state, at: end, inputs: inputs, outputs: outputs)))
    }
    // A stage ends before another that waited for it starts, also within one millisecond: the order made is kept.
    let sorted = events.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }
    let all = [run(.start, at: record.began)] + sorted.map(\.element.json) + [run(finalState, at: ended)]
    return all.map { $0.text() + "\n" }.joined()
  }

  private var finalState: State {
    switch outcome.status {
    case .succeeded: .complete
    case .failed, .checkFailed: .fail
    case .cancelled: .abort
    }
  }

  private func state(of stage: StageOutcome) -> State? {
    switch stage.verdict {
    case .ran, .restored, .accepted: .complete
    case .failed: stage.failure?.cause == .cancelled ? .abort : .fail
    case .fresh, .cutOff, .skipped: nil
    }
  }

  private func times(of stage: StageOutcome) -> (Instant, Instant) {
    guard let began = stage.began else { return (ended, ended) }
    return (began, Instant(microseconds: began.microseconds + Int(stage.seconds * 1_000_000)))
  }

  // MARK: - Events

  private func event(
    _ state: State, at instant: Instant, id: String, runFacets: [(String, JSON)], job: String,
    jobFacets: [(String, JSON)], inputs: [JSON], outputs: [JSON]
  ) -> JSON {
    [
      "eventType": .string(state.rawValue), "eventTime": .string(instant.precise),
      "run": ["runId": .string(id), "facets": .members(runFacets)],
      "job": ["namespace": .string(namespace), "name": .string(job), "facets": .members(jobFacets)],
      "inputs": .array(inputs), "outputs": .array(outputs), "producer": .string(LineageFacet.producer),
      "schemaURL": .string(LineageFacet.eventSchema),
    ]
  }

  private func id(_ job: String) -> String { LineageID.uuid(run: outcome.run, job: "\(namespace)\n\(job)") }

  private func run(_ state: State, at instant: Instant) -> JSON {
    var facets: [(String, JSON)] = []
    if state == .start {
      facets.append(("palier_run", LineageFacet.own("PalierRunFacet", [("run", .string(outcome.run))])))
    } else {
      facets.append(
        (
          "palier_run",
          LineageFacet.own(
            "PalierRunFacet",
            [
              ("run", .string(outcome.run)), ("status", .string(outcome.status.rawValue)),
              ("stages", .members(outcome.stages.map { ($0.stage, .string($0.verdict.rawValue)) })),
            ])
        ))
    }
    let failed = outcome.stages.filter { $0.verdict == .failed }.map(\.stage)
    if state == .fail {
      facets.append(("errorMessage", LineageFacet.error("\(failed.joined(separator: ", ")) failed")))
    }
    return event(
      state, at: instant, id: id(config.name), runFacets: facets, job: config.name,
      jobFacets: [("jobType", LineageFacet.type("PIPELINE"))], inputs: [], outputs: [])
  }

  private func stage(
    _ stage: StageOutcome, _ declaration: StageDeclaration, _ state: State, at instant: Instant, inputs: [JSON],
    outputs: [JSON]
  ) -> JSON {
    var facets = [("parent", LineageFacet.parent(run: id(config.name), namespace: namespace, job: config.name))]
    if let engine = stage.manifest.flatMap({ LineageFacet.engine($0.engine) }) {
      facets.append(("processing_engine", engine))
    }
    if let message = Self.message(stage), state == .fail {
      facets.append(("errorMessage", LineageFacet.error(message)))
    }
    let fingerprint = stage.manifest?.fingerprint ?? stage.key?.fingerprint
    facets.append(
      (
        "palier_stage",
        LineageFacet.own(
          "PalierStageRunFacet",
          [
            ("run", .string(outcome.run)), ("verdict", .string(stage.verdict.rawValue)),
            ("version", stage.manifest.map { .string($0.version) } ?? nil),
            ("fingerprint", fingerprint.map { .string($0) } ?? nil),
            ("reasons", .array(stage.reasons.map { .string($0.text) })),
          ])
      ))
    var jobFacets = [("jobType", LineageFacet.type("STAGE"))]
    if let sql = declaration.sql, state != .start { jobFacets.append(("sql", LineageFacet.sql(sql.text))) }
    let name = "\(config.name).\(stage.stage)"
    return event(
      state, at: instant, id: id(name), runFacets: facets, job: name, jobFacets: jobFacets, inputs: inputs,
      outputs: outputs)
  }

  /// What went wrong, without rows of data: those of broken checks are in the run's record and in quarantine.
  private static func message(_ stage: StageOutcome) -> String? {
    let broken = stage.brokenChecks.filter(\.isFatal)
    guard broken.isEmpty else {
      return broken.map { "check \"\($0.name)\" of \($0.output): \($0.failures) rows" }.joined(separator: "; ")
    }
    return stage.failure?.message.split(separator: "\n").first.map(String.init)
  }

  // MARK: - Datasets

  private func outputs(_ manifest: Manifest) -> [JSON] {
    manifest.outputs.sorted { $0.key < $1.key }.map { name, output in
      dataset(
        "\(manifest.stage).\(name)", version: manifest.version, columns: output.schema,
        outputFacets: LineageFacet.statistics(rows: output.rows, bytes: output.bytes, files: output.files.count))
    }
  }

  private func dataset(_ input: StageInput, _ manifests: [String: Manifest], isBrief: Bool = false) -> JSON? {
    switch input {
    case .source(let name):
      guard case .files(_, let digests)? = record.identities[name] else { return nil }
      let content = JSON.members(digests.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) })
      return dataset(
        input.description, version: SHA256.hex(content.text(.canonical)),
        columns: (isBrief ? [] : config.source(name)?.kind.columns ?? []).map { .init(name: $0.name, type: "VARCHAR") })
    case .output(let producer, let output):
      guard let manifest = manifests[producer], let entry = manifest.outputs[output] else { return nil }
      return dataset(input.description, version: manifest.version, columns: isBrief ? [] : entry.schema)
    }
  }

  private func dataset(
    _ name: String, version: String, columns: [OutputManifest.Column], outputFacets: JSON? = nil
  ) -> JSON {
    var facets = [
      ("dataSource", LineageFacet.source(config.name, uri: "palier://" + PercentEncoding.encoded(config.name))),
      ("version", LineageFacet.version(version)),
    ]
    if !columns.isEmpty { facets.append(("schema", LineageFacet.schema(columns.map { ($0.name, $0.type) }))) }
    var members: [(String, JSON)] = [
      ("namespace", .string(namespace)), ("name", .string(name)), ("facets", .members(facets)),
    ]
    if let outputFacets { members.append(("outputFacets", ["outputStatistics": outputFacets])) }
    return .members(members)
  }
}
