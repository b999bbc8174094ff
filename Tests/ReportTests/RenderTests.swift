import Report
import Testing

@Suite("Rendering")
struct RenderTests {
  private func texts(_ model: ReportModel) -> [String: String] {
    Dictionary(
      uniqueKeysWithValues: ReportRenderer.render(model).map { ($0.path, String(decoding: $0.bytes, as: UTF8.self)) })
  }

  @Test("The page, its assets and its data are there, and nothing is listed that is not")
  func filesPresent() throws {
    let files = texts(Fixture.full())
    let page = try #require(files["index.html"])
    for part in [
      "meta", "summary", "segments", "cohorts", "evolution", "lifetime", "scenarios", "baskets", "people", "clusters",
      "stability", "ledger", "run",
    ] {
      #expect(files["data/\(part).js"]?.hasPrefix("(window.PALIER = window.PALIER || {}).\(part) = ") == true)
    }
    let sources = page.matches(of: /(?:src|href)="([^"#:]+)"/).map { String($0.output.1) }
    #expect(
      Set(sources).union(["index.html", "data/customers.js", "data/customers/index.js"])
        == Set(files.keys).union([ReportRenderer.plotlyPath]))
    #expect(sources.count == Set(sources).count)
  }

  @Test("Equal models give equal bytes, and only the run block may hold a clock time")
  func deterministic() {
    #expect(ReportRenderer.render(Fixture.full()) == ReportRenderer.render(Fixture.full()))
    let without = texts(Fixture.full(run: false))
    #expect(without["data/run.js"] == "(window.PALIER = window.PALIER || {}).run = null;\n")
    for (path, text) in texts(Fixture.full()) where path != "data/run.js" { #expect(without[path] == text, "\(path)") }
  }

  @Test("A strict content security policy stands before anything loads, and no handler is inline")
  func policy() throws {
    let page = try #require(texts(Fixture.full())["index.html"])
    let policy = try #require(page.firstRange(of: "http-equiv=\"Content-Security-Policy\""))
    let script = try #require(page.firstRange(of: "<script"))
    #expect(policy.lowerBound < script.lowerBound)
    #expect(page.contains("default-src 'none'; script-src 'self' file:;"))
    #expect(!page.contains("unsafe-eval"))
    #expect(!page.contains(/script-src[^;]*unsafe-inline/))
    #expect(!page.contains(/<[^>]*\son\w+=/))
    #expect(!page.contains(/<script(?![^>]*\ssrc=)/))
    #expect(page.contains("<html lang=\"en\">"))
    #expect(try #require(texts(Fixture.full(language: .french))["index.html"]).contains("<html lang=\"fr\">"))
  }

  @Test("No file refers to the network or writes HTML from text")
  func noRequests() {
    for (path, text) in texts(Fixture.full()) {
      // Names of formats look like addresses; nothing is fetched from them.
      let text = text.replacing("\"http://www.w3.org/2000/svg\"", with: "")
        .replacing("\"http://schemas.openxmlformats.org/\"", with: "")
      for word in ["http://", "https://", "//cdn", "fetch(", "XMLHttpRequest", "import(", "innerHTML", "eval("] {
        #expect(!text.contains(word), "\(path) contains \(word)")
      }
    }
  }

  @Test("A figure that is not finite, or a part that is absent, becomes null")
  func missing() throws {
    var model = Fixture.full()
    model.summary?.figures.retentionRate90d = .nan
    let files = texts(model)
    #expect(try #require(files["data/summary.js"]).contains("\"retentionRate90d\":null"))
    for part in [
      "summary", "segments", "cohorts", "evolution", "lifetime", "scenarios", "baskets", "people", "clusters",
      "stability", "ledger", "run",
    ] {
      #expect(texts(Fixture.empty)["data/\(part).js"] == "(window.PALIER = window.PALIER || {}).\(part) = null;\n")
    }
  }

  @Test("The pipeline's own action and name win over the built-in ones")
  func ownActions() throws {
    var model = Fixture.full()
    model.segments?.actions = [
      ReportModel.SegmentAction(
        segment: "champions", priority: .critical, objective: LocalizedText("Own objective"),
        tactic: LocalizedText("Own tactic"))
    ]
    model.segments?.names = [ReportModel.SegmentName(segment: "champions", name: LocalizedText("Own name"))]
    let files = texts(model)
    let segments = try #require(files["data/segments.js"])
    #expect(segments.contains("Own objective"))
    #expect(!segments.contains("Keep and reward"))
    #expect(segments.contains("Strengthen loyalty"))
    let meta = try #require(files["data/meta.js"])
    let builtIn = try #require(meta.firstRange(of: "\"segment\":\"champions\""))
    let own = try #require(meta.firstRange(of: "Own name"))
    #expect(builtIn.lowerBound < own.lowerBound)
  }
}
