internal import Engines
internal import JSON
internal import PipelineModel
internal import Platform

/// Takes what a program has written as the stage's outputs.
struct CommandOutputs {
  private let declared: [CommandDeclaration.Output]
  private let context: StageContext

  init(_ declared: [CommandDeclaration.Output], _ context: StageContext) {
    self.declared = declared
    self.context = context
  }

  /// What the manifest says of each output; whatever else lies in the stage's folder is removed.
  /// - Throws: `StageFailure` naming an output that is missing or not what it was declared to be.
  func collect() throws -> [String: OutputManifest] {
    let names = Set(declared.map(\.fileName))
    for name in try Files.list(context.folder) where !names.contains(name) {
      try Files.remove(context.folder + "/" + name)
    }
    var outputs: [String: OutputManifest] = [:]
    for output in declared {
      try refuseOtherThings(output)
      switch output.format {
      case .parquet: break
      case .json:
        try refuseBrokenJSON(output)
        outputs[output.name] = try entry(output, .json, [output.fileName])
      case .csv, .file: outputs[output.name] = try entry(output, .files, [output.fileName])
      case .folder: outputs[output.name] = try entry(output, .files, try files(output))
      }
    }
    try describeTables(&outputs)
    return outputs
  }

  private func refuseOtherThings(_ output: CommandDeclaration.Output) throws(StageFailure) {
    let variable = CommandDeclaration.variable(output: output.name)
    let isFolder = output.format == .folder
    switch FileStatus(context.folder + "/" + output.fileName, followLinks: false)?.kind {
    case .file? where !isFolder, .folder? where isFolder: return
    case nil:
      throw StageFailure(
        "the program ended well but did not write the output \"\(output.name)\"",
        mend: "write it to the path in \(variable)")
    case .link?:
      throw StageFailure(
        "the output \"\(output.name)\" is a link", mend: "write the content itself to the path in \(variable)")
    default:
      throw StageFailure(
        "the output \"\(output.name)\" is not a \(isFolder ? "folder" : "file")",
        mend: isFolder ? "write files into the folder in \(variable)" : "declare its format as \"folder\"")
    }
  }

  private func files(_ output: CommandDeclaration.Output) throws -> [String] {
    let folder = context.folder + "/" + output.fileName
    let files = try Files.tree(folder)
    guard !files.isEmpty else {
      throw StageFailure(
        "the output folder \"\(output.name)\" is empty",
        mend: "write files into the folder in \(CommandDeclaration.variable(output: output.name))")
    }
    for file in files where FileStatus(folder + "/" + file, followLinks: false)?.kind != .file {
      throw StageFailure("\(output.name)/\(file) is no file", mend: "an output holds files and folders only")
    }
    return files.map { output.fileName + "/" + $0 }
  }

  private func refuseBrokenJSON(_ output: CommandDeclaration.Output) throws {
    let bytes = try Files.read(context.folder + "/" + output.fileName)
    do {
      _ = try JSON.parse(bytes)
    } catch {
      throw StageFailure(
        "the output \"\(output.name)\" is no JSON: \(error)",
        mend: "write one JSON value, or declare its format as \"file\"")
    }
  }

  /// The digest is of the bytes: of the file's own, or of every file's with its name.
  private func entry(
    _ output: CommandDeclaration.Output, _ format: OutputManifest.Format, _ names: [String]
  ) throws -> OutputManifest {
    let files = try names.map { try DuckDBSession.file($0, in: context.folder) }
    let content =
      output.format == .folder
      ? SHA256.hex(JSON.members(files.map { ($0.path, .string($0.sha256)) }).text(.canonical))
      : files[0].sha256
    return OutputManifest(format: format, files: files, rows: nil, digest: content)
  }

  /// Tables are digested by their rows, whatever their order in the file, as every table is.
  private func describeTables(_ outputs: inout [String: OutputManifest]) throws {
    let tables = declared.filter { $0.format == .parquet }
    guard !tables.isEmpty else { return }
    let session = try DuckDBSession(folder: context.folder, databases: context.databases, control: context.control)
    try session.seal()
    for table in tables { outputs[table.name] = try session.describe(parquet: table.name, in: context.folder) }
  }
}
