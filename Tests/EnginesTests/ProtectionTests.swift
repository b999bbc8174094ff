import DuckDB
import Engines
import Foundation
import PipelineModel
import Platform
import TestSupport
import Testing

/// Pseudonyms and erasures where a source is read, for every kind of source.
@Suite struct ProtectionTests {
  private static let key = HMAC(key: Array("a key of the tests".utf8))
  private static let salt = String(repeating: "5a", count: 16)

  private static func protection(pseudonyms: Bool, erased: String...) throws -> CustomerProtection {
    var list = ErasureList(salt: salt)
    for customer in erased {
      let isNew = list.add(customer, at: "2020-01-01T00:00:00Z")
      #expect(isNew)
    }
    return try #require(CustomerProtection(key: pseudonyms ? key : nil, erasures: list))
  }

  /// A source of each kind with customers `alice`, `47110815` and `c.3`, and rows of bob's and others' that are rejected.
  private struct Subject {
    var stage: String
    var kind: SourceKind
    var options = SourceOptions()
    var files: [String: String]
    /// Rows of bob's in the file that lines are made of; of them, those that give a line.
    var bobs = (rows: 3, lines: 2)
  }

  private static func subjects() -> [Subject] {
    var columns = SourceOptions()
    columns.columns = [
      ColumnMapping(.customerID, ["who"]), ColumnMapping(.occurredAt, ["when"]), ColumnMapping(.amount, ["sum"]),
    ]
    return [
      Subject(
        stage: "online_retail", kind: .onlineRetail,
        files: [
          "a.csv": """
          Invoice,StockCode,Description,Quantity,InvoiceDate,Price,Customer ID,Country
          1,A,thing,1,2010-12-01 08:26:00,2.50,alice,UK
          2,B,thing,1,2010-12-02 08:26:00,2.50,47110815,UK
          3,B,thing,2,2010-12-02 08:27:00,1.50, 47110815.0,UK
          4,B,thing,2,no date,1.50,47110815,UK
          5,A,thing,3,2010-12-03 08:27:00,2.50,c.3,UK
          6,A,thing,3,2010-12-33 08:27:00,2.50,c.3,UK
          7,A,thing,3,2010-12-03 08:27:00,2.50,47110815
          8,A,thing,3,2010-12-03 08:27:00,2.50,bobby

          """
        ], bobs: (4, 2)),
      Subject(
        stage: "table", kind: .table, options: columns,
        files: [
          "a.csv": """
          who;mail;when;sum
          alice;a@x;2010-12-01;2.5
          47110815;b@x;2010-12-02;2.5
          47110815;b@x;2010-12-03;2.5
          47110815;b@x;tomorrow;2.5
          c.3;c@x;2010-12-04;2.5
          c.3;c@x;2010-12-04;nothing
          """
        ]),
      Subject(
        stage: "rees46_events", kind: .rees46Events,
        files: [
          "a.csv": """
          event_time,event_type,product_id,category_id,category_code,brand,price,user_id,user_session
          2019-10-01 10:00:00 UTC,purchase,1,2,a,b,1.0,alice,s1
          2019-10-01 10:00:00 UTC,purchase,1,2,a,b,1.0,47110815,s2
          2019-10-02 10:00:00 UTC,purchase,1,2,a,b,1.0,47110815,s3
          2019-10-02 10:00:00 UTC,purchase,1,2,a,b,free,47110815,s3
          2019-10-03 10:00:00 UTC,purchase,1,2,a,b,1.0,c.3,s4
          2019-10-03 10:00:00 UTC,purchase,1,2,a,b,dear,c.3,s4

          """
        ]),
      Subject(
        stage: "olist", kind: .olist,
        files: [
          "orders.csv": """
          order_id,customer_id,order_status,order_purchase_timestamp,order_delivered_customer_date
          o1,k1,delivered,2018-01-01 10:00:00,2018-01-05 10:00:00
          o2,k2,delivered,2018-01-02 10:00:00,2018-01-05 10:00:00
          o3,k3,delivered,2018-01-03 10:00:00,2018-01-05 10:00:00
          o4,k4,canceled,2018-01-03 10:00:00,
          o5,k5,canceled,2018-01-03 10:00:00,
          """,
          "items.csv": """
          order_id,order_item_id,product_id,seller_id,shipping_limit_date,price,freight_value
          o1,1,p1,s1,2018-01-01,10.00,1.00
          o2,1,p1,s1,2018-01-01,10.00,1.00
          o2,2,p1,s1,2018-01-01,10.00,1.00
          o3,1,p1,s1,2018-01-01,10.00,1.00
          o4,1,p1,s1,2018-01-01,10.00,1.00
          o5,1,p1,s1,2018-01-01,10.00,1.00
          """,
          "customers.csv": """
          customer_id,customer_unique_id,customer_zip_code_prefix,customer_city,customer_state
          k1,alice,01000,sao paulo,SP
          k2,47110815,02000,rio,RJ
          k3,c.3,03000,rio,RJ
          k4,47110815,02000,rio,RJ
          k5,c.3,03000,rio,RJ
          """,
          "payments.csv": "order_id,payment_type,payment_installments,payment_value\no2,boleto,1,22.00\n",
        ]),
    ]
  }

  private func run(_ subject: Subject, _ protection: CustomerProtection?) throws -> SourceRun {
    let folder = try TemporaryDirectory()
    let paths = try subject.files.sorted { $0.key < $1.key }.map { try folder.write($0.key, $0.value) }
    return try SourceRun(
      subject.stage, kind: subject.kind, options: subject.options, files: paths, protection: protection)
  }

