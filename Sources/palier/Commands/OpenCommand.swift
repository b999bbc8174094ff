internal import ArtifactStore
internal import Glibc
internal import JSON
internal import PipelineModel
internal import Platform
internal import Runner

/// `palier open`.
enum OpenCommand: Command {
  static let name = "open"
  static let summary = "open the dashboard of the last good run in a browser"
  static let operands = "[PAGE]"
  static let options = [
    Option("print", "say where it is, and open nothing")
  ]

  /// Programs that open a page in whatever browser a person uses.
  private static let openers = ["xdg-open", "open", "wslview"]

  static func run(_ arguments: Arguments, _ console: Console) throws -> Int32 {
    let operands = arguments.operands
    guard operands.count < 2 else { throw UsageError("open takes one page") }
    let project = try project(arguments)
    let file = project.store.layout.report + "/index.html"
    guard Files.exists(file) else {
      throw ConfigError(file, nil, "there is no dashboard yet", mend: "palier run, with a stage of kind \"report\"")
    }
    if let place = operands.first { try refuseUnknown(place, in: project.store.layout.report) }
    let absolute = Paths.absolute(file, base: Paths.currentFolder)
    let address = "file://" + PercentEncoding.encoded(absolute, keeping: "/") + (operands.first.map { "#/\($0)" } ?? "")
    if console.isJSON { console.data(["report": .string(absolute), "address": .string(address)]) }
    if arguments.has("print") {
      if !console.isJSON { console.print(operands.isEmpty ? absolute : address) }
      return ExitCode.success
    }
    let named = Environment.value("PALIER_BROWSER").map { [$0] } ?? openers
    guard let program = named.lazy.compactMap({ Environment.find($0) }).first else {
      throw ConfigError(
        named.joined(separator: ", "), nil, "there is no such program to open a page with",
        mend: "name one in PALIER_BROWSER, or open \(absolute) by hand")
    }
    // The program takes the place of this one: it has its own messages and its own end.
    var words: [UnsafeMutablePointer<CChar>?] = [strdup(program), strdup(address), nil]
    defer { for word in words { free(word) } }
    execv(program, &words)
    throw FileError("execute", program)
  }

  /// - Parameter place: a page, or one with what is to be shown on it, such as `segments?lang=fr`.
  private static func refuseUnknown(_ place: String, in report: String) throws {
    let page = String(place.prefix { $0 != "?" && $0 != "/" })
    let (before, after) = ("page-", ".js")
    let known = try Files.list(report + "/assets").filter { $0.hasPrefix(before) && $0.hasSuffix(after) }
      .map { String($0.dropFirst(before.count).dropLast(after.count)) }
    guard known.contains(page) else {
      throw UsageError("the dashboard has no page \"\(page)\"; " + Suggestion.mend(page, known: known.sorted()))
    }
  }
}
