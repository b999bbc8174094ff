import Analytics
import Foundation
import Platform
import Report
import TestSupport
import Testing

@Suite(
  "What a reader does in a browser, with a file", .serialized,
  .enabled(if: Browser.missing == nil, "needs chromium and plotly.min.js (make deps)"))
struct InteractionTests {
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
