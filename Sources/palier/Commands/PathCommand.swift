internal import ArtifactStore
internal import Engines
internal import JSON
internal import PipelineModel
internal import Runner

/// `palier path`.
enum PathCommand: Command {
  static let name = "path"
  static let summary = "the files of current outputs, one a line, all of one run"
  static let operands = "STAGE.OUTPUT …"

  static func run(_ arguments: Arguments, _ console: Console) throws -> Int32 {
    let names = arguments.operands
    guard !names.isEmpty else { throw UsageError("STAGE.OUTPUT is missing") }
    let project = try project(arguments)
    var members: [(String, JSON)] = []
    for name in names {
      let (manifest, output) = try CurrentOutput.find(name, project)
      let files = project.store.files(manifest, output)
      members.append((name, ["files": .array(files.map { .string($0) }), "version": .string(manifest.version)]))
      if !console.isJSON { for file in files { console.print(file) } }
    }
    if console.isJSON {
      // One output is told by itself, several by their names.
      console.data(members.count == 1 ? members[0].1 : .members(members))
    }
    return ExitCode.success
  }
}

/// Finds a current output by its name on the command line.
enum CurrentOutput {
  /// The manifest that holds `STAGE.OUTPUT`, and the output's name.
  /// - Throws: `ConfigError` where the pipeline has no such output, or none was published yet; `StageFailure` where the
  ///   version that is current cannot be used.
  static func find(_ name: String, _ project: Project) throws -> (manifest: Manifest, output: String) {
    guard case .output(let id, let output)? = StageInput(name) else {
      throw ConfigError(name, nil, "this names no output", mend: "write STAGE.OUTPUT, such as rfm.customers")
    }
    guard let stage = project.config.stage(id) else {
      throw ConfigError(
        name, nil, "there is no stage \"\(id)\"", mend: Suggestion.mend(id, known: project.graph.order))
    }
    guard stage.outputs.contains(output) else {
      throw ConfigError(
        name, nil, "\(id) makes no \"\(output)\"", mend: Suggestion.mend(output, known: stage.outputs))
    }
    guard let version = project.store.pointer?.versions[id] else {
      throw ConfigError(name, nil, "nothing was published yet", mend: "palier run")
    }
    guard let manifest = project.store.manifest(id, version) else {
      throw StageFailure(
        "\(name): the current version \(version) is missing or damaged",
        mend: "palier run makes it again; where a gc took it away just now, ask again")
    }
    return (manifest, output)
  }
}
