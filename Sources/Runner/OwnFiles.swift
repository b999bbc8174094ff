internal import PipelineModel
internal import Platform

/// Finds the files that a command stage declares as its own.
enum OwnFiles {
  /// The files that a pattern stands for, sorted.
  /// - Throws: `ConfigError` where there are none.
  static func resolve(
    _ pattern: CommandDeclaration.Pattern, stage: String, config: String
  ) throws -> [String] {
    let path = Paths.absolute(pattern.text, base: Files.folderOf(config))
    var files: [String] = []
    for found in Paths.matches(path) {
      switch FileStatus(found)?.kind {
      case .folder?: files += try tree(found)
      case nil: break
      default: files.append(found)
      }
    }
    guard !files.isEmpty else {
      throw ConfigError(
        Paths.shown(config), pattern.position, "stage \"\(stage)\": there is no file \(Paths.shown(path))",
        mend: "\"files\" are relative to the pipeline file")
    }
    return files
  }

  private static func tree(_ folder: String) throws -> [String] {
    var files: [String] = []
    for name in try Files.list(folder) where !name.hasPrefix(".") && name != "__pycache__" && !name.hasSuffix(".pyc") {
      let path = folder + "/" + name
      if FileStatus(path)?.kind == .folder { files += try tree(path) } else { files.append(path) }
    }
    return files
  }
}
