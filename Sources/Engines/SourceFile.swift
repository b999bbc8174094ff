internal import JSON
public import PipelineModel
internal import Platform

/// One file of a source.
public struct SourceFile: Sendable, Hashable {
  /// The path, absolute.
  public var path: String
  /// The path below the folder that holds all of the source's files: what results and messages call it.
  public var name: String

  /// Makes a file.
  public init(path: String, name: String) {
    self.path = path
    self.name = name
  }

  /// The files of a source, sorted by name: patterns matched, folders replaced by the files in them
  /// that the kind reads.
  /// - Throws: `ConfigError` naming what was declared and where, where a path leads to no file.
  public static func resolve(_ source: SourceDeclaration) throws(ConfigError) -> [SourceFile] {
    var paths: Set<String> = []
    for pattern in source.patterns {
      let found = Paths.matches(pattern.path)
      var files: [String] = []
      for path in found {
        switch FileStatus(path)?.kind {
        case .file?, .other?: files.append(path)
        case .folder?: files += inFolder(path, source.kind)
        default:
          throw ConfigError(
            pattern.file, pattern.position, "source \"\(source.name)\": there is no file \(Paths.shown(path))",
            mend: "check the path, or name another with --source \(source.name)=PATH")
        }
      }
      if files.isEmpty {
        throw ConfigError(
          pattern.file, pattern.position, "source \"\(source.name)\": nothing matches \(Paths.shown(pattern.path))",
          mend: "check the pattern, or name files with --source \(source.name)=PATH")
      }
      paths.formUnion(files)
    }
    let sorted = paths.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    let folder = Paths.commonFolder(sorted)
    let prefix = folder == "/" ? 1 : folder.count + 1
    return sorted.map { SourceFile(path: $0, name: String($0.dropFirst(prefix))) }
  }

  private static func inFolder(_ path: String, _ kind: SourceKind) -> [String] {
    switch kind.reading {
    case .events: return Paths.matches(path + "/*.csv") + Paths.matches(path + "/*.csv.gz")
    case .tables: return Paths.matches(path + "/*.csv")
    case .fixed:
      let texts = Paths.matches(path + "/*.csv")
      return texts.isEmpty ? Paths.matches(path + "/*.xlsx") : texts
    case .mapped: return Paths.matches(path + "/*").filter { SourceOptions.Format(fileName: $0) != nil }
    }
  }
}
