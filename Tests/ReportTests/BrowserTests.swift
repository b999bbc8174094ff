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
    #expect(page.matches(of: /This stage is not part of the pipeline/).count == 12)
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

  @Test("Pages, languages and sorting answer to a reader's hand")
  func interaction() throws {
    let probe = #"""
      (async function () {
        const root = document.documentElement;
        const wait = function () { return new Promise(function (done) { setTimeout(done, 400); }); };
        const seen = [];
        for (const link of Array.from(document.querySelectorAll("nav a"))) {
          document.querySelector("nav a[href='" + link.getAttribute("href") + "']").click();
          await wait();
          seen.push(root.dataset.page + ":" + root.dataset.chartsDrawn + "/" + root.dataset.chartsExpected);
        }
        root.dataset.seen = seen.join(" ");
        document.querySelector("button[lang='fr']").click();
        await wait();
        root.dataset.after = root.lang + " " + location.hash + " " + document.title;
        location.hash = "#/data?lang=en";
        await wait();
        const sheet = document.querySelector("table");
        const first = function () { return sheet.rows[2].cells[1].textContent; };
        const button = sheet.querySelectorAll("thead button")[1];
        button.click();
        const falling = first();
        button.click();
        root.dataset.sorted = falling + " " + first() + " " + button.closest("th").getAttribute("aria-sort");
        location.hash = "#/nowhere?lang=xx";
        await wait();
        root.dataset.fallback = root.dataset.page + " " + root.lang;
      })();
      """#
    let page = try Browser.open(Fixture.full(), hash: "summary?lang=en", in: TemporaryDirectory(), probe: probe)
    let marks = Browser.marks(page)
    #expect(marks["errors"] == "0", "\(marks["error-text"] ?? "")")
    #expect(
      marks["seen"]
        == "summary:1/1 segments:10/10 actions:0/0 customer:0/0 customers:0/0 cohorts:4/4 evolution:3/3 lifetime:1/1 scenarios:2/2 baskets:1/1 clusters:7/7 stability:3/3 contract:0/0 data:2/2 all:34/34"
    )
    #expect(marks["after"] == "fr #/all?lang=fr Rapport complet · shop · Palier")
    #expect(marks["sorted"] == "405 101 ascending")
    #expect(marks["fallback"] == "summary fr")
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

  @Test("What a reader chooses is in the address, and an address leads back to it")
  func links() throws {
    let probe = #"""
      (async function () {
        const root = document.documentElement;
        const wait = function (time) { return new Promise(function (done) { setTimeout(done, time || 400); }); };
        await wait(1000);
        root.dataset.chosen = document.querySelector("select").value;
        const drawn = root.dataset.chartsExpected;
        const select = document.querySelector("select");
        select.value = "hibernants";
        select.dispatchEvent(new Event("change"));
        await wait(800);
        root.dataset.after = new URLSearchParams(location.hash.split("?")[1]).get("segment") + " " + (root.dataset.chartsExpected === drawn);
        location.hash = "#/scenarios?lang=en&retention=25&discount=99";
        await wait();
        root.dataset.levers = Array.from(document.querySelectorAll("input[type=range]")).map(function (one) { return one.value; }).join(" ");
        const slider = document.querySelectorAll("input[type=range]")[1];
        slider.value = "-5";
        slider.dispatchEvent(new Event("input"));
        root.dataset.set = new URLSearchParams(location.hash.split("?")[1]).get("margin");
        location.hash = "#/customers?lang=en&segment=champions";
        await wait();
        root.dataset.rows = String(document.querySelectorAll("tbody tr").length);
      })();
      """#
    let page = try Browser.open(
      Fixture.full(), hash: "segments?lang=en&segment=clients_fideles", in: TemporaryDirectory(), probe: probe)
    let marks = Browser.marks(page)
    #expect(marks["errors"] == "0", "\(marks["error-text"] ?? "")")
    #expect(marks["chosen"] == "clients_fideles")
    #expect(marks["after"] == "hibernants true", "\(marks["after"] ?? "")")
    #expect(marks["levers"] == "25 0 0")
    #expect(marks["set"] == "-5")
    #expect(marks["rows"] == "5")
  }

  @Test("A chart becomes a picture, in pixels and in lines, within the page's policy")
  func pictures() throws {
    let probe = #"""
      (async function () {
        const root = document.documentElement;
        const wait = function (time) { return new Promise(function (done) { setTimeout(done, time); }); };
        await wait(1500);
        const asked = [];
        const make = Plotly.toImage;
        Plotly.downloadImage = function (plot, options) {
          return make(plot, options).then(function (image) { asked.push(options.filename + " " + options.format + " " + image.slice(0, 14)); });
        };
        for (const button of Array.from(document.querySelectorAll(".toolbar button"))) { button.click(); await wait(1500); }
        root.dataset.pictures = asked.join(" | ");
      })();
      """#
    let page = try Browser.open(Fixture.full(), hash: "summary?lang=en", in: TemporaryDirectory(), probe: probe)
    let marks = Browser.marks(page)
    #expect(marks["errors"] == "0", "\(marks["error-text"] ?? "")")
    #expect(
      marks["pictures"] == "revenue-by-month png data:image/png | revenue-by-month svg data:image/svg",
      "\(marks["pictures"] ?? "")")
  }

  @Test("A customer's page is fetched when asked for, and an address leads to it")
  func customer() throws {
    let page = try Browser.open(
      Fixture.full(), hash: "customer?id=C3&lang=en", in: TemporaryDirectory(), shards: [Fixture.shard()])
    #expect(Browser.marks(page)["errors"] == "0", "\(Browser.marks(page)["error-text"] ?? "")")
    for text in ["Customer C3", "Lamp", "Rug", ">return<", "Table", "Association", "3.25", "of the segment"] {
      #expect(page.contains(text), "\(text)")
    }
    let unknown = try Browser.open(
      Fixture.full(), hash: "customer?id=nobody&lang=en", in: TemporaryDirectory(), shards: [Fixture.shard()])
    #expect(unknown.contains("No customer has the id nobody."))
    let lost = try Browser.open(Fixture.full(), hash: "customer?id=C3&lang=en", in: TemporaryDirectory())
    #expect(lost.contains("data/customers/0.js could not be loaded"))
  }

  @Test("The table of customers is filtered, paged and taken away, formulas as text")
  func customers() throws {
    let probe = #"""
      (async function () {
        const root = document.documentElement;
        const wait = function () { return new Promise(function (done) { setTimeout(done, 400); }); };
        await wait();
        root.dataset.rows = String(document.querySelectorAll("tbody tr").length);
        const search = document.querySelector("input[type=search]");
        search.value = "c7";
        search.dispatchEvent(new Event("input"));
        root.dataset.found = document.querySelector("tbody").textContent;
        search.value = "";
        search.dispatchEvent(new Event("input"));
        // A download would keep the browser from ending.
        HTMLAnchorElement.prototype.click = function () {};
        const make = URL.createObjectURL;
        URL.createObjectURL = function (blob) {
          if (blob.type.startsWith("text/csv")) {
            blob.text().then(function (text) { root.dataset.csv = text.split("\r\n").slice(0, 3).join("|"); });
          } else {
            blob.arrayBuffer().then(function (bytes) {
              root.dataset.excel = btoa(String.fromCharCode(...new Uint8Array(bytes)));
            });
          }
          return make.call(URL, blob);
        };
        for (const name of ["Download as CSV", "Download as Excel"]) {
          Array.from(document.querySelectorAll("button")).find(function (one) { return one.textContent === name; }).click();
          await wait();
        }
      })();
      """#
    var model = Fixture.full()
    model.customers?.ids[8] = "<b>&_x0041_"
    model.customers?.ids[9] = "=1+1"
    let page = try Browser.open(model, hash: "customers?lang=en", in: TemporaryDirectory(), probe: probe)
    let marks = Browser.marks(page)
    #expect(marks["errors"] == "0", "\(marks["error-text"] ?? "")")
    #expect(marks["rows"] == "10")
    #expect(marks["found"]?.hasPrefix("C7") == true)
    #expect(marks["csv"]?.contains("|'=1+1,house_rule,555,90,1,1005,") == true, "\(marks["csv"] ?? "")")
    let workbook = try #require(Data(base64Encoded: marks["excel"] ?? ""))
    var sheet = ""
    try workbook.withUnsafeBytes { bytes in
      for part in ["[Content_Types].xml", "_rels/.rels", "xl/workbook.xml", "xl/styles.xml"] {
        try ZipFile.inflate(part, of: bytes) { _ in }
      }
      try ZipFile.inflate("xl/worksheets/sheet1.xml", of: bytes) { sheet += String(decoding: $0, as: UTF8.self) }
    }
    #expect(sheet.matches(of: /<row r/).count == 11)
    #expect(sheet.contains("<t xml:space=\"preserve\">=1+1</t>"))
    #expect(sheet.contains("&lt;b&gt;&amp;_x005F_x0041_"))
    #expect(sheet.contains("<c r=\"F2\"><v>1005</v></c>"), "\(sheet.prefix(1500))")
  }

  @Test("The sliders compute what the pipeline's scenarios compute")
  func scenarios() throws {
    let probe = #"""
      (async function () {
        await new Promise(function (done) { setTimeout(done, 400); });
        const made = window.Palier.scenario(window.PALIER.scenarios.targets[0], { retention: 10, margin: 5, discount: 20 });
        document.documentElement.dataset.made = [made.value.revenue, made.value.clv, made.value.retention].map(function (one) {
          return one.toFixed(6);
        }).join(" ");
        const slider = document.querySelectorAll("input[type=range]")[2];
        slider.value = "50";
        slider.dispatchEvent(new Event("input"));
        document.documentElement.dataset.row = document.querySelector("table").rows[1].textContent;
      })();
      """#
    let page = try Browser.open(Fixture.full(), hash: "scenarios?lang=en", in: TemporaryDirectory(), probe: probe)
    let marks = Browser.marks(page)
    #expect(marks["errors"] == "0", "\(marks["error-text"] ?? "")")
    let levers = ScenarioLevers(retention: 0.1, margin: 0.05, discount: 0.2)
    let ages = Fixture.ages.map { ScenarioBaseline.Age(retention: $0.retention, revenuePerActive: $0.revenuePerActive) }
    let outcome = ScenarioOutcome(levers, to: ScenarioBaseline(revenue: 1000, ages: ages))
    let expected = [outcome.revenue, outcome.value ?? 0, outcome.retention ?? 0].map { String(format: "%.6f", $0) }
    #expect(marks["made"] == expected.joined(separator: " "))
    #expect(marks["row"]?.contains("€550") == true, "\(marks["row"] ?? "")")
  }
}
