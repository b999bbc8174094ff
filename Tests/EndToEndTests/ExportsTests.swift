import Foundation
import JSON
import TestSupport
import Testing

@Suite("Exports")
struct ExportsTests {
  private func rows(_ sandbox: Sandbox, _ path: String) throws -> [String] {
    try sandbox.text("output/exports/\(path)").split(separator: "\r\n", omittingEmptySubsequences: true)
      .flatMap { $0.split(separator: "\n") }.map(String.init)
  }

  @Test("Each table is a csv file, each segment a list of its customers; a formula is text")
  func files() throws {
    let sandbox = try Sandbox()
    // A customer whose id a spreadsheet would run.
    let file = try #require(try sandbox.sampleFiles().last)
    let day = try sandbox.text("data/sample/\(file)")
    let header = try #require(day.split(separator: "\n").first).split(separator: ",")
    #expect(header.count == 8 && header[6].contains("Customer"))
    let cells = ["999001", "22423", "Cakestand", "2", "2099-01-01 10:00:00", "12.75", "=1+1", "France"]
    // The day of the file, so that nobody else's recency changes much.
    let time = try #require(day.firstMatch(of: /\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}/)).output
    let line = cells.joined(separator: ",").replacing("2099-01-01 10:00:00", with: time)
    try sandbox.folder.write("data/sample/\(file)", day + line + "\n")
    let run = try sandbox.run()
    #expect(run.code == 0, "\(run.errors)")
    let customers = try rows(sandbox, "rfm-customers.csv")
    let shown = try sandbox.palier("show", "rfm.customers", "--json", "--limit", "0")
    #expect(customers.count - 1 == (try JSON.parse(shown.output)).array?.count)
    #expect(customers.contains { $0.hasPrefix("'=1+1,") }, "\(customers.suffix(2))")
    let folder = sandbox.folder.url.appendingPathComponent("output/exports/segments")
    let lists = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    let listed = try lists.map { try rows(sandbox, "segments/\($0)").count - 1 }
    #expect(listed.reduce(0, +) == customers.count - 1 && lists.count > 2, "\(lists) \(listed)")
    let path = sandbox.folder.path("output/exports/rfm-customers.csv")
    let permissions = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    #expect(permissions == 0o444)
    #expect(FileManager.default.fileExists(atPath: sandbox.folder.path("output/exports/workbook.xlsx")))
    #expect(try sandbox.run().verdicts["exports"] == "fresh")
  }

  @Test("Separator, byte order mark and Excel are the config's choice")
  func format() throws {
    let sandbox = try Sandbox()
    let run = try sandbox.run(
      "--set", "exports.separator=;", "--set", "exports.byte_order_mark=true", "--set", "exports.excel=false")
    #expect(run.code == 0, "\(run.errors)")
    let bytes = try Data(contentsOf: sandbox.folder.url.appendingPathComponent("output/exports/rfm-segments.csv"))
    #expect(Array(bytes.prefix(3)) == [0xEF, 0xBB, 0xBF])
    #expect(String(decoding: bytes, as: UTF8.self).contains("segment;"))
    #expect(!FileManager.default.fileExists(atPath: sandbox.folder.path("output/exports/workbook.xlsx")))
  }
}