  private func count(_ run: SourceRun, _ output: String, _ condition: String) throws -> Int {
    let rows = try run.rows("count(*)", from: output, "WHERE \(condition)")
    guard case .int(let count)? = rows.first?.first else { return -1 }
    return Int(count)
  }

  /// Every text of every output, raw and decoded.
  private func texts(_ run: SourceRun) throws -> String {
    var all = ""
    for name in try FileManager.default.contentsOfDirectory(atPath: run.folder.root).sorted()
    where name.hasSuffix(".parquet") {
      all +=
        String(bytes: try Data(contentsOf: run.folder.url.appendingPathComponent(name)), encoding: .isoLatin1) ?? ""
      let rows = try run.database.execute("SELECT * FROM read_parquet('\(run.folder.path(name))')").rows()
      all += rows.map { $0.map { "\($0)" }.joined(separator: "|") }.joined(separator: "\n")
    }
    return all
  }

  @Test func pseudonymsAreCodesOfTheCleanId() throws {
    for subject in Self.subjects() {
      let plain = try run(subject, nil)
      let coded = try run(subject, Self.protection(pseudonyms: true))
      let columns = "occurred_at, product_id, amount, source_file, source_line"
      let before = try plain.rows("customer_id, \(columns)", from: "lines", "ORDER BY source_line")
      let after = try coded.rows("customer_id, \(columns)", from: "lines", "ORDER BY source_line")
      let expected = before.map { row -> [Value] in
        guard case .string(let id) = row[0] else { return row }
        return [.string(Self.key.hex(id))] + row.dropFirst()
      }
      #expect(after == expected, "\(subject.stage)")
      #expect(Set(before.map { "\($0[0])" }) == ["alice", "47110815", "c.3"], "\(subject.stage)")
      let all = try texts(coded)
      for id in ["alice", "47110815", "c.3", "@x"] { #expect(!all.contains(id), "\(subject.stage): \(id)") }
      #expect(try count(coded, "rejects", "raw IS NOT NULL") == 0, "\(subject.stage)")
      #expect(
        try count(coded, "rejects", "reason <> ''") == count(plain, "rejects", "reason <> ''"), "\(subject.stage)")
    }
  }

  @Test(arguments: [false, true])
  func whoIsErasedIsLeftOutAndCounted(pseudonyms: Bool) throws {
    for subject in Self.subjects() {
      let protection = try Self.protection(pseudonyms: pseudonyms, erased: "47110815", "nobody")
      let plain = try run(subject, nil)
      let without = try run(subject, protection)
      let bob = pseudonyms ? Self.key.hex("47110815") : "47110815"
      #expect(try count(plain, "lines", "customer_id = '47110815'") == subject.bobs.lines, "\(subject.stage)")
      #expect(try count(without, "lines", "customer_id = '\(bob)'") == 0, "\(subject.stage)")
      #expect(
        try count(without, "lines", "TRUE") == count(plain, "lines", "TRUE") - subject.bobs.lines, "\(subject.stage)")
      let all = try texts(without)
      #expect(!all.contains("47110815") && !all.contains(bob), "\(subject.stage)")
      let file = subject.stage == "olist" ? "items.csv" : "a.csv"
      // A row that could not be split names bob too; with pseudonyms its text is gone anyway.
      #expect(
        try count(without, "rejects", "reason = 'erased' AND source_file = '\(file)'")
          >= subject.bobs.rows, "\(subject.stage)")
      #expect(try count(without, "rejects", "reason = 'erased' AND (raw IS NOT NULL OR source_line IS NOT NULL)") == 0)
      // Nothing is lost: what makes no line is rejected or erased.
      let read = { run in try self.count(run, "lines", "TRUE") + self.count(run, "rejects", "source_file = '\(file)'") }
      #expect(try read(without) == read(plain), "\(subject.stage)")
      // Everybody else is as before.
      let others = "WHERE customer_id NOT IN ('47110815') ORDER BY source_line"
      if !pseudonyms {
        let columns = "customer_id, order_id, occurred_at, product_id, amount, source_line"
        #expect(
          try without.rows(columns, from: "lines", others) == plain.rows(columns, from: "lines", others),
          "\(subject.stage)")
      }
    }
  }

  @Test func ledgersOfSeveralTablesAddUp() throws {
    let subject = try #require(Self.subjects().first { $0.stage == "olist" })
    let without = try run(subject, Self.protection(pseudonyms: false, erased: "47110815"))
    let rows = try without.rows(
      "table_name, rows_read, erased, rows_read - rejected - used - not_used - erased", from: "tables",
      "ORDER BY table_name")
    #expect(
      rows == [
        [.string("customers"), .int(5), .int(2), .int(0)], [.string("items"), .int(6), .int(3), .int(0)],
        [.string("orders"), .int(5), .int(2), .int(0)],
      ])
    let events = try #require(Self.subjects().first { $0.stage == "rees46_events" })
    let ledger = try run(events, Self.protection(pseudonyms: false, erased: "47110815")).rows(
      "rows_read, events, rejected, erased", from: "event_ledger")
    #expect(ledger == [[.int(6), .int(2), .int(1), .int(3)]])
  }

  @Test func aWordOrAFieldNamesThePerson() throws {
    let protection = try Self.protection(pseudonyms: false, erased: "17850", "Jane Doe", "x@y.z")
    for text in [
      "1,2,17850,UK", "1;\"17850\"", "17850.0", "quantity: not a number: \"17850\"", "a;Jane Doe;b",
      "mail x@y.z, or so",
    ] { #expect(protection.namesErased(text), "\(text)") }
    for text in ["117850", "178500", "1,2,1785", "Jane", "xx@y.z", ""] {
      #expect(!protection.namesErased(text), "\(text)")
    }
  }
}
