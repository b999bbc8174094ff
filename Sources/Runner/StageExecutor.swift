internal import ArtifactStore
internal import Engines
internal import PipelineModel
internal import Platform
internal import Stages

/// Runs one stage from its inputs to a published version.
struct StageExecutor: Sendable {
  let project: Project
  let run: String
  let sources: [String: [SourceFile]]
  /// Stages whose change from the current version is accepted.
  let accepted: Set<String>
  /// What is done to the sources' customers.
  let protection: CustomerProtection?
  let review: CheckReview

  init(
    project: Project, run: String, sources: [String: [SourceFile]], accepted: Set<String> = [],
    protection: CustomerProtection? = nil
  ) {
    self.project = project
    self.run = run
    self.sources = sources
    self.accepted = accepted
    self.protection = protection
    review = CheckReview(project: project, sources: sources)
  }

  /// How a stage is run this time.
  struct Attempt: Sendable {
    /// Which try it is, from 1.
    var number = 1
    /// What it may use.
    var limits: EngineLimits
  }

  /// Runs a stage whose inputs are `settled`, checks what it made, and publishes it.
  /// - Returns: what became of it; failures are in it, not thrown.
  func execute(
    _ stage: StageDeclaration, _ key: StageKey, _ reasons: [Reason], settled: [String: Manifest], _ attempt: Attempt,
    _ control: JobControl
  ) -> StageOutcome {
    let watch = Stopwatch()
    var outcome = StageOutcome(stage: stage.id, verdict: .failed, reasons: reasons)
    outcome.key = key
    outcome.began = .now
    var staging: String?
    do {
      let folder = try project.store.stage(stage.id, run: run)
      staging = folder
      let increment = reasons.contains(.forced) ? nil : increment(stage, key)
      let outputs = try produce(
        stage, increment, try held(stage, key), settled: settled, folder: folder, attempt, control)
      if stage.partitionedByFile { try refuseRowsOfNoFile(outputs, stage) }
      try Files.remove(folder + "/.spill")
      // As written, for people who ask later which lines changed; the key alone decides.
      if let sql = stage.sql { try Files.write(sql.text, to: folder + "/" + Store.sqlName) }
      try refuseChangedSources(key)
      let found = try OutputChecker(
        folder: folder, databases: project.databases.limited(to: attempt.limits), control: control
      ).check(
        subject(stage, outputs, place: folder, settled: settled))
      var checks = review.judged(accepting(found, of: stage), stage)
      var manifest = Manifest(
        stage: stage.id, key: key, outputs: outputs, checks: checks, checksDigest: stage.checksDigest(settled),
        seconds: watch.elapsed, steps: control.stepTimes.map { Manifest.Step(name: $0.step, seconds: $0.seconds) },
        run: run, engine: try engineVersion(for: stage))
      manifest.increment = increment.map(Manifest.Increment.init)
      if Self.isBad(checks, stage) {
        let place = try project.store.quarantine(manifest, from: folder)
        checks = Self.locate(checks, below: project.store.layout.root, in: place)
        outcome.failure = CheckReview.failure(checks, stage, kept: place)
      } else {
        try control.checkCancelled()
        checks = try keepRows(checks, of: stage, from: folder)
        manifest.checks = checks
        try project.store.publish(manifest, from: folder)
        if stage.kind.hasEffects { try noteOutside(manifest.version, of: stage.id) }
        if let increment { project.store.noteShared(increment.base) }
        outcome.failure = CheckReview.failure(checks, stage)
        if outcome.failure == nil {
          outcome.manifest = manifest
          outcome.verdict = .ran
          outcome.wroteElsewhere = stage.kind.hasEffects
        }
      }
      outcome.checks = checks
    } catch {
      // What goes wrong with a source that changes meanwhile is told as that.
      outcome.failure = Self.failure(changeOfSources(key) ?? error)
      if control.isCancelled { outcome.failure?.cause = .cancelled }
      // What was half made is of no use; a folder that cannot be removed now is removed by the next run.
      if let staging { try? Files.remove(staging) }
    }
    outcome.seconds = watch.elapsed
    return outcome
  }

  private func noteOutside(_ version: String?, of stage: String) throws {
    try project.store.noteOutside(version, of: stage, among: Set(project.config.stages.map(\.id)))
  }

  /// What the manifest says of the engine that a stage uses.
  private func engineVersion(for stage: StageDeclaration) throws -> String {
    if stage.command != nil { return "" }
    return stage.sql == nil ? try DuckDBEngine.libraryVersion() : try project.engine.version()
  }

  /// How the stage's current version becomes the one to make, where only some files of its source are to be read.
  private func increment(_ stage: StageDeclaration, _ key: StageKey) -> FileIncrement? {
    guard stage.partitionedByFile, project.engine.takesIncrements, let current = project.store.current(stage.id),
      project.store.damage(current) == nil, current.acceptedFrom == nil
    else { return nil }
    return FileIncrement(from: current, to: key)
  }

  /// What the stage takes over from its current version, as its key says.
  private func held(_ stage: StageDeclaration, _ key: StageKey) throws -> HeldOutputs? {
    guard let state = stage.kind.held, let taken = key.held else { return nil }
    guard let current = project.store.current(stage.id), current.outputs[state.output]?.digest == taken.content else {
      throw StageFailure("the version whose \(state.output) was to be kept is no longer current", mend: "run again")
    }
    let names = [state.output] + state.companions
    return HeldOutputs(
      tables: Dictionary(
        uniqueKeysWithValues: names.compactMap { name in
          current.outputs[name].map { output in
            let input = "\(stage.id).\(name)"
            return (
              name,
              InputTable(
                input: input, view: input, files: project.store.files(current, name), format: output.format,
                schema: output.schema)
            )
          }
        }),
      manifests: current.outputs.filter { names.contains($0.key) }, isRenewed: taken.isRenewed)
  }

