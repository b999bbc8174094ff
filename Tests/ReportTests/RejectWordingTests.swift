import Foundation
import Report
import TestSupport
import Testing

@Suite("Reasons for rejected rows, in the page's language")
struct RejectWordingTests {
  private func keys(_ reason: String) -> [String?] { RejectWording.phrases(reason).map(\.key) }

  @Test("Every reason that a source's SQL gives is known")
  func known() throws {
    let folder = Repository.root.appendingPathComponent("stages/ingest")
    let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
    let reader = Repository.root.appendingPathComponent("Sources/Engines/DuckDB/Reading/EventReader.swift")
    var seen = 0
    for file in files.filter({ $0.pathExtension == "sql" }) + [reader] {
      let text = try String(contentsOf: file, encoding: .utf8)
      // A literal such as 'price: negative: "' or 'order_id: missing', where a reason is made.
      for match in text.matches(of: /(?:THEN|ELSE|CONCAT\()\s*(?:CONCAT\()?'([a-z_]+: [^']+)'/) {
        let literal = String(match.output.1)
        if literal == "order_status: " { continue }
        let reason = literal.hasSuffix(": \"") ? literal + "x\"" : literal
        #expect(RejectWording.phrases(reason).allSatisfy { $0.key != nil }, "\(file.lastPathComponent): \(reason)")
        seen += 1
      }
    }
    #expect(seen > 35)
  }

  @Test("Every fault of a row that cannot be split is known")
  func rows() throws {
    let file = Repository.root.appendingPathComponent("Sources/Engines/DuckDB/Reading/CSVSplitter.swift")
    let text = try String(contentsOf: file, encoding: .utf8)
    let reasons = text.matches(of: /return "([^"]+)"/).map { String($0.output.1) }
    #expect(reasons.count >= 3)
    for reason in reasons + ["4 fields instead of 8", "not UTF-8", "erased"] {
      let shown = reason.replacing("\\(encoding)", with: "UTF-8")
      #expect(keys(shown).first?.map { $0.hasPrefix("reject.") } == true, "\(reason)")
    }
  }

  @Test("Values are quoted as they stand, whatever they hold")
  func values() {
    let odd = #"price: negative: "-3"; "x"; b: missing: ""#
    #expect(
      RejectWording.phrases(#"quantity: missing; price: not a number: "a; b"c"; invoice_date: not a date: "x""#) == [
        .init("reject.field", ["field": .text("quantity"), "fault": .phrase(.init("reject.missing"))]),
        .init(
          "reject.value",
          ["field": .text("price"), "fault": .phrase(.init("reject.notNumber")), "value": .text(#"a; b"c"#)]),
        .init(
          "reject.value",
          ["field": .text("invoice_date"), "fault": .phrase(.init("reject.notDate")), "value": .text("x")]),
      ])
    #expect(keys("order_status: canceled does not count") == ["reject.status"])
    #expect(keys(odd).first == "reject.value")
    #expect(RejectWording.phrases("no such thing") == [.init(text: "no such thing")])
    #expect(RejectWording.phrases("") == [.init(text: "")])
  }
}
