internal import Engines
internal import JSON
internal import PipelineModel
internal import Platform
internal import Runner

/// `palier init`.
enum InitCommand: Command {
  static let name = "init"
  static let summary = "look at a file of sales and write a pipeline for it"
  static let operands = "FILE…"
  static let options = [
    Option("column", value: "COLUMN=NAME", "a column of a line and the file's column; may be repeated"),
    Option("date-format", value: "FORMAT", "how times are written, such as %d/%m/%Y"),
    Option("name", value: "NAME", "the pipeline's name (default: the file's)"),
    Option("currency", value: "CODE", "the currency of the amounts, such as EUR"),
    Option("yes", short: "y", "write also where something is in doubt"),
    Option("force", short: "f", "replace a pipeline that is there"),
  ]

  static func run(_ arguments: Arguments, _ console: Console) throws -> Int32 {
    guard let first = arguments.operands.first else { throw UsageError("FILE is missing") }
    let target = Paths.absolute(arguments.value("config") ?? "pipeline.json")
    if Files.exists(target), !arguments.has("force") {
      throw UsageError("\(Paths.shown(target)) is there already: name another with -c FILE, or replace it with --force")
    }
    let paths = try arguments.operands.flatMap { try files($0) }
    guard let path = paths.first else { throw UsageError("\(first) holds no file of sales") }
    let preview = try inTemporaryFolder { try SourcePreview(path, folder: $0) }
    let kind = try self.kind(paths, preview, arguments)
    var guess: SourceGuess?
    var options = SourceOptions()
    if kind.reading == .mapped {
      let made = SourceGuess(
        headers: preview.headers, rows: preview.rows, isWritten: preview.isWritten, delimiter: preview.delimiter,
        chosen: try chosen(arguments, preview), formats: arguments.all("date-format"))
      options = made.options
      options.encoding = preview.encoding
      if SourceOptions.Format(fileName: path) == nil { options.format = preview.format }
      guess = made
    }
    let shown = Understanding(path: path, preview: preview, kind: kind, guess: guess)
    if let guess, !guess.missing.isEmpty {
      shown.print(console)
      console.error(shown.missing(guess))
      return ExitCode.usage
    }
    var doubts = guess?.doubts ?? []
    let known = try arguments.value("currency").map(checked(currency:)) ?? kind.currency
    let written = CurrencyGuess.codes(headers: preview.headers, rows: preview.rows)
    if kind.reading == .mapped, written.count > 1 {
      doubts.append(
        "amounts are in several currencies (\(written.joined(separator: ", "))) and would be added up as they stand: "
          + "convert them, or keep the rows of one")
    }
    let seen = known ?? written.first
    let currency = seen ?? "EUR"
    if !console.isJSON {
      shown.print(console)
      let origin = known != nil ? "" : seen != nil ? ", as the data say" : ": the data do not say, so look at it"
      console.print("  amounts in \(currency)\(origin)" + (known == nil ? " (--currency CODE for another)" : ""))
    }
    for doubt in doubts { console.log("in doubt: \(TerminalText.safe(doubt))") }
    if !doubts.isEmpty, !arguments.has("yes") {
      console.error("palier init: nothing was written\n  mend: settle what is in doubt, or accept it with --yes")
      return ExitCode.usage
    }
    try write(target, paths: arguments.operands, kind, options, currency, arguments)
    if console.isJSON {
      console.data([
        "config": .string(target), "kind": .string(kind.name), "options": options.json,
        "currency": .string(currency),
        "doubts": .array(doubts.map { .string($0) }),
      ])
    } else {
      let option = Paths.name(target) == "pipeline.json" ? "" : " -c \(Paths.shown(target))"
      console.print("\nwrote \(Paths.shown(target)); now: palier run\(option)")
    }
    return ExitCode.success
  }

  // MARK: - What there is

  private static func files(_ operand: String) throws -> [String] {
    let path = Paths.absolute(operand)
    if FileStatus(path)?.kind == .folder {
      return Paths.matches(path + "/*").filter { SourceOptions.Format(fileName: $0) != nil }
    }
    let found = Paths.matches(path)
    guard !found.isEmpty, FileStatus(found[0]) != nil else { throw UsageError("there is no file \(operand)") }
    return found
  }

