import Foundation
import JSON
import Report
import TestSupport
import Testing

/// axe-core is no part of the project: `PALIER_AXE` names its `axe.min.js` (the package axe-core-python has one).
@Suite(
  "Accessibility by axe-core", .serialized,
  .enabled(
    if: Browser.missing == nil && ProcessInfo.processInfo.environment["PALIER_AXE"] != nil,
    "needs chromium, plotly.min.js (make deps) and axe.min.js, named by PALIER_AXE"))
struct AccessibilityTests {
  @Test(
    "No page breaks a rule of WCAG 2.1 AA, nor a good practice",
    arguments: [
      "summary", "segments", "actions", "customer?id=C3", "customers", "cohorts", "evolution", "lifetime", "scenarios",
      "baskets", "clusters", "stability", "contract", "data",
    ], ReportModel.Language.allCases)
  func page(_ page: String, language: ReportModel.Language) throws {
    let axe = try #require(ProcessInfo.processInfo.environment["PALIER_AXE"])
    let probe =
      try String(contentsOfFile: axe, encoding: .utf8) + #"""
        ;setTimeout(function () {
          axe.run(document).then(function (found) {
            const root = document.documentElement;
            root.dataset.passed = String(found.passes.length);
            root.dataset.broken = found.violations.map(function (rule) {
              return rule.impact + " " + rule.id + " " + rule.nodes[0].target.join(" ");
            }).join(" | ");
          });
        }, 2500);
        """#
    let shown = try Browser.open(
      Fixture.full(language: language), hash: page, in: TemporaryDirectory(), probe: probe, shards: [Fixture.shard()])
    let marks = Browser.marks(shown)
    #expect(Int(marks["passed"] ?? "").map { $0 > 20 } == true)
    #expect(marks["broken"] == "", "\(marks["broken"] ?? "")")
  }
}
