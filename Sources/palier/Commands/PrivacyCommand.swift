internal import ArtifactStore
internal import JSON
internal import PipelineModel
internal import Platform
internal import Runner

/// `palier privacy`.
enum PrivacyCommand: Command {
  static let name = "privacy"
  static let summary = "print which personal data lie where, for how long, and how they are kept"
  static let options = Option.overrides

  static func run(_ arguments: Arguments, _ console: Console) throws -> Int32 {
    _ = try arguments.operands()
    let project = try project(arguments)
    let data = try PersonalData(project)
    if console.isJSON {
      console.data(data.json(project.config))
      return ExitCode.success
    }
    let config = project.config
    let root = project.store.layout.root
    console.print("\(config.name): personal data in \(Paths.shown(root))")
    console.print(
      "customers: "
        + (config.privacy.isPseudonymised
          ? "pseudonyms, HMAC-SHA-256 under a key from \(config.privacy.keyPlace)"
          : "ids as the source has them (\"privacy\": { \"pseudonymise\": true } makes them pseudonyms)"))
    let (all, open) = data.erasures
    console.print(
      "erased: \(all) \(all == 1 ? "customer" : "customers"), list in \(Paths.shown(config.privacy.erasures))"
        + (open > 0 ? "; of \(open) something may be left: call forget again" : ""))
    let retention = config.retention
    console.print(
      "kept: versions of \(retention.keepRuns) runs and of \(retention.keepDays) days, "
        + (retention.isAutomatic ? "older ones go after each run" : "older ones go with palier gc --apply"))
    console.print("")
    show(data, console)
    console.print("")
    console.print(
      "quarantine: \(data.quarantine.count) \(data.quarantine.count == 1 ? "entry" : "entries"), which can hold rows")
    console.print("runs: \(data.runs) records with \(data.logs) logs of stages; records hold counts, no rows")
    if data.hasReport { console.print("report: the dashboard lists customers, as its stage's inputs name them") }
    return ExitCode.success
  }

  private static func show(_ data: PersonalData, _ console: Console) {
    var table = TextTable(
      ["output", "rows", "versions", "oldest", "who", "leads to", "where", "text", "beside"], numeric: [1, 2, 8])
    for holding in data.holdings {
      func names(_ category: PersonalData.Category) -> String {
        holding.columns.filter { $0.category == category }.map(\.name).joined(separator: ", ")
      }
      table.add([
        "\(holding.stage).\(holding.output)", holding.rows.map(Amounts.count) ?? "files",
        "\(holding.versions)", String((holding.oldest ?? "").prefix(10)),
        holding.rows == nil ? "as its inputs" : names(.customer), names(.reference), names(.place), names(.text),
        "\(holding.others)",
      ])
    }
    for line in table.lines(limit: 40) { console.print(line) }
    if data.holdings.isEmpty { console.print("nothing yet: palier run makes results") }
  }
}
