internal import ArtifactStore
internal import PipelineModel
internal import Platform
internal import Runner

/// What is to run every night: everything by its absolute path, since no one is logged in then.
struct NightlyRun {
  /// The program and its arguments.
  let arguments: [String]
  /// The pipeline file.
  let config: String
  /// The pipeline's name.
  let title: String
  /// What the schedule is called.
  let name: String
  /// The folder it runs in.
  let folder: String
  /// Where its output goes.
  let log: String
  /// Variables that it needs, as they are now.
  let environment: [(name: String, value: String)]
  /// A file with further variables, such as the URL of a webhook.
  let environmentFile: String?
  /// When.
  let hour: Int
  let minute: Int

  /// The first line of whatever is installed: by it the owner is known.
  var mark: String { "# Palier schedule of \(config)" }
  /// What every such line begins with.
  static let anyMark = "# Palier schedule of "

  /// Reads what the command line asks for.
  /// - Throws: `UsageError` where a path or a time cannot be used.
  init(_ project: Project, _ arguments: Arguments) throws {
    let at = arguments.value("at") ?? "03:00"
    let parts = at.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, parts.allSatisfy({ $0.count <= 2 && !$0.isEmpty && $0.allSatisfy(\.isNumber) }),
      let hour = Int(parts[0]), let minute = Int(parts[1]), hour < 24, minute < 60
    else { throw UsageError("--at takes a time such as 03:00, not \"\(at)\"") }
    self.hour = hour
    self.minute = minute
    config = project.config.file
    title = project.config.name
    folder = Files.folderOf(config)
    let root = project.store.layout.root
    log = project.store.layout.scheduleLog
    let slug = String(
      project.config.name.lowercased().map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" })
    name = arguments.value("name") ?? "palier-\(slug)"
    guard !name.isEmpty, name.utf8.allSatisfy({ Self.isUnitByte($0) }) else {
      throw UsageError("--name takes letters, digits, \"-\" and \"_\", not \"\(name)\"")
    }
    var words = [
      Environment.executable, "run", "--config", config, "--output", root, "--progress", "plain", "--no-color",
    ]
    let overrides = try arguments.overrides()
    for (path, value) in overrides.parameters { words += ["--set", "\(path)=\(value)"] }
    for (source, path) in overrides.sources { words += ["--source", "\(source)=\(Paths.absolute(path))"] }
    self.arguments = words
    environment = ["PALIER_HOME", "PALIER_DUCKDB", "PALIER_PLOTLY"].compactMap { name in
      Environment.value(name).map { (name, Paths.absolute($0)) }
    }
    environmentFile = arguments.value("env-file").map { Paths.absolute($0) }
    if let environmentFile, arguments.has("install"), FileStatus(environmentFile)?.kind != .file {
      throw ConfigError(
        environmentFile, nil, "there is no such file of variables: the nightly run would not start",
        mend: "write it first, NAME=value a line")
    }
    for text in words + environment.map(\.value) + [environmentFile ?? ""]
    where text.unicodeScalars.contains(where: { $0.value < 32 }) {
      throw UsageError("\"\(text)\" holds a line break or a control sign, which no schedule can name")
    }
  }

  private static func isUnitByte(_ byte: UInt8) -> Bool {
    (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte) || byte == 45 || byte == 95
  }

  /// `03:00`.
  var time: String { "\(Self.two(hour)):\(Self.two(minute))" }

  private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
