import Foundation
import JSON
import TestSupport
import Testing

@Suite("The report of a run")
struct ReportEndToEndTests {
  /// Runs the default pipeline on a small sample and gives what `run --json` says.
  private func run(_ folder: TemporaryDirectory) throws -> JSON {
    let sample = try PalierProcess.run(["sample", folder.path("sample"), "--lines", "8000"], in: folder.root)
    try #require(sample.code == 0, "\(sample.errors)")
    let outcome = try PalierProcess.run(
      ["run", "--json"] + options(folder) + ["--source", "sales=\(folder.path("sample"))/*.csv"], in: folder.root)
    try #require(outcome.code == 0, "\(outcome.errors)")
    return try JSON.parse(outcome.output)
  }

  private func options(_ folder: TemporaryDirectory) -> [String] {
    ["--config", Repository.root.appendingPathComponent("pipeline.json").path, "--output", folder.path("output")]
  }

  private func data(_ part: String, as name: String? = nil, _ folder: TemporaryDirectory) throws -> JSON {
    let text = try String(contentsOfFile: folder.path("output/report/data/\(part).js"), encoding: .utf8)
    let start = try #require(text.firstRange(of: ").\(name ?? part) = ")).upperBound
    return try JSON.parse(String(text[start...].dropLast(2)))
  }

  @Test("The dashboard shows the figures that the stages made, and what the run did")
  func figures() throws {
    let folder = try TemporaryDirectory()
    let outcome = try run(folder)
    #expect(outcome["report"]?.string == folder.path("output/report/index.html"))
    for file in ["index.html", "assets/plotly.min.js", "assets/app.js", "assets/labels.js", "assets/style.css"] {
      #expect(FileManager.default.fileExists(atPath: folder.path("output/report/\(file)")), "\(file)")
    }
    let shown = try PalierProcess.run(["show", "summary.figures", "--json"] + options(folder), in: folder.root)
    let figures = try JSON.parse(shown.output)
    let drawn = try #require(try data("summary", folder)["figures"]?.object)
    #expect(drawn.count == 13)
    for member in drawn {
      let made = figures[Self.snake(member.key)]
      #expect(made != nil, "\(member.key)")
      #expect(made == member.value || made?.double == member.value.double, "\(member.key)")
    }
    let monthly = try data("summary", folder)["months"]?.array?.compactMap { $0["revenue"]?.double } ?? []
    #expect(abs(monthly.reduce(0, +) - (figures["revenue"]?.double ?? 0)) < 0.01)
    let customers = try data("customers", folder)
    #expect(customers["ids"]?.array?.count == figures["customers"]?.int)
    #expect(try data("people", folder)["count"] == figures["customers"])
    let shard = try data("customers/0", as: "customers0", folder)
    let lines = try PalierProcess.run(
      ["show", "activity.last_lines", "--json", "--limit", "0"] + options(folder), in: folder.root)
    let first = customers["ids"]?.array?.first?.string ?? ""
    let own = try JSON.parse(lines.output).array?.filter { $0["customer_id"]?.string == first } ?? []
    let fields = try data("customers/index", as: "customerIndex", folder)["fields"]?.array?.compactMap(\.string) ?? []
    let place = try #require(fields.firstIndex(of: "lines"))
    #expect(!own.isEmpty && shard["customers"]?.array?.first?.array?[place].array?.count == own.count)
    for part in ["segments", "clusters", "stability", "cohorts", "ledger"] {
      #expect(try data(part, folder).object?.isEmpty == false, "\(part)")
    }
    let sold = try PalierProcess.run(
      ["show", "clean_returns.lines", "--json", "--limit", "0"] + options(folder), in: folder.root)
    let amounts =
      try JSON.parse(sold.output).array?.filter { $0["is_return"]?.bool == false }
      .compactMap { $0["amount"]?.double }.sorted() ?? []
    let measure = try data("profile", folder)["measures"]?.array?.first { $0["measure"]?.string == "amount" }
    // Between the two values next to each quartile's place.
    for (quarter, quantile) in (measure?["quantiles"]?.array ?? []).compactMap(\.double).enumerated() {
      let place = Double((amounts.count - 1) * quarter) / 4
      let (low, high) = (amounts[Int(place)], amounts[Int(place.rounded(.up))])
      #expect(abs(quantile - (low + (high - low) * (place - place.rounded(.down)))) < 1e-9, "quartile \(quarter)")
    }
    #expect(measure?["lines"]?.int == amounts.count && !amounts.isEmpty)
    let record = try data("run", folder)
    #expect(record["id"] == outcome["run_id"])
    for key in ["id", "verdict", "version"] {
      #expect(record["stages"]?.array?.map { $0[key] } == outcome["stages"]?.array?.map { $0[key] }, "\(key)")
    }
    #expect(record["startedAt"]?.string?.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/) != nil)
  }

  @Test(
    "A browser draws every chart without an error",
    .enabled(if: HeadlessBrowser.missing == nil, "needs chromium and plotly.min.js (make deps)"))
  func charts() throws {
    let folder = try TemporaryDirectory()
    _ = try run(folder)
    let page = URL(fileURLWithPath: folder.path("output/report/index.html"))
    let marks = HeadlessBrowser.marks(try HeadlessBrowser.open(page, hash: "all", scratch: folder))
    #expect(marks["errors"] == "0", "\(marks["error-text"] ?? "")")
    #expect(marks["charts-expected"] == "34")
    #expect(marks["charts-drawn"] == marks["charts-expected"])
  }

  @Test("The record of a run holds the figures that were current before, and what the command line set")
  func previous() throws {
    let folder = try TemporaryDirectory()
    _ = try run(folder)
    #expect(try data("run", folder)["previous"] == .null)
    let before = try data("summary", folder)["figures"]
    let source = ["--source", "sales=\(folder.path("sample"))/*.csv"]
    let asOf = try #require(try data("meta", folder)["asOf"]?.string)
    let earlier = ["--set", "as_of=\(asOf.prefix(5))01-01"]
    let second = try PalierProcess.run(["run"] + options(folder) + source + earlier, in: folder.root)
    #expect(second.code == 0, "\(second.errors)")
    let record = try data("run", folder)
    #expect(record["previous"]?["figures"] == before)
    #expect(record["previous"]?["asOf"]?.string == asOf)
    #expect(record["overrides"]?.array?.map { $0["name"]?.string } == ["as_of", "sales"])
    #expect(record["overrides"]?.array?.last?["value"] == "")
    // The dashboard itself depends on its inputs alone: the first run's is as it was.
    let third = try PalierProcess.run(["run", "--json"] + options(folder) + source, in: folder.root)
    let stages = try JSON.parse(third.output)["stages"]?.array ?? []
    #expect(stages.first { $0["id"]?.string == "report" }?["verdict"]?.string == "restored")
    #expect(try data("summary", folder)["figures"] == before)
    #expect(try data("run", folder)["previous"]?["asOf"]?.string == "\(asOf.prefix(5))01-01")
  }

  /// `retentionRate90d` as `retention_rate_90d`.
  private static func snake(_ name: String) -> String {
    var out = ""
    var previous: Character = "_"
    for character in name {
      let begins = character.isUppercase || (character.isNumber && !previous.isNumber)
      if begins { out += "_" }
      out += character.lowercased()
      previous = character
    }
    return out
  }
}
