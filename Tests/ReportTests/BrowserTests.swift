import Analytics
import Foundation
import Platform
import Report
import TestSupport
import Testing

@Suite(
  "In a browser, from a file", .serialized,
  .enabled(if: Browser.missing == nil, "needs chromium and plotly.min.js (make deps)"))
struct BrowserTests {
  /// Charts of a full model: 1 month chart, 10 on segments, 4 on cohorts, 3 on evolution, 1 each on lifetime
  /// and baskets, 2 on scenarios, 7 on clusters, 3 on stability, 2 on data.
  private let charts = "34"

  @Test("Every chart of every page is drawn, without an error", arguments: ReportModel.Language.allCases)
  func everyChart(language: ReportModel.Language) throws {
    let page = try Browser.open(Fixture.full(language: language), hash: "all", in: TemporaryDirectory())
    let marks = Browser.marks(page)
    #expect(marks["errors"] == "0", "\(marks["error-text"] ?? "")")
    #expect(marks["charts-expected"] == charts)
    #expect(marks["charts-drawn"] == charts)
    #expect(page.contains("<html lang=\"\(language.rawValue)\""))
    #expect(page.contains(language == .english ? "What these figures mean" : "Ce que signifient ces chiffres"))
    #expect(page.contains("house_rule"))
    #expect(page.matches(of: /<caption/).count >= 15)
    #expect(page.matches(of: /<tr/).count > 305)
  }

  @Test("Hostile text stays text")
  func hostile() throws {
    let text = EscapingTests.hostile
    let model = Fixture.full { $0.hasPrefix("day-") ? $0 : $0 + text + String(repeating: "y", count: 10_000) }
    let page = try Browser.open(model, hash: "all", in: TemporaryDirectory())
    let marks = Browser.marks(page)
    #expect(marks["pwned"] == nil)
    #expect(marks["errors"] == "0", "\(marks["error-text"] ?? "")")
    #expect(marks["charts-drawn"] == charts)
    #expect(!page.contains("<img src=\"x\""))
    #expect(page.contains("no order id&lt;/script&gt;&lt;img src=x onerror="))
    #expect(page.unicodeScalars.contains("\u{202E}"))
  }

