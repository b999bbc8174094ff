import JSON
import PipelineModel
import Report
import Runner
import Testing

@Suite("Reasons and findings in the dashboard's words")
struct WordsTests {
  private static let long = JSON.array((1...40).map { .string("a long item number \($0)") })
  private static let longer = JSON.array((3...44).map { .string("a long item number \($0)") })

  private static let reasons: [Reason] = [
    .neverBuilt, .forced, .damaged("torn"), .parameter(path: "kmeans.k", from: nil, to: 5),
    .parameter(path: "rfm.grid", from: long, to: longer),
    .sql(removed: ["a", "b", "c", "d"], added: ["e"]), .prelude, .engine(from: nil, to: "spark"),
    .code(from: 1, to: 2), .kind(from: "sql", to: "command"), .declaration(part: "outputs", from: "a", to: "b"),
    .pseudonyms(from: nil, to: "x"), .pseudonyms(from: "x", to: nil), .pseudonyms(from: "x", to: "y"),
    .erasures(from: 1, to: 1), .erasures(from: 1, to: 2), .format, .outside, .checks,
    .inputDeclared("a.b"),
    .inputDropped("a.b"), .input("a.b", from: "0123456789", to: "abcdef0123"), .fileAdded(source: "s", file: "f"),
    .fileRemoved(source: "s", file: "f"), .fileChanged(source: "s", file: "f"),
    .fileRenamed(source: "s", from: "f", to: "g"), .sourceKind(source: "s", from: "a", to: "b"), .upstream("rfm"),
    .builtBefore(version: "v"), .inputsEqual, .unchanged, .accepted(version: "v", run: "r"), .notSelected,
    .upstreamFailed("rfm"), .cancelled,
  ]

  private static let findings: [CheckFinding?] = [
    nil, .tooFewRows(3, atLeast: 4), .tooManyRows(5, atMost: 4),
    .columns([
      .missing(name: "a", type: "BIGINT", near: nil), .missing(name: "a", type: "BIGINT", near: "b"),
      .otherType(name: "c", promised: "DATE", made: "VARCHAR"), .extra(name: "d", type: "DATE"),
    ]),
    .change(of: nil, before: 100, after: 79, allowed: 20), .change(of: "sum(x)", before: 0, after: 7.25, allowed: 20),
    .change(of: "sum(x)", before: 1.5, after: nil, allowed: 20), .notCompared(nil, .damaged("torn")),
    .notCompared("sum(x)", .noOutput("out")), .notCompared("sum(x)", .otherColumns("no x")), .repeatedKeys(3),
    .rejected(12, of: 1000, allowed: 0.01, often: [.init("price: negative", 8), .init("4 fields instead of 8", 4)]),
    .tooOld(column: "t", newest: 0, at: 3_600_000_000, base: .run, allowed: Age(seconds: 60)),
    .tooOld(column: "t", newest: 0, at: 3_600_000_000, base: .asOf, allowed: Age(seconds: 60)),
    .noTime(column: "t", base: .run, allowed: Age(seconds: 60)),
    .noTime(column: "t", base: .asOf, allowed: Age(seconds: 60)),
    .sourceTooOld(newest: 0, at: 3_600_000_000, allowed: Age(seconds: 60)),
    .sourceWithoutTime(allowed: Age(seconds: 60)), .words("as an earlier version said"),
  ]

  /// That a label exists for words, and a value for each of its places; and the same of the words in them.
  private func check(_ phrase: ReportModel.Phrase, _ used: inout Set<String>) {
    guard let key = phrase.key else { return }
    used.insert(key)
    let label = Labels.all.first { $0.key == key }
    #expect(label != nil, "no label \(key)")
    for match in (label?.en ?? "").matches(of: /\{(\w+)\}/) {
      #expect(phrase.values[String(match.output.1)] != nil, "\(key) has no \(match.output.1)")
    }
    for value in phrase.values.values {
      switch value {
      case .phrase(let inner): check(inner, &used)
      case .list(let list): for inner in list { check(inner, &used) }
      default: break
      }
    }
  }

  @Test("Every reason and every finding has its label, and every label its use")
  func labels() {
    var used: Set<String> = []
    for reason in Self.reasons { check(.init(reason), &used) }
    for finding in Self.findings {
      var result = CheckResult(
        stage: "rfm", output: "customers", name: "n", severity: .warn, failures: 3, finding: finding)
      check(.init(result), &used)
      result.rows = 4000
      check(.init(result), &used)
    }
    for label in Labels.words where !label.key.hasPrefix("reject.") && label.key != "reason.others" {
      #expect(used.contains(label.key), "\(label.key) is never used")
    }
  }

  @Test("Findings are read back from a version's manifest as they were")
  func roundTrip() throws {
    for finding in Self.findings {
      let result = CheckResult(
        stage: "rfm", output: "customers", name: "n", severity: .warn, failures: 3, rows: 40, finding: finding)
      let back = CheckResult(json: try JSON.parse(result.json.text()), stage: "rfm")
      #expect(back == result)
    }
    let earlier = CheckResult(
      json: ["output": "customers", "name": "n", "severity": "warn", "failures": 1, "finding": "3 keys"], stage: "rfm")
    #expect(earlier?.finding == .words("3 keys"))
  }
}
