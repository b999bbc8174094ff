internal import ArtifactStore
internal import JSON
internal import PipelineModel
internal import Platform

/// Compares two runs, of one output folder or of two.
public struct RunComparer {
  private let from: ComparedRun
  private let to: ComparedRun
  private var notes: [String] = []

  /// Makes a comparer.
  public init(_ from: ComparedRun, _ to: ComparedRun) {
    self.from = from
    self.to = to
  }

  /// What differs.
  /// - Throws: what reading a version's files throws.
  public static func compare(_ from: ComparedRun, _ to: ComparedRun) throws -> RunDifference {
    var comparer = RunComparer(from, to)
    return try comparer.compare()
  }

  private mutating func compare() throws -> RunDifference {
    let ids = to.stages + from.stages.filter { !to.stages.contains($0) }
    let stages = ids.compactMap(stage)
    var figures: [FigureDifference] = []
    var migrations: [Migration] = []
    var reader: MigrationReader?
    for stage in stages {
      // A stage that both runs share has nothing to show but its figures, and those are equal.
      guard let pair = try readable(stage) else { continue }
      figures += try self.figures(pair)
      guard stage.change == .changed else { continue }
      for labelling in Labelling.all(in: pair.from, pair.to) {
        let opened = try reader ?? MigrationReader()
        reader = opened
        migrations.append(try opened.read(labelling, from: side(pair.from, from), to: side(pair.to, to)))
      }
    }
    migrations.sort { $0.kind == .segments && $1.kind == .clusters }
    return RunDifference(
      runs: (from.id, to.id), parameters: parameters, sources: sources, stages: stages, figures: figures,
      migrations: migrations, notes: notes)
  }

  // MARK: - Parameters and sources

  private var parameters: [Reason] {
    let (before, after) = (from.parameters, to.parameters)
    return Set(before.keys).union(after.keys).sorted().compactMap { path in
      before[path] == after[path] ? nil : .parameter(path: path, from: before[path], to: after[path])
    }
  }

  private var sources: [Reason] {
    let (before, after) = (from.sources, to.sources)
    return Set(before.keys).union(after.keys).sorted().flatMap { name in
      Reason.sourceDifferences(name, from: before[name], to: after[name])
    }
  }

  // MARK: - Stages

  private func stage(_ id: String) -> StageDifference? {
    let (before, after) = (from.versions[id], to.versions[id])
    let change: StageDifference.Change
    switch (before, after) {
    case (nil, nil): return nil
    case (nil, _): change = .added
    case (_, nil): change = .removed
    case (let before?, let after?):
      let isSame = before == after
      let isSameContent = from.contentDigest(id) != nil && from.contentDigest(id) == to.contentDigest(id)
      change = isSame ? .same : isSameContent ? .sameContent : .changed
    }
    var reasons: [Reason] = []
    if change != .same, let old = from.key(id), let new = to.key(id) {
      reasons = Reason.differences(from: old, to: new).map { written($0, id) }
    }
    return StageDifference(
      stage: id, change: change, from: .init(version: before, verdict: from.entry(id)?["verdict"]?.string),
      to: .init(version: after, verdict: to.entry(id)?["verdict"]?.string), reasons: reasons,
      outputs: outputs(id))
  }

  /// A difference of SQL in lines as they are written, where both versions are there to ask.
  private func written(_ reason: Reason, _ id: String) -> Reason {
    guard case .sql = reason, let old = from.manifest(id), let new = to.manifest(id),
      let before = from.store.sqlText(old), let after = to.store.sqlText(new)
    else { return reason }
    return .sql(from: before, to: after) ?? reason
  }

  private func outputs(_ id: String) -> [OutputDifference] {
    let (old, new) = (from.manifest(id)?.outputs, to.manifest(id)?.outputs)
    guard let old, let new else { return recordedOutputs(id) }
    return Set(old.keys).union(new.keys).sorted().map { name in
      var output = OutputDifference(
        name: name, rows: (old[name]?.rows, new[name]?.rows), isEqual: old[name]?.digest == new[name]?.digest)
      guard let before = old[name]?.schema, let after = new[name]?.schema, before != after else { return output }
      output.addedColumns = after.map(\.name).filter { name in !before.contains { $0.name == name } }
      output.removedColumns = before.map(\.name).filter { name in !after.contains { $0.name == name } }
      output.retypedColumns = after.compactMap { column in
        guard let was = before.first(where: { $0.name == column.name }), was.type != column.type else { return nil }
        return "\(column.name): \(was.type) → \(column.type)"
      }
      return output
    }
  }

  /// What the records say of outputs whose manifests are gone.
  private func recordedOutputs(_ id: String) -> [OutputDifference] {
    func side(_ run: ComparedRun) -> [String: (rows: Int?, digest: String?)] {
      if let manifest = run.manifest(id) { return manifest.outputs.mapValues { ($0.rows, $0.digest) } }
      guard let entry = run.entry(id), entry["version"]?.string == run.versions[id] else { return [:] }
      return Dictionary(
        (entry["outputs"]?.object ?? []).map { ($0.key, ($0.value["rows"]?.int, $0.value["digest"]?.string)) },
        uniquingKeysWith: { $1 })
    }
    let (old, new) = (side(from), side(to))
    return Set(old.keys).union(new.keys).sorted().map { name in
      OutputDifference(
        name: name, rows: (old[name]?.rows, new[name]?.rows), isEqual: old[name]?.digest == new[name]?.digest)
    }
  }

  /// Both sides of a stage where their files can be read; says why where they cannot.
  private mutating func readable(_ stage: StageDifference) throws -> (from: Manifest, to: Manifest)? {
    guard stage.change != .added, stage.change != .removed else { return nil }
    var sides: [Manifest] = []
    for run in stage.change == .same ? [to] : [from, to] {
      guard let manifest = run.manifest(stage.stage) else {
        // Two runs that share the version share what it holds, whether it is still there or not.
        if stage.change != .same {
          notes.append(
            "\(stage.stage): version \(run.versions[stage.stage] ?? "") of run \(run.id) is no longer in "
              + "\(Paths.shown(run.store.layout.root)); its figures and customers cannot be compared")
        }
        return nil
      }
      if let damage = run.store.damage(manifest) {
        notes.append("\(stage.stage): version \(manifest.version) of run \(run.id) is damaged: \(damage)")
        return nil
      }
      sides.append(manifest)
    }
    return (sides[0], sides[sides.count - 1])
  }

  private func side(_ manifest: Manifest, _ run: ComparedRun) -> MigrationReader.Side {
    MigrationReader.Side(manifest: manifest, store: run.store)
  }

  // MARK: - Figures

  private func figures(_ pair: (from: Manifest, to: Manifest)) throws -> [FigureDifference] {
    try pair.to.outputs.sorted { $0.key < $1.key }.flatMap { name, output -> [FigureDifference] in
      guard output.format == .json, pair.from.outputs[name]?.format == .json else { return [] }
      // One file is read once: the versions may be the same.
      let after = try Self.value(of: name, pair.to, to)
      let before = pair.from == pair.to ? after : try Self.value(of: name, pair.from, from)
      return FigureDifference.list("\(pair.to.stage).\(name)", before, after)
    }
  }

  private static func value(of output: String, _ manifest: Manifest, _ run: ComparedRun) throws -> JSON {
    guard let file = run.store.files(manifest, output).first else { return nil }
    return try JSON.parse(try Files.read(file))
  }
}
