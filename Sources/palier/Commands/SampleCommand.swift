internal import JSON
internal import Platform
internal import SampleData

/// `palier sample`.
enum SampleCommand: Command {
  static let name = "sample"
  static let summary = "write a generated data set: a shop's invoices, or another kind of source"
  static let operands = "DIR"
  static let options = [
    Option("kind", value: "KIND", "online_retail (a file a day), sales_2020 or events (default: online_retail)"),
    Option("lines", value: "N", "order lines, about (default: 60000; of kind sales_2020 20000)"),
    Option("rows", value: "N", "events, of kind events (default: 100000)"),
    Option("gzip", "packed files, of kind events"),
    Option("months", value: "N", "months, of kind online_retail (default: 18)"),
    Option("seed", value: "N", "seed: the same gives the same bytes (default: 42)"),
    Option("start", value: "DATE", "the first day, of kind online_retail (default: 2024-01-01)"),
    Option("clean", "without malformed rows; sales_2020 has none"),
    Option("if-missing", "do nothing where DIR holds csv files already"),
  ]

  static func run(_ arguments: Arguments, _ console: Console) throws -> Int32 {
    let folder = Paths.absolute(try arguments.operands("DIR")[0])
    try refuseOptionsOfOtherKinds(arguments)
    switch arguments.value("kind") ?? "online_retail" {
    case "online_retail": break
    case "sales_2020": return try categorySales(folder, arguments, console)
    case "events": return try events(folder, arguments, console)
    case let kind: throw UsageError("--kind takes online_retail, sales_2020 or events, not \"\(kind)\"")
    }
    var options = SampleOptions()
    options.lines = try arguments.integer("lines", minimum: 1) ?? options.lines
    options.months = try arguments.integer("months", minimum: 1) ?? options.months
    if let seed = try arguments.integer("seed", minimum: 0) { options.seed = UInt64(seed) }
    options.malformed = !arguments.has("clean")
    do {
      if let text = arguments.value("start") { options.start = try CalendarDay(iso: text) }
      try options.validate()
    } catch {
      throw UsageError("\(error)")
    }
    if try isFilled(folder, arguments, console) { return ExitCode.success }
    try Files.makeFolder(folder)
    let summary = try SampleGenerator.generate(options) { name, bytes in
      try Files.write(bytes, to: folder + "/" + name)
    }
    if console.isJSON {
      console.data([
        "folder": .string(folder), "files": .int(summary.files), "rows": .int(summary.rows),
        "malformed": .int(summary.malformed), "duplicates": .int(summary.duplicates), "orders": .int(summary.orders),
        "customers": .int(summary.customers), "returns": .int(summary.returns), "anonymous": .int(summary.anonymous),
      ])
    } else {
      console.print(
        "\(Amounts.count(summary.rows)) lines of \(Amounts.count(summary.customers)) customers in "
          + "\(Amounts.count(summary.files)) files: \(Paths.shown(folder))")
    }
    return ExitCode.success
  }

  /// How much to write, where somebody said.
  private static func count(_ option: String, _ arguments: Arguments) throws -> Int? {
    let count = try arguments.integer(option, minimum: 100)
    if let count, count > greatest { throw UsageError("--\(option) takes \(Amounts.count(greatest)) at most") }
    return count
  }

  private static let greatest = 1_000_000_000

  /// The options that not every kind has.
  private static let own = [
    "lines": ["online_retail", "sales_2020"], "rows": ["events"], "gzip": ["events"], "months": ["online_retail"],
    "start": ["online_retail"], "clean": ["online_retail", "events"],
  ]

  private static func refuseOptionsOfOtherKinds(_ arguments: Arguments) throws {
    let kind = arguments.value("kind") ?? "online_retail"
    for (option, kinds) in own.sorted(by: { $0.key < $1.key }) where arguments.has(option) && !kinds.contains(kind) {
      throw UsageError("--\(option) is for --kind \(kinds.joined(separator: " and "))")
    }
  }

  /// Whether there is nothing to do, since the folder holds data.
  /// - Throws: `UsageError` where it does and nobody said that this is fine.
  private static func isFilled(_ folder: String, _ arguments: Arguments, _ console: Console) throws -> Bool {
    let present = Paths.matches(folder + "/*.csv") + Paths.matches(folder + "/*.csv.gz")
    if present.isEmpty { return false }
    guard arguments.has("if-missing") else {
      throw UsageError("\(Paths.shown(folder)) holds csv files already: name an empty folder, or add --if-missing")
    }
    console.log("\(Paths.shown(folder)) holds \(present.count) csv files already")
    return true
  }

  private static func categorySales(_ folder: String, _ arguments: Arguments, _ console: Console) throws -> Int32 {
    let lines = try count("lines", arguments) ?? 20_000
    let seed = try arguments.integer("seed", minimum: 0) ?? 42
    if try isFilled(folder, arguments, console) { return ExitCode.success }
    try Files.makeFolder(folder)
    let file = folder + "/sales_2020.csv"
    try Files.write([], to: file)
    let summary = try CategorySales.generate(lines: lines, seed: UInt64(seed)) { try Files.append($0, to: file) }
    if console.isJSON {
      console.data([
        "folder": .string(folder), "files": 1, "rows": .int(summary.rows), "customers": .int(summary.customers),
        "kinds": .array(summary.kinds.map { .int($0) }),
      ])
    } else {
      console.print(
        "\(Amounts.count(summary.rows)) lines of \(Amounts.count(summary.customers)) customers: \(Paths.shown(file))")
    }
    return ExitCode.success
  }

  private static func events(_ folder: String, _ arguments: Arguments, _ console: Console) throws -> Int32 {
    let rows = try count("rows", arguments) ?? 100_000
    let seed = try arguments.integer("seed", minimum: 0) ?? 42
    if try isFilled(folder, arguments, console) { return ExitCode.success }
    try Files.makeFolder(folder)
    let isPacked = arguments.has("gzip")
    var packed: [String: GzipWriter] = [:]
    let summary = try EventSales.generate(rows: rows, seed: UInt64(seed), malformed: !arguments.has("clean")) {
      name, bytes in
      let file = folder + "/" + name
      guard isPacked else { return try Files.append(bytes, to: file) }
      let writer = try packed[name] ?? GzipWriter(file + ".gz")
      packed[name] = writer
      try writer.add(bytes)
    }
    for writer in packed.values { try writer.finish() }
    if console.isJSON {
      console.data([
        "folder": .string(folder), "files": 2, "rows": .int(rows), "purchases": .int(summary.purchases),
        "malformed": .int(summary.malformed),
      ])
    } else {
      console.print(
        "\(Amounts.count(rows)) events, \(Amounts.count(summary.purchases)) of them purchases: \(Paths.shown(folder))")
    }
    return ExitCode.success
  }
}
