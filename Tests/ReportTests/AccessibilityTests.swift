import Foundation
import JSON
import Report
import TestSupport
import Testing

@Suite(
  "Accessibility by axe-core", .serialized,
  .enabled(
    if: Browser.missing == nil && HeadlessBrowser.axe != nil,
    "needs chromium, plotly.min.js (make deps) and axe-core (make deps-tests)"))
struct AccessibilityTests {
  /// How a reader sees the pages.
  struct Look: CustomTestStringConvertible {
    var language: ReportModel.Language
    var isDark: Bool
    /// The frame's width; nil for a desktop.
    var width: Int?

    var testDescription: String {
      "\(language.rawValue), \(isDark ? "dark" : "light"), \(width == nil ? "desktop" : "phone")"
    }
  }

  /// Both themes, widths and languages at once; every combination of them with `PALIER_SOAK`.
  private static let looks: [Look] =
    ProcessInfo.processInfo.environment["PALIER_SOAK"] == nil
    ? [Look(language: .english, isDark: false), Look(language: .french, isDark: true, width: 390)]
    : ReportModel.Language.allCases.flatMap { language in
      [false, true].flatMap { isDark in
        [nil, 390].map { Look(language: language, isDark: isDark, width: $0) }
      }
    }

  @Test("No page breaks a rule of WCAG 2.1 AA, nor a good practice", arguments: looks)
  func pages(_ look: Look) throws {
    let axe = try #require(HeadlessBrowser.axe)
    let probe =
      try String(contentsOf: axe, encoding: .utf8) + #"""
        ;(async function () {
          const root = document.documentElement;
          const wait = function (time) { return new Promise(function (done) { setTimeout(done, time); }); };
          const places = Array.from(document.querySelectorAll("nav a")).map(function (link) { return link.getAttribute("href"); })
            .filter(function (place) { return !place.startsWith("#/all"); });
          places[places.findIndex(function (place) { return place.startsWith("#/customer?"); })] += "&id=C3";
          const found = { pages: "", passed: "", broken: "", errors: "" };
          for (const place of places) {
            location.hash = place;
            for (let turn = 0; turn < 60; turn += 1) {
              await wait(50);
              if (turn > 3 && root.dataset.chartsDrawn === root.dataset.chartsExpected
                && !document.querySelector("[aria-busy]")) { break; }
            }
            const result = await axe.run(document, {
              resultTypes: ["violations"], preload: false, runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"] });
            found.pages += root.dataset.page + " ";
            found.passed += result.passes.length + " ";
            found.broken += result.violations.map(function (rule) {
              return root.dataset.page + ": " + rule.impact + " " + rule.id + " " + rule.nodes[0].target.join(" ") + " | ";
            }).join("");
          }
          found.errors = root.dataset.errors + " " + (root.dataset.errorText || "");
          found.width = String(innerWidth);
          found.dark = String(matchMedia("(prefers-color-scheme: dark)").matches);
          Object.assign(root.dataset, found);
          parent.postMessage(found, "*");
        })();
        """#
    let shown = try Browser.open(
      Fixture.full(language: look.language), hash: "summary?lang=\(look.language.rawValue)", in: TemporaryDirectory(),
      probe: probe, shards: [Fixture.shard()], isDark: look.isDark, width: look.width, time: 60_000)
    let marks = Browser.marks(shown)
    #expect(
      marks["pages"] == """
        summary segments actions customer customers cohorts evolution lifetime scenarios baskets clusters stability \
        contract data 
        """)
    #expect(marks["broken"] == "", "\(marks["broken"] ?? "")")
    #expect(marks["errors"] == "0 ", "\(marks["errors"] ?? "")")
    #expect(marks["width"] == String(look.width ?? 1400))
    #expect(marks["dark"] == String(look.isDark))
    let passed = (marks["passed"] ?? "").split(separator: " ").compactMap { Int($0) }
    #expect(passed.count == 14 && passed.allSatisfy { $0 > 15 }, "\(passed)")
  }
}
