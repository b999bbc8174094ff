import Foundation
import JSON
import TestSupport
import Testing

/// Random edits of a source's files, each followed by a run that reads the changed files alone: whatever the edits were,
/// the outputs are those of a run from nothing.
///
/// With `PALIER_SOAK=1` (make soak) many sequences, else a few. A failure names its seed.
@Suite struct EditSequenceTests {
  private static let isSoak = ProcessInfo.processInfo.environment["PALIER_SOAK"] == "1"
  private static let seeds = isSoak ? Array(1...25) : [1, 2]
  private static let edits = isSoak ? 12 : 5

  @Test(arguments: seeds)
  func editsGiveWhatACleanRunGives(_ seed: Int) throws {
    let sandbox = try Sandbox(lines: 1500, months: 3)
    var random = Edits(seed: UInt64(seed), folder: sandbox.folder.url.appendingPathComponent("data/sample"))
    try random.holdBack()
    var done: [String] = []
    var readInPart = 0
    #expect(try outputs(sandbox, "output").code == 0)
    for step in 1...Self.edits {
      for _ in 0..<random.below(3) + 1 { done.append(try random.edit()) }
      let (code, grown, increment) = try outputs(sandbox, "output")
      let (cleanCode, clean, _) = try outputs(sandbox, "clean-\(step)")
      #expect(code == 0 && cleanCode == 0)
      let differing = clean.keys.filter { grown[$0] != clean[$0] }.sorted()
      #expect(differing.isEmpty && grown.count == clean.count, "seed \(seed): \(differing) differ after \(done)")
      if increment { readInPart += 1 }
      try FileManager.default.removeItem(at: sandbox.folder.url.appendingPathComponent("clean-\(step)"))
    }
    // The comparison says nothing about increments where none was made.
    #expect(readInPart > 0, "seed \(seed): every run read all files")
  }

  /// Rows that come and go leave parts without any, which are equal byte for byte.
  @Test func partsMayLoseAllTheirRows() throws {
    let sandbox = try Sandbox(lines: 1500, months: 3)
    for file in try sandbox.sampleFiles() {
      try FileManager.default.removeItem(atPath: sandbox.folder.path("data/sample/\(file)"))
    }
    func write(_ name: Int, _ quantities: String...) throws {
      let rows = quantities.enumerated().map {
        "\(1000 + 10 * name + $0.offset),22423,CUP,\($0.element),2024-01-0\(name) 08:26:00,1.5,17850,France\n"
      }
      let header = "Invoice,StockCode,Description,Quantity,InvoiceDate,Price,Customer ID,Country\n"
      try sandbox.folder.write("data/sample/\(name).csv", header + rows.joined())
    }
    func remove(_ name: Int) throws {
      try FileManager.default.removeItem(atPath: sandbox.folder.path("data/sample/\(name).csv"))
    }
    let steps: [() throws -> Void] = [
      { for name in 1...3 { try write(name, "1", "2") } }, { try write(4, "1", "x") }, { try write(4, "1", "2") },
      {
        try write(5, "x"); try write(6, "y", "1")
      },
      {
        try write(5, "1"); try write(6, "1")
      }, { try write(7, "3") },
      { try write(8) }, { try write(7, "4") }, { try write(7, "5") },
      {
        try remove(1); try remove(8)
      }, { try remove(2) },
      {
        try write(3, "x"); try write(4, "x"); try write(5, "x"); try write(6, "x"); try write(7, "x")
      },
      { try write(9, "1") }, { for name in 3...7 { try remove(name) } },
    ]
    for (number, step) in steps.enumerated() {
      try step()
      let run = try sandbox.run("--select", "ingest")
      #expect(run.code == 0, "step \(number): \(run.errors)")
      let clean = try sandbox.run("--select", "ingest", "--output", "clean-\(number)")
      #expect(run.contentDigests == clean.contentDigests, "step \(number)")
      #expect(try sandbox.palier("verify", "--deep").code == 0)
    }
  }

