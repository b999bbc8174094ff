internal import ArtifactStore
internal import Engines
internal import JSON
internal import Platform
internal import Runner

/// `palier forget`.
enum ForgetCommand: Command {
  static let name = "forget"
  static let summary = "erase customers: from every result, version and record, for good"
  static let operands = "CUSTOMER…"
  static let options =
    [
      Option("from", value: "FILE", "customers from a file, one a line; - for standard input"),
      Option("dry-run", short: "n", "say what names them; change nothing"),
      Option("jobs", short: "j", value: "N", "stages at the same time (default: one a processor)"),
      Option("lock-timeout", value: "SECONDS", "how long to wait for another run (default: 60)"),
      Option("progress", value: "KIND", "auto, plain or none (default: auto)"),
    ] + Option.overrides

  static func run(_ arguments: Arguments, _ console: Console) throws -> Int32 {
    let customers = try customers(arguments)
    var options = RunOptions()
    options.jobs = try arguments.integer("jobs", minimum: 1)
    options.lockTimeout = try arguments.seconds("lock-timeout") ?? options.lockTimeout
    let kind = arguments.value("progress") ?? "auto"
    guard ["auto", "plain", "none"].contains(kind) else {
      throw UsageError("--progress takes auto, plain or none, not \"\(kind)\"")
    }
    let project = try project(arguments)
    let forgetting = Forgetting(project, customers: customers, lockTimeout: options.lockTimeout)
    if arguments.has("dry-run") {
      let scan = try forgetting.preview()
      if console.isJSON { console.data(scan.json) } else { show(preview: scan, console) }
      return ExitCode.success
    }
    Interruption.install()
    var ran: RunOutcome?
    let outcome = try forgetting.execute(waiting: { console.log("waiting for \($0) to end …") }) {
      let observer = ProgressDisplay(console, kind: kind)
      let run = try RecordedRun(project, options, observer: observer, logFolder: nil, metricsFile: nil).execute()
      observer.end()
      ran = run
      return run.status == .succeeded
    }
    if let ran, outcome == nil || console.isVerbose { RunSummary(console, root: project.store.layout.root).show(ran) }
    guard let outcome else {
      console.error(
        "palier: the run without them did not succeed: they are on the list, their results are still there\n"
          + "  mend: see to what is said above, then call forget again")
      if console.isJSON, let ran { console.data(["run": ran.json, "complete": false]) }
      return ran.map(RunCommand.exitCode) ?? ExitCode.stageFailed
    }
    if console.isJSON { console.data(json(outcome, ran)) } else { show(outcome, console) }
    for finding in outcome.remaining {
      console.error("palier: left in \(describe(finding)) of \(Paths.shown(project.store.layout.root))")
    }
    if outcome.remaining.isEmpty { return ExitCode.success }
    console.error(
      "  mend: see how it came there (a program that reads the source itself, a file that is not Palier's, the config), "
        + "then call forget again")
    return ExitCode.stageFailed
  }

  private static func customers(_ arguments: Arguments) throws -> [String] {
    var customers = arguments.operands
    for file in arguments.all("from") {
      let bytes = try Files.read(file == "-" ? "/dev/stdin" : file)
      customers += String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline).map(String.init)
    }
    customers = customers.filter { !$0.allSatisfy(\.isWhitespace) }
    if customers.isEmpty { throw UsageError("CUSTOMER is missing") }
    return customers
  }

  private static func describe(_ finding: PersonFinding) -> String {
    let times = "\(Amounts.count(finding.count)) \(finding.count == 1 ? "place" : "places")"
    return "\(finding.path)\(finding.column.map { ", column \($0)" } ?? "") (\(times))"
  }

  private static func json(_ outcome: Forgetting.Outcome, _ ran: RunOutcome?) -> JSON {
    [
      "customers": .int(outcome.customers), "known_before": .int(outcome.knownBefore), "unseen": .int(outcome.unseen),
      "complete": .bool(outcome.remaining.isEmpty), "run": ran?.json ?? nil,
      "removed": [
        "versions": .array(
          outcome.versions.map {
            ["stage": .string($0.stage), "version": .string($0.version), "bytes": .int($0.bytes)]
          }),
        "quarantine": .array(outcome.quarantine.map { .string($0) }),
        "records": .array(outcome.records.map { .string($0) }),
      ],
      "holding": .array(outcome.holding.map { .string($0) }), "scan": outcome.scan.json,
    ]
  }

  private static func show(_ outcome: Forgetting.Outcome, _ console: Console) {
    guard !console.isQuiet else { return }
    let bytes = outcome.versions.reduce(0) { $0 + $1.bytes }
    console.print("erased: \(counted(outcome.customers, "customer"))")
    if outcome.knownBefore > 0 { console.print("on the list before: \(outcome.knownBefore)") }
    if outcome.unseen > 0 {
      console.print(
        "named by nothing that was there: \(outcome.unseen) (check the spelling; the list has them all the same)")
    }
    console.print(
      "removed: \(counted(outcome.versions.count, "older version")) (\(Amounts.bytes(bytes))), "
        + "\(counted(outcome.quarantine.count, "entry of the quarantine", "entries of the quarantine")); "
        + "names taken out of \(counted(outcome.records.count, "record"))")
    let scan = outcome.scan
    console.print(
      "looked through: \(counted(scan.files, "file")), \(Amounts.bytes(scan.bytes)), "
        + "\(counted(scan.values, "value")) of tables: "
        + (outcome.remaining.isEmpty ? "nothing is left" : "\(counted(outcome.remaining.count, "place")) left"))
    for stage in outcome.holding {
      console.print(
        "\(stage) goes on with the model of an earlier fit, whose means count them still: palier run --force \(stage)")
    }
    for finding in outcome.coincidences {
      console.print("an equal text of another meaning: \(describe(finding))")
    }
  }

  private static func show(preview scan: PersonScan, _ console: Console) {
    for finding in scan.findings {
      console.print("\(describe(finding))\(finding.isCertain ? "" : ": perhaps of another meaning")")
    }
    console.print(
      "\(counted(scan.findings.count, "place")) in \(counted(scan.files, "file")); nothing was changed: "
        + "palier forget without --dry-run erases them")
  }

  private static func counted(_ count: Int, _ one: String, _ many: String? = nil) -> String {
    "\(Amounts.count(count)) \(count == 1 ? one : many ?? one + "s")"
  }
}
