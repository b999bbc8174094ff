internal import JSON
internal import Platform
internal import SampleData

/// `palier sample`.
enum SampleCommand: Command {
  static let name = "sample"
  static let summary = "write a generated data set in the shape of Online Retail II, a file a day"
  static let operands = "DIR"
  static let options = [
    Option("lines", value: "N", "order lines, about (default: 60000)"),
    Option("months", value: "N", "months (default: 18)"),
    Option("seed", value: "N", "seed: the same gives the same bytes (default: 42)"),
    Option("start", value: "DATE", "the first day (default: 2024-01-01)"),
    Option("clean", "without malformed rows"),
    Option("if-missing", "do nothing where DIR holds csv files already"),
  ]

  static func run(_ arguments: Arguments, _ console: Console) throws -> Int32 {
    let folder = Paths.absolute(try arguments.operands("DIR")[0])
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
    let present = Paths.matches(folder + "/*.csv")
    if !present.isEmpty {
      if arguments.has("if-missing") {
        console.log("\(Paths.shown(folder)) holds \(present.count) csv files already")
        return ExitCode.success
      }
      throw UsageError("\(Paths.shown(folder)) holds csv files already: name an empty folder, or add --if-missing")
    }
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
}