  @Test("Hostile text stays text on a customer's page too, whose address holds it")
  func hostileCustomer() throws {
    let hostile: (String) -> String = { $0 + EscapingTests.hostile + String(repeating: "y", count: 10_000) }
    let probe = #"""
      (async function () {
        const wait = function (time) { return new Promise(function (done) { setTimeout(done, time); }); };
        await wait(500);
        document.querySelectorAll("form button")[1].click();
        await wait(1500);
        document.documentElement.dataset.title = document.querySelector("article h2").textContent.slice(0, 11);
      })();
      """#
    let page = try Browser.open(
      Fixture.full(text: hostile), hash: "customer?lang=en", in: TemporaryDirectory(), probe: probe,
      shards: [Fixture.shard(text: hostile)])
    let marks = Browser.marks(page)
    #expect(marks["pwned"] == nil)
    #expect(marks["errors"] == "0", "\(marks["error-text"] ?? "")")
    #expect(marks["title"] == "Customer C1")
    #expect(page.contains("Lamp&lt;/script&gt;&lt;img src=x onerror="))
    #expect(!page.contains("<img src=\"x\""))
  }

  @Test("A pipeline without these stages says so on each page")
  func absent() throws {
    let page = try Browser.open(Fixture.empty, hash: "all", in: TemporaryDirectory())
    #expect(Browser.marks(page)["errors"] == "0")
    #expect(page.matches(of: /No stage that the report reads makes this/).count == 12)
    #expect(page.contains("This report holds no record of a run."))
  }

  @Test("Without the charting library the figures are still there, as tables")
  func withoutLibrary() throws {
    let page = try Browser.open(Fixture.full(), hash: "summary", in: TemporaryDirectory(), plotly: nil)
    let marks = Browser.marks(page)
    #expect(marks["charts-drawn"] == "0")
    #expect(marks["errors"] == "1", "\(marks["error-text"] ?? "")")
    #expect(page.contains("The charting library is missing"))
    #expect(page.contains("<details open=\"\">"))
  }

  @Test(
    "A recommendation says no more than its verdict",
    arguments: [
      (.every, 2, ">2 months<", "at least 0.80"),
      (.atMostEveryStep, 1, "At most 1 month", "Even the first step falls below"),
      (.notObservedBeyond, 6, "At least 6 months", "Agreement held to the end"),
      (.insideNoise, nil, "None that holds the threshold", "refitting more often would not help"),
    ] as [(ReportModel.Recommendation.Verdict, Int?, String, String)])
  func verdicts(
    verdict: ReportModel.Recommendation.Verdict, interval: Int?, headline: String, remark: String
  ) throws {
    var model = Fixture.full()
    model.stability?.recommendation?.verdict = verdict
    model.stability?.recommendation?.intervalSteps = interval
    for hash in ["contract", "stability"] {
      let page = try Browser.open(model, hash: hash, in: TemporaryDirectory())
      #expect(Browser.marks(page)["errors"] == "0", "\(Browser.marks(page)["error-text"] ?? "")")
      #expect(page.contains(headline), "\(hash)")
      if hash == "contract" {
        #expect(page.contains(remark))
        #expect(
          page.contains("at the 10th percentile of past origins") == [.every, .notObservedBeyond].contains(verdict))
        #expect(page.contains(">recommended<") == (verdict != .insideNoise))
      }
    }
  }

  @Test("The grid of scores names each cell's own count")
  func heatmap() throws {
    let probe = #"""
      setTimeout(function () {
        const plot = Array.from(document.querySelectorAll(".plot")).find(function (one) {
          return one.data && one.data[0].type === "heatmap";
        });
        const cell = function (note) {
          const box = plot.querySelector(".annotation[data-index='" + note + "']").getBoundingClientRect();
          const area = plot.querySelector(".xy .plot, .nsewdrag").getBoundingClientRect();
          return Math.floor((box.x + box.width / 2 - area.x) / area.width * 5) + ","
            + Math.floor((area.bottom - box.y - box.height / 2) / area.height * 5);
        };
        document.documentElement.dataset.cells = cell(0) + " " + cell(24);
      }, 3000);
      """#
    let page = try Browser.open(Fixture.full(), hash: "segments", in: TemporaryDirectory(), probe: probe)
    #expect(Browser.marks(page)["cells"] == "0,0 4,4")
  }

  @Test("Axes and what hovers over charts are written in the page's language, also once it has been switched")
  func chartNumbers() throws {
    let probe = #"""
      (async function () {
        const root = document.documentElement;
        const wait = function (time) { return new Promise(function (done) { setTimeout(done, time); }); };
        const drawn = async function () {
          for (let turn = 0; turn < 80; turn += 1) {
            await wait(100);
            if (root.dataset.chartsExpected === "34" && root.dataset.chartsDrawn === "34") { return; }
          }
        };
        const texts = function () {
          const ticks = Array.from(document.querySelectorAll(".xtick text, .ytick text, .annotation-text, .bartext, .slicetext"))
            .map(function (one) { return one.textContent; });
          const strings = function (value) {
            return Array.isArray(value) ? value.flatMap(strings) : typeof value === "string" ? [value] : [];
          };
          const hovers = Array.from(document.querySelectorAll(".plot")).flatMap(function (plot) {
            return plot.data.flatMap(function (trace) {
              return strings(trace.text).concat(strings(trace.customdata), strings(trace.hovertemplate), strings(trace.texttemplate),
                trace.node ? strings(trace.node.customdata).concat(strings(trace.node.hovertemplate)) : [],
                trace.link ? strings(trace.link.customdata).concat(strings(trace.link.hovertemplate)) : []);
            });
          });
          return ticks.concat(hovers);
        };
        // What the library would write by itself: a format of its own in an axis or a template.
        const own = function () {
          return Array.from(document.querySelectorAll(".plot")).flatMap(function (plot) {
            const axes = Object.keys(plot.layout).filter(function (name) { return /^[xy]axis/.test(name); })
              .map(function (name) { return plot.layout[name].tickformat || ""; }).filter(function (format) { return /[%sf]$/.test(format) && !/^%/.test(format); });
            return axes.concat(texts().filter(function (text) { return /%\{[^}]*:[^}]*\}/.test(text); }));
          });
        };
        await drawn();
        const english = texts();
        root.dataset.english = String(english.length);
        root.dataset.notEnglish = english.filter(function (text) { return /\d[\u00a0\u202f]?%/.test(text) ? /\d[\u00a0\u202f]%|\d,\d+%/.test(text) : /\d\u202f\d/.test(text); }).join(" | ");
        document.querySelector("button[lang='fr']").click();
        await drawn();
        const french = texts();
        root.dataset.french = String(french.length);
        root.dataset.notFrench = french.filter(function (text) { return /\d%|\d\.\d|[$\u20ac\u00a3]\d/.test(text); }).join(" | ");
        root.dataset.own = own().join(" | ");
        root.dataset.percents = String(french.filter(function (text) { return /\d[\u00a0\u202f]%/.test(text); }).length);
      })();
      """#
    let page = try Browser.open(
      Fixture.full(), hash: "all?lang=en", in: TemporaryDirectory(), probe: probe, time: 30_000)
    let marks = Browser.marks(page)
    #expect(marks["errors"] == "0", "\(marks["error-text"] ?? "")")
    #expect((Int(marks["french"] ?? "") ?? 0) > 300)
    #expect(marks["french"] == marks["english"])
    #expect((Int(marks["percents"] ?? "") ?? 0) > 40)
    #expect(marks["not-english"] == "", "\(marks["not-english"] ?? "")")
    #expect(marks["not-french"] == "", "\(marks["not-french"] ?? "")")
    #expect(marks["own"] == "", "\(marks["own"] ?? "")")
  }

  @Test("Reasons, findings and rejects are told in the page's language")
  func words() throws {
    var model = Fixture.full(language: .french)
    model.ledger?.rejects = [
      .init(
        file: "a.csv", line: 7, raw: "a;b", reason: RejectWording.phrases("price: negative: \"-3\"; quantity: missing"))
    ]
    model.run?.checks = [
      .init(
        subject: "rfm.customers", name: "change",
        finding: .init(
          "finding.change",
          [
            "what": .phrase(.init("finding.rowCount")), "before": .number(1234.5), "after": .count(900),
            "change": .change(-27.1), "allowed": .share(0.2),
          ]), isBroken: true),
      .init(
        subject: "ingest", name: "age",
        finding: .init(
          "finding.sourceOld",
          ["age": .span(187_200), "newest": .time("2024-01-31T12:00:00Z"), "allowed": .span(86_400)]), isBroken: true),
    ]
    let page = try Browser.open(model, hash: "data", in: TemporaryDirectory())
    #expect(Browser.marks(page)["errors"] == "0", "\(Browser.marks(page)["error-text"] ?? "")")
    let plain = page.replacing("&nbsp;", with: " ").replacing("\u{202F}", with: " ")
    for text in [
      "price : négatif : « -3 » ; quantity : absent", "nouveau fichier day-2.csv",
      "lignes : 1 234,5 avant, 900 maintenant (\u{2212}27,1 %) ; 20 % au plus",
      "ont 2 jours 4 heures (31 janvier 2024", "1 jour au plus",
    ] {
      #expect(plain.contains(text), "\(text)")
    }
  }

  @Test("What is one is told as one, and what is less than 0 bears a minus sign")
  func numbers() throws {
    let probe = #"""
      setTimeout(function () {
        const root = document.documentElement;
        const P = window.Palier;
        const told = function () {
          return [P.t("customer.peers", { count: 1 }), P.t("customer.peers", { count: 1234 }), P.t("customer.since", { days: 0 }),
            P.t("lifetime.lead", { months: 1 }), P.phrase({ key: "reason.more", values: { sign: "+", count: 1 } }),
            P.phrase({ key: "finding.rowsOf", values: { count: 1, rows: 1 } }), P.number(-1234), P.percent(-0.5, 0),
            P.money(-12, 2), P.money(26.09, 2, "JPY")].join("|").replace(/[\u00a0\u202f]/g, " ");
        };
        root.dataset.english = told();
        document.querySelector("button[lang='fr']").click();
        root.dataset.french = told();
      }, 500);
      """#
    let marks = Browser.marks(
      try Browser.open(Fixture.full(), hash: "summary?lang=en", in: TemporaryDirectory(), probe: probe))
    #expect(marks["errors"] == "0", "\(marks["error-text"] ?? "")")
    #expect(
      marks["english"]
        == "1 customer is in this segment.|1,234 customers are in this segment.|first order 0 days ago|"
        + "What today’s customers are expected to bring in the next month.|+ 1 more|1 of 1 row|−1,234|−50%|−€12.00|¥26")
    #expect(
      marks["french"]
        == "1 client est dans ce segment.|1 234 clients sont dans ce segment.|première commande il y a 0 jour|"
        + "Ce que les clients d’aujourd’hui devraient apporter au cours du mois prochain.|+ 1 autre|"
        + "lignes en défaut : 1 sur 1|−1 234|−50 %|−12,00 €|26 ¥")
  }

  @Test("What changed is told against the figures before; the run's stages are drawn, its overrides marked")
  func runRecord() throws {
    let summary = try Browser.open(Fixture.full(), hash: "summary?lang=en", in: TemporaryDirectory())
    #expect(Browser.marks(summary)["errors"] == "0", "\(Browser.marks(summary)["error-text"] ?? "")")
    #expect(summary.contains("since the figures before, of February 1, 2024"))
    #expect(summary.contains("▲ +13.9%"))
    let probe = #"""
      setTimeout(function () {
        const root = document.documentElement;
        root.dataset.stages = String(document.querySelectorAll("svg.pipeline g.stage").length);
        root.dataset.arrows = String(document.querySelectorAll("svg.pipeline path").length);
        root.dataset.marked = Array.from(document.querySelectorAll("tbody tr")).filter(function (row) {
          return row.textContent.includes("from the command line");
        }).map(function (row) { return row.cells[0].textContent; }).join(" ");
      }, 1000);
      """#
    let data = try Browser.open(Fixture.full(), hash: "data?lang=en", in: TemporaryDirectory(), probe: probe)
    let marks = Browser.marks(data)
    #expect(marks["errors"] == "0", "\(marks["error-text"] ?? "")")
    #expect(marks["stages"] == "7")
    // Every stage reads the one before and the first; only what does not follow is drawn.
    #expect(marks["arrows"] == "6")
    #expect(marks["marked"] == "kmeans.k")
    #expect(data.contains("Checks that did not hold: 1 of 2."))
    #expect(data.contains("45 (5.0%)"))
    #expect(data.contains("≥ 120"))
  }
}