  /// Takes the stage's current version for what its key would give.
  func accept(_ stage: StageDeclaration, _ key: StageKey, _ reasons: [Reason]) -> StageOutcome {
    let watch = Stopwatch()
    var outcome = StageOutcome(stage: stage.id, verdict: .failed, reasons: reasons)
    do {
      guard let current = project.store.current(stage.id) else { throw StageFailure("there is no current version") }
      let accepted = try project.store.accept(current, for: key, run: run)
      if stage.kind.hasEffects, project.store.isOutside(current) {
        try noteOutside(accepted.version, of: stage.id)
      }
      outcome.manifest = accepted
      outcome.verdict = .accepted
    } catch {
      outcome.failure = Self.failure(error)
    }
    outcome.seconds = watch.elapsed
    return outcome
  }

  private func produce(
    _ stage: StageDeclaration, _ increment: FileIncrement?, _ held: HeldOutputs?, settled: [String: Manifest],
    folder: String, _ attempt: Attempt, _ control: JobControl
  ) throws -> [String: OutputManifest] {
    var tables: [InputTable] = []
    var source: InputSource?
    for input in stage.inputs {
      switch input {
      case .source(let name):
        guard let declared = project.config.source(name), let files = sources[name] else { continue }
        source = InputSource(
          name: name, kind: declared.kind, options: declared.options,
          files: files.filter { increment?.added.contains($0.name) ?? true })
      case .output(let producer, let output):
        guard let manifest = settled[producer], let entry = manifest.outputs[output] else { continue }
        tables.append(
          InputTable(
            input: input.description, view: input.viewName, files: project.store.files(manifest, output),
            format: entry.format, schema: entry.schema))
      }
    }
    let parameters = project.config.parameters.subset(stage.parameters)
    var context = StageContext(
      stage: stage.id, parameters: parameters, tables: tables, folder: folder,
      databases: project.databases.limited(to: attempt.limits), control: control)
    context.held = held
    if let command = stage.command { return try CommandStage(command, context, at: place(of: stage, attempt)).run() }
    if let publish = stage.publish {
      return try PublishStage(publish, context) { try noteOutside(nil, of: stage.id) }.run()
    }
    if let sql = stage.sql {
      var job = SQLJob(
        stage: stage.id, sqlFile: Paths.shown(sql.path), blocks: sql.blocks, tables: tables, source: source,
        parameters: parameters, folder: folder)
      job.limits = attempt.limits
      job.protection = protection
      if let increment {
        job.increment = increment
        job.baseFolder = project.store.layout.version(stage.id, increment.base.version)
      }
      return try project.engine.run(job, control)
    }
    guard let type = NativeStages.all[stage.kind.name] else {
      throw StageFailure("no code runs stages of kind \"\(stage.kind.name)\"")
    }
    return try type.init().run(context)
  }

  private func place(of stage: StageDeclaration, _ attempt: Attempt) -> CommandStage.Place {
    CommandStage.Place(
      folder: Files.folderOf(project.config.file), run: run, attempt: attempt.number,
      log: project.store.layout.log(run: run, stage: stage.id),
      sources: stage.inputs.compactMap { input in
        guard case .source(let name) = input else { return nil }
        return (input, (sources[name] ?? []).map(\.path))
      })
  }

  /// Rows that name no file could not be taken out again when their file goes.
  private func refuseRowsOfNoFile(_ outputs: [String: OutputManifest], _ stage: StageDeclaration) throws {
    for (name, output) in outputs.sorted(by: { $0.key < $1.key })
    where output.format != .parquet || !output.schema.contains(where: { $0.name == "source_file" }) {
      throw StageFailure(
        "\(stage.id) is read file by file, but its output \"\(name)\" has no column source_file", cause: .usage,
        mend: "carry source_file through to every output, or take \"partition\" from the stage")
    }
  }

  /// A source that changed while it was read gave rows that its fingerprint does not stand for.
  private func refuseChangedSources(_ key: StageKey) throws {
    if case .files(_, let digests)? = key.inputs[StageKey.ownFiles] {
      for (name, digest) in digests {
        let path = Paths.absolute(name, base: Files.folderOf(project.config.file))
        if try project.store.digests.digest(path) != digest {
          throw Self.passing(
            StageFailure("\(Paths.shown(path)) changed while it was used", mend: "run again once it is complete"))
        }
      }
    }
    for (input, identity) in key.inputs {
      guard case .files(_, let digests) = identity, case .source(let name)? = StageInput(input) else { continue }
      for file in sources[name] ?? [] where try project.store.digests.digest(file.path) != digests[file.name] {
        throw Self.passing(
          StageFailure("\(Paths.shown(file.path)) changed while it was read", mend: "run again once it is complete"))
      }
    }
  }

  private func changeOfSources(_ key: StageKey) -> (any Error)? {
    do { try refuseChangedSources(key) } catch { return error }
    return nil
  }

  static func failure(_ error: any Error) -> StageFailure {
    switch error {
    case let failure as StageFailure: failure
    case let error as FileError: passing(StageFailure(error.description))
    default: StageFailure("\(error)")
    }
  }

  /// A failure that may pass by itself.
  private static func passing(_ failure: StageFailure) -> StageFailure {
    var failure = failure
    failure.mayPass = true
    return failure
  }
}