  /// A night may bring nothing and take away.
  @Test func filesMayOnlyGo() throws {
    let folder = try TemporaryDirectory()
    try folder.write(
      "p.json",
      """
      { "name": "p",
        "sources": { "sales": { "kind": "table", "files": ["d/*.csv"], "columns": { "customer_id": "cust",
          "occurred_at": "day", "product_id": "sku", "quantity": "qty", "unit_price": "price" } } },
        "stages": [{ "id": "ingest", "kind": "sql", "sql": "stages/ingest/table.sql", "inputs": ["source:sales"],
          "parameters": ["non_product_codes"], "partition": "file" }] }
      """)
    for name in 1...3 {
      try folder.write("d/\(name).csv", "cust,day,sku,qty,price\nc\(name),2024-01-0\(name),a,\(name),2.5\nc,x,a,1,1\n")
    }
    func run(_ output: String) throws -> PalierProcess {
      try PalierProcess.run(
        ["run", "-c", "p.json", "--output", output, "--json", "--progress", "none"], in: folder.root)
    }
    #expect(try run("o").code == 0)
    for name in [3, 1] {
      try FileManager.default.removeItem(atPath: folder.path("d/\(name).csv"))
      let (night, clean) = (try run("o"), try run("clean-\(name)"))
      #expect(night.code == 0, "\(night.errors)")
      #expect(night.json["stages"]?[0]?["increment"]?["files_removed"]?.int == 1)
      for output in ["lines", "rejects", "profile"] {
        #expect(
          night.json["stages"]?[0]?["outputs"]?[output]?["digest"]
            == clean.json["stages"]?[0]?["outputs"]?[output]?["digest"])
      }
    }
  }

  @Test func aNewFileIsReadAlone() throws {
    let sandbox = try Sandbox(lines: 1500, months: 3)
    var edits = Edits(seed: 7, folder: sandbox.folder.url.appendingPathComponent("data/sample"))
    try edits.holdBack()
    let files = try sandbox.sampleFiles().count
    try sandbox.run("--select", "ingest")
    _ = try edits.add()
    let run = try sandbox.run("--select", "ingest")
    let ingest = run.json["stages"]?.array?.first { $0["id"]?.string == "ingest" }
    #expect(ingest?["increment"]?["files_read"]?.int == 1, "\(run.output)")
    #expect(ingest?["increment"]?["files_kept"]?.int == files)
    // What was taken over has two names, not two copies.
    let lines = try sandbox.palier("path", "ingest.lines").output.split(separator: "\n").map(String.init)
    let links = try lines.map {
      try FileManager.default.attributesOfItem(atPath: $0)[.referenceCount] as? Int ?? 0
    }
    #expect(lines.count == 2 && links.sorted() == [1, 2], "\(lines) \(links)")
    // Forced, the stage reads everything again, with the same result.
    let forced = try sandbox.run("--select", "ingest", "--force", "ingest")
    let again = forced.json["stages"]?.array?.first { $0["id"]?.string == "ingest" }
    #expect(again?["verdict"]?.string == "ran" && again?["increment"] == nil)
    #expect(forced.contentDigests == run.contentDigests)
  }

  @Test func aStageThatIsReadByFileCarriesSourceFile() throws {
    let sandbox = try Sandbox(lines: 1500, months: 3)
    try sandbox.folder.write(
      "stages/ingest/online_retail.sql",
      try sandbox.text("stages/ingest/online_retail.sql")
        + "\n-- output: totals\nSELECT CAST(COUNT(*) AS BIGINT) AS line_count FROM lines\n")
    try sandbox.edit("pipeline.json", "\"rejects\", \"profile\"]", "\"rejects\", \"profile\", \"totals\"]")
    let run = try sandbox.palier("run")
    #expect(run.code == 2, "\(run.errors)")
    #expect(run.errors.contains("\"totals\" has no column source_file"), "\(run.errors)")
  }

  /// The digest of every output of the relational stages, and whether ingest read some files only.
  private func outputs(
    _ sandbox: Sandbox, _ folder: String
  ) throws -> (code: Int32, digests: [String: String], isIncrement: Bool) {
    let run = try sandbox.run("--output", folder, "--select", "+features")
    var digests: [String: String] = [:]
    var isIncrement = false
    for stage in run.json["stages"]?.array ?? [] {
      guard let id = stage["id"]?.string else { continue }
      if stage["increment"] != nil { isIncrement = true }
      for output in stage["outputs"]?.object ?? [] {
        digests["\(id).\(output.key)"] = output.value["digest"]?.string ?? ""
      }
    }
    return (run.code, digests, isIncrement)
  }
}

/// Random edits of csv files in a folder.
private struct Edits {
  private var state: UInt64
  private let folder: URL
  private var heldBack: [(name: String, text: String)] = []
  private var made = 0

  init(seed: UInt64, folder: URL) {
    state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
    self.folder = folder
  }

  mutating func below(_ bound: Int) -> Int {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return Int(state % UInt64(bound))
  }

  private func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
  }

  private func text(_ name: String) throws -> String {
    try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
  }

  private func write(_ name: String, _ text: String) throws {
    try Data(text.utf8).write(to: folder.appendingPathComponent(name))
  }

  /// Takes some files away, to come back later as new ones.
  mutating func holdBack() throws {
    for _ in 0..<8 {
      let all = try names()
      let name = all[below(all.count)]
      heldBack.append((name, try text(name)))
      try FileManager.default.removeItem(at: folder.appendingPathComponent(name))
    }
  }

  mutating func add() throws -> String {
    guard !heldBack.isEmpty else { return try copy() }
    let (name, text) = heldBack.remove(at: below(heldBack.count))
    try write(name, text)
    return "add \(name)"
  }

  /// One edit; what it was.
  mutating func edit() throws -> String {
    switch below(9) {
    case 0, 1: return try add()
    case 2: return try copy()
    default: break
    }
    let all = try names()
    let name = all[below(all.count)]
    let place = folder.appendingPathComponent(name)
    var lines = try text(name).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    switch below(6) {
    case 0:
      guard all.count > 10 else { return "nothing" }
      heldBack.append((name, try text(name)))
      try FileManager.default.removeItem(at: place)
      return "remove \(name)"
    case 1:
      made += 1
      try FileManager.default.moveItem(at: place, to: folder.appendingPathComponent("renamed-\(made).csv"))
      return "rename \(name)"
    case 2:
      if lines.count > 3 { lines.remove(at: 1 + below(lines.count - 2)) }
      try write(name, lines.joined(separator: "\n"))
      return "shorten \(name)"
    case 3:
      lines.insert("no line at all \(below(1000))", at: 1)
      try write(name, lines.joined(separator: "\n"))
      return "spoil \(name)"
    case 4:
      let other = all[below(all.count)]
      let (first, second) = (try text(name), try text(other))
      try write(name, second)
      try write(other, first)
      return "swap \(name) and \(other)"
    default:
      try write(name, lines[0] + "\n")
      return "empty \(name)"
    }
  }

  /// A file with lines of another: exact duplicates.
  private mutating func copy() throws -> String {
    let all = try names()
    let name = all[below(all.count)]
    made += 1
    let lines = try text(name).split(separator: "\n").map(String.init)
    let kept = [lines[0]] + lines.dropFirst().filter { _ in below(2) == 0 }
    try write("copy-\(made).csv", kept.joined(separator: "\n") + "\n")
    return "copy of \(name)"
  }
}