  /// The kind that knows all columns of the files, else `table`.
  private static func kind(_ paths: [String], _ preview: SourcePreview, _ arguments: Arguments) throws -> SourceKind {
    guard arguments.all("column").isEmpty else { return .table }
    for kind in SourceKind.all {
      switch kind.reading {
      case .events:
        let fits = kind.columns.allSatisfy { preview.headers.contains($0.name) }
        if fits, preview.format == .csv, preview.encoding == nil, preview.delimiter == "," { return kind }
      case .fixed:
        let isPlain = preview.format == .csv && preview.encoding == nil && preview.delimiter == "," && !preview.isPacked
        let fits = kind.columns.allSatisfy { column in
          preview.headers.contains { kind.column(forHeader: $0) == column }
        }
        if fits, isPlain || preview.format == .xlsx { return kind }
      case .tables(let tables):
        let fits = tables.contains { table in table.columns.allSatisfy(preview.headers.contains) }
        if fits, paths.count > 1, preview.format == .csv { return kind }
      case .mapped: continue
      }
    }
    return .table
  }

  private static func chosen(_ arguments: Arguments, _ preview: SourcePreview) throws -> [CanonicalColumn: String] {
    var chosen: [CanonicalColumn: String] = [:]
    for text in arguments.all("column") {
      let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2 else { throw UsageError("--column takes COLUMN=NAME, not \"\(text)\"") }
      guard let column = CanonicalColumn(rawValue: parts[0]) else {
        throw UsageError(
          "\"\(parts[0])\" is no column of a line; "
            + Suggestion.mend(parts[0], known: CanonicalColumn.allCases.map(\.rawValue)))
      }
      guard preview.headers.contains(parts[1]) else {
        throw UsageError("there is no column \"\(parts[1])\"; " + Suggestion.mend(parts[1], known: preview.headers))
      }
      chosen[column] = parts[1]
    }
    return chosen
  }

  private static func checked(currency code: String) throws -> String {
    guard code.utf8.count == 3, code.utf8.allSatisfy((UInt8(ascii: "A")...UInt8(ascii: "Z")).contains) else {
      throw UsageError("--currency takes three capital letters (ISO 4217) such as EUR, not \"\(code)\"")
    }
    return code
  }

  private static func inTemporaryFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
    let parent = Environment.value("TMPDIR") ?? "/tmp"
    let folder = "\(parent)/palier-init-\(Environment.processID)"
    try Files.makeFolder(folder)
    defer { try? Files.remove(folder) }
    return try body(folder)
  }

  // MARK: - The pipeline

  private static func write(
    _ target: String, paths: [String], _ kind: SourceKind, _ options: SourceOptions, _ currency: String,
    _ arguments: Arguments
  ) throws {
    let folder = Files.folderOf(target)
    let files = paths.map { operand in
      let path = Paths.absolute(operand)
      return Paths.isInside(path, folder) ? String(path.dropFirst(folder == "/" ? 1 : folder.count + 1)) : path
    }
    let stem = Paths.name(Paths.absolute(paths[0])).split(separator: ".").first.map(String.init) ?? "sales"
    let pipeline = NewPipeline(
      name: arguments.value("name") ?? stem, kind: kind, options: options, files: files,
      currency: currency)
    let text = PipelineText(
      heading: [
        "Written by palier init. Check the columns below, then: palier run",
        "docs/pipeline.md explains every part; palier check validates after an edit.",
      ],
      comments: [
        "sources": ["Where the sales are, and which column is which (docs/sources.md)."],
        "parameters": [
          "How to count returns, score segments, cluster and study stability; --set changes one for a run."
        ],
        "stages": ["What is computed, from which outputs; take out what you do not need."],
        "checks": ["What must hold before results are published."],
      ]
    ).text(try pipeline.json())
    try Files.makeFolder(folder)
    try Files.write(text, to: target)
  }
}
