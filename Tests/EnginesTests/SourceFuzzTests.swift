import DuckDB
import Engines
import Foundation
import PipelineModel
import TestSupport
import Testing

/// Spoilt files: no crash, no hang, no row that is neither read nor rejected.
///
/// 300 files of each shape here; 10,000 where `PALIER_SOAK` is set.
@Suite struct SourceFuzzTests {
  private static let isLong = ProcessInfo.processInfo.environment["PALIER_SOAK"] != nil

  private static func rows(_ header: String, _ line: (Int) -> String) -> [UInt8] {
    Array((header + "\n" + (0..<40).map(line).joined(separator: "\n") + "\n").utf8)
  }

  private static let shapes: [(stage: String, kind: SourceKind, text: [UInt8], files: Int)] = [
    (
      "online_retail", .onlineRetail,
      rows("Invoice,StockCode,Description,Quantity,InvoiceDate,Price,Customer ID,Country") {
        "\(489_434 + $0 / 3),\(85_048 + $0),GLASS BALL \(String($0, radix: 2)),\($0 - 3),2009-12-0\(1 + $0 % 9) 07:45:00,\($0).95,13085.0,France"
      }, 300
    ),
    (
      "table", .table,
      rows("wer;wann;was;menge;preis") {
        "K\($0 % 7);0\(1 + $0 % 9).12.2019 10:0\($0 % 10);Käse, mild;\($0 - 2);1.234,\(10 + $0)"
      },
      300
    ),
    (
      "rees46_events", .rees46Events,
      rows("event_time,event_type,product_id,category_id,category_code,brand,price,user_id,user_session") {
        "2019-10-01 00:00:\(10 + $0) UTC,purchase,\($0),205,a.b,lg,\($0).79,u\($0 % 9),s\($0)"
      }, 60
    ),
  ]

  private static var options: SourceOptions {
    var options = SourceOptions()
    options.columns = [
      ColumnMapping(.customerID, ["wer"]), ColumnMapping(.occurredAt, ["wann"]), ColumnMapping(.productID, ["was"]),
      ColumnMapping(.quantity, ["menge"]), ColumnMapping(.unitPrice, ["preis"]),
    ]
    options.columns[1].formats = ["%d.%m.%Y %H:%M"]
    options.decimal = .comma
    return options
  }

  @Test(arguments: 0..<3)
  func everyLineIsReadOrRejected(shape: Int) throws {
    let (stage, kind, text, count) = Self.shapes[shape]
    for round in 0..<(Self.isLong ? 3400 / count + 1 : 1) {
      var mutator = Mutator(seed: UInt64(shape * 1000 + round + 1))
      let folder = try TemporaryDirectory()
      let headerEnd = (text.firstIndex(of: 0x0A) ?? 0) + 1
      var contents: [String: [UInt8]] = [:]
      for index in 0..<count {
        let bytes = mutator.spoil(text, from: headerEnd)
        let name = String(format: "%04d.csv", index)
        try Data(bytes).write(to: folder.url.appendingPathComponent(name))
        contents[name] = bytes
      }
      let run = try SourceRun(
        stage, kind: kind, options: kind == .table ? Self.options : SourceOptions(),
        files: contents.keys.sorted().map { folder.path($0) })
      var read: [String: [Int]] = [:]
      var rejects: [String: [(line: Int, raw: String)]] = [:]
      for row in try run.rows("source_file, source_line", from: "lines") {
        if case .string(let file) = row[0], case .int(let line) = row[1] { read[file, default: []].append(Int(line)) }
      }
      // Of events, the lines hold purchases alone: what else is read is counted by the ledger.
      var others: [String: Int] = [:]
      if kind == .rees46Events {
        for row in try run.rows("source_file, events - purchases", from: "event_ledger") {
          if case .string(let file) = row[0], case .int(let count) = row[1] { others[file] = Int(count) }
        }
      }
      for row in try run.rows("source_file, source_line, raw", from: "rejects") {
        if case .string(let file) = row[0], case .int(let line) = row[1], case .string(let raw) = row[2] {
          rejects[file, default: []].append((Int(line), raw))
        }
      }
      for (name, bytes) in contents {
        let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map { line in
          line.last == 0x0D ? Array(line.dropLast()) : Array(line)
        }
        let refused = rejects[name] ?? []
        let all = (read[name] ?? []) + refused.map(\.line)
        #expect(Set(all).count == all.count, "\(stage) \(round) \(name): a line twice")
        #expect(all.allSatisfy { $0 > 1 && $0 <= lines.count && !lines[$0 - 1].isEmpty }, "\(stage) \(round) \(name)")
        if !bytes.contains(UInt8(ascii: "\"")) {
          let wanted = lines.dropFirst().filter { !$0.isEmpty }.count
          #expect(all.count + (others[name] ?? 0) == wanted, "\(stage) \(round) \(name): a row is lost")
        }
      }
    }
  }
}
