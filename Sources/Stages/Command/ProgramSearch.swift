internal import Engines
internal import Platform

/// Finds the file of a program as a shell would.
struct ProgramSearch {
  /// The folder in which relative paths begin.
  let folder: String
  /// Folders to look in, with `:` between them.
  let path: String

  /// The file of a program that is named by its path or, without `/`, looked for in the folders.
  /// - Throws: `StageFailure` where there is none that can be executed.
  func find(_ name: String) throws(StageFailure) -> String {
    if name.contains("/") {
      let file = Paths.absolute(name, base: folder)
      guard FileStatus(file)?.kind == .file else {
        throw StageFailure(
          "there is no program \(Paths.shown(file))", cause: .usage,
          mend: "check the command's first part; paths are relative to the pipeline file")
      }
      guard Files.isExecutable(file) else {
        throw StageFailure(
          "\(Paths.shown(file)) is not executable", cause: .usage, mend: "chmod +x \(Paths.shown(file))")
      }
      return file
    }
    for place in path.split(separator: ":") {
      let file = Paths.absolute("\(place)/\(name)", base: folder)
      if Files.isExecutable(file), FileStatus(file)?.kind == .file { return file }
    }
    throw StageFailure(
      "there is no program \"\(name)\" in the folders of PATH", cause: .usage,
      mend: "install it, or write its path, such as \"./\(name)\"")
  }
}
