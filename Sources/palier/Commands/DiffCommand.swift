internal import ArtifactStore
internal import Comparison
internal import JSON
internal import Platform
internal import Runner

/// `palier diff`.
enum DiffCommand: Command {
  static let name = "diff"
  static let summary = "what changed between two runs, down to customers that changed segment or cluster"
  static let operands = "[RUN [RUN]]"
  static let options = [
    Option("csv", value: "KIND", "the customers that moved, as csv: segments, clusters or all"),
    Option("list", value: "FILE", "write that csv to a file, and show the difference too"),
    Option("other-output", value: "DIR", "take the second run from another output folder"),
  ]

  static func run(_ arguments: Arguments, _ console: Console) throws -> Int32 {
    let project = try project(arguments)
    let kinds = try Self.kinds(arguments.value("csv"))
    if kinds != nil, console.isJSON, !arguments.has("list") {
      throw UsageError("--csv and --json exclude each other: --list FILE writes the csv beside the JSON")
    }
    let (from, to) = try sides(arguments, project.store)
    let difference = try RunComparer.compare(from, to)
    if let file = arguments.value("list") {
      var text = MoveList.header
      let count = try MoveList.write(difference, from, to, kinds ?? Migration.Kind.allCases) { text += $0 }
      try Files.write(text, to: Paths.absolute(file))
      console.log("\(Amounts.count(count)) customers listed in \(Paths.shown(Paths.absolute(file)))")
    } else if let kinds {
      Stream.output.write(MoveList.header)
      var text = ""
      _ = try MoveList.write(difference, from, to, kinds) { line in
        text += line
        if text.utf8.count > 1 << 16 {
          Stream.output.write(text)
          text = ""
        }
      }
      Stream.output.write(text)
      for note in difference.notes { console.log("warning: \(note)") }
      return ExitCode.success
    }
    if console.isJSON {
      console.data(difference.json)
    } else {
      DiffDisplay(console).show(difference, from, to)
    }
    return ExitCode.success
  }

  private static func kinds(_ text: String?) throws(UsageError) -> [Migration.Kind]? {
    switch text {
    case nil: return nil
    case "all"?: return Migration.Kind.allCases
    case let text?:
      guard let kind = Migration.Kind(rawValue: text) else {
        throw UsageError("--csv takes segments, clusters or all, not \"\(text)\"")
      }
      return [kind]
    }
  }

  /// The two runs: none named is the last two that succeeded, one named is that against what is current.
  private static func sides(_ arguments: Arguments, _ store: Store) throws -> (ComparedRun, ComparedRun) {
    let names = arguments.operands
    if names.count > 2 { throw UsageError("\"\(names[2])\" is one too many") }
    func side(_ name: String, _ store: Store) throws -> ComparedRun {
      name == "current" ? try ComparedRun(currentOf: store) : try ComparedRun(name, in: store)
    }
    if let folder = arguments.value("other-output") {
      let other = try Store(root: Paths.absolute(folder))
      return (
        try side(names.first ?? "current", store), try side(names.count > 1 ? names[1] : "current", other)
      )
    }
    guard let first = names.first else { return (try side("previous", store), try side("latest", store)) }
    return (try side(first, store), try side(names.count > 1 ? names[1] : "current", store))
  }
}
