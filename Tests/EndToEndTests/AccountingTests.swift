import Foundation
import JSON
import TestSupport
import Testing

/// Every row is accounted for, and how rows lie in files or on how many threads they are read changes nothing.
@Suite struct AccountingTests {
  private func total(_ sandbox: Sandbox, _ column: String) throws -> Double {
    let rows = try sandbox.palier("show", "clean_returns.row_ledger", "-n", "0", "--json").json.array ?? []
    return rows.reduce(0) { $0 + ($1[column]?.double ?? .nan) }
  }

  @Test func theLedgerAgreesWithWhatTheSampleHolds() throws {
    let sandbox = try Sandbox(lines: 12_000, months: 12)
    let run = try sandbox.run()
    #expect(run.code == 0, "\(run.errors)")
    let sample = sandbox.sample
    #expect(try total(sandbox, "rows_read") == sample["rows"]?.double)
    #expect(try total(sandbox, "rejected") == sample["malformed"]?.double)
    #expect(try total(sandbox, "duplicates") == sample["duplicates"]?.double)
    #expect(try total(sandbox, "anonymous") == sample["anonymous"]?.double)
    #expect(try total(sandbox, "returns") == sample["returns"]?.double)
    let ledger = try sandbox.palier("show", "clean_returns.row_ledger", "-n", "0", "--json").json.array ?? []
    #expect(Double(ledger.count) == sample["files"]?.double)
    for file in ledger {
      let number = { (key: String) in file[key]?.double ?? .nan }
      #expect(number("rows_read") == number("kept") + number("rejected") + number("duplicates"))
      #expect(number("sold_quantity") - number("matched_quantity") == number("net_quantity"))
      #expect(abs(number("sold_value") - number("matched_value") - number("net_value")) < 1e-6)
    }
  }

  @Test func rejectsNameTheLineAndKeepIt() throws {
    let sandbox = try Sandbox()
    try sandbox.run()
    let rejects = try sandbox.palier("show", "ingest.rejects", "-n", "0", "--json").json.array ?? []
    #expect(Double(rejects.count) == sandbox.sample["malformed"]?.double)
    for reject in rejects {
      let file = try #require(reject["source_file"]?.string)
      let lines = try sandbox.text("data/sample/\(file)").split(separator: "\n", omittingEmptySubsequences: false)
      let line = try #require(reject["source_line"]?.int)
      #expect(String(lines[line - 1]) == reject["raw"]?.string, "\(file):\(line)")
      #expect(reject["reason"]?.string?.isEmpty == false)
    }
  }

  @Test func oneFileOrManyGiveTheSameContent() throws {
    let sandbox = try Sandbox()
    let many = try sandbox.run()
    var whole = ""
    for (index, file) in try sandbox.sampleFiles().reversed().enumerated() {
      let text = try sandbox.text("data/sample/\(file)")
      whole += index == 0 ? text : text.split(separator: "\n", maxSplits: 1).dropFirst().joined()
    }
    try sandbox.folder.write("all.csv", whole)
    let one = try sandbox.run("--source", "sales=all.csv", "--output", "other")
    #expect(one.code == 0, "\(one.errors)")
    for stage in [
      "clean_returns", "features", "rfm", "summary", "cohorts", "kmeans", "stability", "baskets", "recommendations",
      "clv", "scenarios", "evolution",
    ] {
      #expect(one.contentDigests[stage] != nil && one.contentDigests[stage] == many.contentDigests[stage], "\(stage)")
    }
  }

  @Test func threadsAndJobsChangeNothing() throws {
    let sandbox = try Sandbox()
    let usual = try sandbox.run()
    for threads in [1, 3] {
      let config = try sandbox.text("pipeline.json")
        .replacing("\"retention\": {", with: "\"engine\": { \"threads\": \(threads) }, \"retention\": {")
      try sandbox.folder.write("threads.json", config)
      let run = try sandbox.run("-c", "threads.json", "--output", "out\(threads)", "-j", "\(threads)")
      #expect(run.code == 0, "\(run.errors)")
      #expect(run.contentDigests == usual.contentDigests)
    }
  }
}
