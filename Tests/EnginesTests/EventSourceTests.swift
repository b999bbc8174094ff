import DuckDB
import Engines
import Foundation
import PipelineModel
import TestSupport
import Testing

/// Kind `rees46_events`: every row of a file is an event or a reject with its line, however the file is spoilt.
@Suite struct EventSourceTests {
  private static let header =
    "event_time,event_type,product_id,category_id,category_code,brand,price,user_id,user_session"

  private static func event(_ index: Int) -> String {
    let type = ["view", "view", "cart", "remove_from_cart", "purchase"][index % 5]
    let day = String(format: "%02d", 1 + index % 28)
    return "2019-10-\(day) 10:00:00 UTC,\(type),\(index),20530,a.b,brand,\(index).25,u\(index % 97),s\(index / 10)"
  }

  /// Lines that are no events, and whether the engine cannot even split them.
  private static let bad = [
    "2019-10-01 10:00:00 UTC,view,1", "2019-13-01 10:00:00 UTC,view,1,2,a,b,1.0,u1,s1",
    "2019-10-01 10:00:00 UTC,glance,1,2,a,b,1.0,u1,s1", "2019-10-01 10:00:00 UTC,purchase,1,2,a,b,free,u1,s1",
    "2019-10-01 10:00:00 UTC,purchase,1,2,a,b,-1.0,u1,s1", "2019-10-01 10:00:00 UTC,view,1,2,a,b,1.0,,s1",
    "2019-10-01 10:00:00 UTC,view,1,2,a,b,1.0,u1,s1,more,and more",
  ]

  private func run(_ lines: [String], packed: Bool = false, end: String = "\n") throws -> (SourceRun, String) {
    let folder = try TemporaryDirectory()
    let file = try folder.write("2019-Oct.csv", ([Self.header] + lines).joined(separator: end) + end)
    if packed { #expect(try Command.run("/bin/gzip", [file]).code == 0) }
    let run = try SourceRun("rees46_events", kind: .rees46Events, files: [packed ? file + ".gz" : file])
    return (run, file)
  }

  /// Every line is where it should be.
  private func expect(_ run: SourceRun, _ lines: [String], _ comment: Comment) throws {
    let bad = lines.indices.filter { Self.bad.contains(lines[$0]) || lines[$0].contains("\"") }
    let rejects = try run.rows("source_line, raw", from: "rejects", "ORDER BY source_line")
    #expect(rejects.map { $0[0] } == bad.map { .int(Int64($0 + 2)) }, comment)
    #expect(rejects.map { $0[1] } == bad.map { .string(lines[$0]) }, comment)
    let count = lines.count - bad.count
    let events = try run.database.execute(
      "SELECT count(*) FROM read_parquet('\(run.folder.path("events-*.parquet"))')"
    ).rows()
    #expect(events == [[.int(Int64(count))]], comment)
    let ledger = try run.rows("rows_read, events + rejected", from: "event_ledger")
    #expect(ledger == [[.int(Int64(lines.count)), .int(Int64(lines.count))]], comment)
    // A purchase names its own number as product and price, so its line can be told.
    let purchases = lines.indices.filter { lines[$0].contains(",purchase,") && !bad.contains($0) }
    let made = try run.rows("source_line, product_id", from: "lines", "ORDER BY source_line")
    #expect(made.map { $0[0] } == purchases.map { .int(Int64($0 + 2)) }, comment)
    #expect(made.map { $0[1] } == purchases.map { .string("\(lines[$0].split(separator: ",")[2])") }, comment)
  }

  @Test(arguments: [false, true])
  func regularFiles(packed: Bool) throws {
    let lines = (0..<5000).map(Self.event)
    try expect(try run(lines, packed: packed).0, lines, "packed \(packed)")
    try expect(try run(lines, packed: packed, end: "\r\n").0, lines, "packed \(packed), CR LF")
  }

  @Test func badLinesCostThemselvesAlone() throws {
    var lines = (0..<30_000).map(Self.event)
    for (index, place) in [0, 1, 2, 700, 9_999, 10_000, 15_000, 29_000, 29_999].enumerated() {
      lines.insert(Self.bad[index % Self.bad.count], at: place)
    }
    try expect(try run(lines).0, lines, "bad lines")
  }

  @Test func aQuoteThatIsNeverClosedCostsItsLine() throws {
    var lines = (0..<3000).map(Self.event)
    lines.insert("2019-10-01 10:00:00 UTC,view,1,2,\"a,b,1.0,u1,s1", at: 1234)
    lines.insert(Self.bad[0], at: 2000)
    try expect(try run(lines).0, lines, "open quote")
  }

  @Test func moreBadLinesThanTheEngineIsAskedFor() throws {
    var lines = (0..<6000).map(Self.event)
    for index in 0..<1500 { lines.insert(Self.bad[0], at: index * 4) }
    try expect(try run(lines).0, lines, "many bad lines")
  }

  /// Blank lines are no records, wherever they stand; the lines behind them keep their numbers.
  @Test(arguments: ["\n", "\r\n"])
  func blankLinesShiftWhatFollows(end: String) throws {
    var lines = (0..<4000).map(Self.event)
    for place in [0, 1, 2, 1500, 1501, 4005] { lines.insert("", at: place) }
    lines.insert(Self.bad[0], at: 1500)
    lines.insert(Self.bad[6], at: 1505)
    let (run, _) = try run(lines, end: end)
    let rejects = try run.rows("source_line", from: "rejects", "ORDER BY source_line")
    #expect(rejects == lines.indices.filter { Self.bad.contains(lines[$0]) }.map { [.int(Int64($0 + 2))] })
    let purchases = lines.indices.filter { lines[$0].contains(",purchase,") }
    let made = try run.rows("source_line, product_id", from: "lines", "ORDER BY source_line")
    #expect(made.map { $0[0] } == purchases.map { .int(Int64($0 + 2)) })
    #expect(made.map { $0[1] } == purchases.map { .string("\(lines[$0].split(separator: ",")[2])") })
  }
}
