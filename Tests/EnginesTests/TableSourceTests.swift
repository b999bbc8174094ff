import DuckDB
import Engines
import Foundation
import JSON
import PipelineModel
import TestSupport
import Testing

/// Kind `table`: the same sales in any format give the same lines, and what cannot be read is refused with its place.
@Suite struct TableSourceTests {
  private struct Sale: Equatable {
    var customer: String
    var order: String
    var minute: Int
    var product: String
    var quantity: Int
    var cents: Int
  }

  private let sales: [Sale] = (0..<700).map { index in
    Sale(
      customer: "K\(index * 37 % 90)", order: "R\(index / 3)", minute: index * 611,
      product: ["Käse", "Brot; frisch", "Öl \"extra\"", "Wein"][index % 4],
      quantity: index % 11 == 0 ? -1 : 1 + index % 5,
      cents: 1 + index * 7919 % 350_000)
  }

  private var options: SourceOptions {
    var options = SourceOptions()
    options.columns = [
      ColumnMapping(.customerID, ["Kunde"]), ColumnMapping(.orderID, ["Beleg"]), ColumnMapping(.occurredAt, ["Datum"]),
      ColumnMapping(.productID, ["Artikel"]), ColumnMapping(.quantity, ["Menge"]), ColumnMapping(.unitPrice, ["Preis"]),
    ]
    return options
  }

  private var german: SourceOptions {
    var options = options
    options.columns[2].formats = ["%d.%m.%Y %H:%M"]
    options.decimal = .comma
    return options
  }

  private static let header = ["Beleg", "Kunde", "Datum", "Artikel", "Menge", "Preis"]

  /// The sales as people in Germany write them: 1.234,50 and 31.12.2019 14:05.
  private func germanLines(delimiter: Character) -> [String] {
    let text = sales.map { sale -> String in
      let (day, minute) = (sale.minute / 1440, sale.minute % 1440)
      let date = Calendar.germanDay(day)
      let whole = sale.cents / 100
      let euros = whole < 1000 ? "\(whole)" : "\(whole / 1000).\(String(format: "%03d", whole % 1000))"
      let fields = [
        sale.order, sale.customer, date + String(format: " %02d:%02d", minute / 60, minute % 60), sale.product,
        "\(sale.quantity)", "\(euros),\(String(format: "%02d", sale.cents % 100))",
      ]
      return fields.map {
        $0.contains(delimiter) || $0.contains("\"") ? "\"\($0.replacing("\"", with: "\"\""))\"" : $0
      }.joined(separator: String(delimiter))
    }
    return [Self.header.joined(separator: String(delimiter))] + text
  }

  private func expect(_ run: SourceRun, rejects: Int = 0, _ comment: Comment? = nil) throws {
    let rows = try run.rows(
      "customer_id, order_id, CAST(epoch(occurred_at - TIMESTAMP '2019-01-01') / 60 AS BIGINT), product_id, "
        + "CAST(quantity AS BIGINT), CAST(unit_price * 100 AS BIGINT), CAST(amount * 100 AS BIGINT)",
      from: "lines", "ORDER BY source_line")
    #expect(rows.count == sales.count, comment)
    for (row, sale) in zip(rows, sales) {
      let wanted: [Value] = [
        .string(sale.customer), .string(sale.order), .int(Int64(sale.minute)), .string(sale.product),
        .int(Int64(sale.quantity)), .int(Int64(sale.cents)), .int(Int64(sale.cents * sale.quantity)),
      ]
      #expect(row == wanted, comment)
      if row != wanted { return }
    }
    #expect(try run.rows("*", from: "rejects").count == rejects, comment)
  }

  @Test(arguments: [";", ",", "\t", "|"], ["\n", "\r\n"])
  func delimitersAndLineEndsAreFound(delimiter: Character, end: String) throws {
    let folder = try TemporaryDirectory()
    let text = germanLines(delimiter: delimiter).joined(separator: end) + end
    let file = try folder.write("verkauf.csv", text)
    try expect(try SourceRun("table", kind: .table, options: german, files: [file]))
  }

  @Test(arguments: [
    (TextEncoding.latin1, String.Encoding.isoLatin1, true), (.windows1252, .windowsCP1252, true),
    (.latin9, .isoLatin1, true), (.utf16, .utf16, false), (.utf16, .utf16BigEndian, true), (.utf8, .utf8, false),
  ])
  func encodingsAreExact(encoding: TextEncoding, foundation: String.Encoding, isDeclared: Bool) throws {
    let folder = try TemporaryDirectory()
    let text = germanLines(delimiter: ";").joined(separator: "\r\n")
    let data = try #require(text.data(using: foundation))
    let url = folder.url.appendingPathComponent("verkauf.csv")
    try data.write(to: url)
    var options = german
    options.encoding = isDeclared ? encoding : nil
    try expect(try SourceRun("table", kind: .table, options: options, files: [url.path]), "\(encoding)")
    // The same, packed.
    let packed = try Command.run("/bin/gzip", ["-k", url.path])
    #expect(packed.code == 0, "\(packed.errors)")
    try expect(
      try SourceRun("table", kind: .table, options: options, files: [url.path + ".gz"]), "\(encoding), packed")
  }

  /// Written by the engine with types, read back.
  @Test(arguments: ["parquet", "json", "ndjson", "xlsx", "duckdb", "sqlite", "csv"])
  func formatsGiveTheSameLines(format: String) throws {
    let folder = try TemporaryDirectory()
    let path = folder.path("sales.\(format)")
    let connection = try Connection(Database(configuration: ["threads": "1"]))
    let values = sales.map {
      "('\($0.order)', '\($0.customer)', TIMESTAMP '2019-01-01' + INTERVAL \($0.minute) MINUTE, '\($0.product)', "
        + "\($0.quantity), CAST(\($0.cents) AS DECIMAL(12, 2)) / 100)"
    }
    let price = format == "xlsx" ? "CAST(p AS DOUBLE)" : "CAST(p AS DECIMAL(12, 2))"
    let select =
      "SELECT o AS Beleg, k AS Kunde, t AS Datum, a AS Artikel, m AS Menge, \(price) AS Preis "
      + "FROM (VALUES \(values.joined(separator: ", "))) AS v(o, k, t, a, m, p)"
    switch format {
    case "duckdb":
      try connection.execute("ATTACH '\(path)' AS d; CREATE TABLE d.verkauf AS \(select); DETACH d")
    case "sqlite":
      let sqlite = try #require(DuckDBLibrary.extensionPath("sqlite_scanner"), "make deps brings it")
      try connection.execute(
        "LOAD '\(sqlite)'; ATTACH '\(path)' AS d (TYPE sqlite); CREATE TABLE d.verkauf AS \(select); DETACH d")
    case "xlsx":
      try connection.execute("LOAD '\(try #require(DuckDBLibrary.excelExtensionPath))'")
      try connection.execute("COPY (\(select)) TO '\(path)' (FORMAT xlsx, HEADER true, SHEET 'Verkäufe & mehr')")
    case "json": try connection.execute("COPY (\(select)) TO '\(path)' (FORMAT json, ARRAY true)")
    case "ndjson": try connection.execute("COPY (\(select)) TO '\(path)' (FORMAT json)")
    default: try connection.execute("COPY (\(select)) TO '\(path)' (FORMAT \(format))")
    }
    try expect(try SourceRun("table", kind: .table, options: options, files: [path]), "\(format)")
  }

  @Test func whatCannotBeReadIsRejectedWithItsPlaceAndText() throws {
    let folder = try TemporaryDirectory()
    var lines = germanLines(delimiter: ";")
    let faults: [(line: String, reason: String)] = [
      ("R1;K1;31.02.2019 10:00;Wein;1;1,00", "occurred_at"), ("R1;K1;2019-01-05;Wein;1;1,00", "occurred_at"),
      ("R1;K1;01.03.2019 10:00;Wein;zwei;1,00", "quantity"), ("R1;K1;01.03.2019 10:00;Wein;1,5;1,00", "quantity"),
      ("R1;K1;01.03.2019 10:00;Wein;1;1.50", "unit_price"), ("R1;K1;01.03.2019 10:00;Wein;1;-3,00", "unit_price"),
      ("R1;K1;01.03.2019 10:00;Wein;1;1,234,567", "unit_price"), (";K1;01.03.2019 10:00;Wein;1;1,00", "order_id"),
      ("R1;K1", "fields"), ("R1;K1;01.03.2019 10:00;Wein;1;1,00;mehr", "fields"),
    ]
    for (index, fault) in faults.enumerated() { lines.insert(fault.line, at: 5 + index * 40) }
    let file = try folder.write("verkauf.csv", lines.joined(separator: "\n"))
    let run = try SourceRun("table", kind: .table, options: german, files: [file])
    try expect(run, rejects: faults.count)
    let rejects = try run.rows("source_line, raw, reason", from: "rejects", "ORDER BY source_line")
    for (index, (row, fault)) in zip(rejects, faults).enumerated() {
      #expect(row[0] == .int(Int64(6 + index * 40)))
      #expect(row[1] == .string(fault.line))
      #expect("\(row[2])".contains(fault.reason), "\(row)")
    }
  }

  @Test func aByteThatIsNoTextCostsItsLineAlone() throws {
    let folder = try TemporaryDirectory()
    let text = germanLines(delimiter: ";").joined(separator: "\n") + "\n"
    var data = try #require(text.data(using: .windowsCP1252))
    data.append(contentsOf: Array("R9;K9;01.01.2019 00:00;a".utf8) + [0x81] + Array(";1;1,00\n".utf8))
    let url = folder.url.appendingPathComponent("verkauf.csv")
    try data.write(to: url)
    var options = german
    options.encoding = .windows1252
    let run = try SourceRun("table", kind: .table, options: options, files: [url.path])
    try expect(run, rejects: 1)
    #expect(try run.rows("source_line, reason", from: "rejects")[0] == [.int(702), .string("not windows-1252")])
  }

  @Test func isoTimesMayLackSecondsAndNameAnOffset() throws {
    let folder = try TemporaryDirectory()
    let texts = [
      "2024-03-01T10:00Z", "2024-03-01 10:00", "2024-03-01T11:30+01:30", "2024-03-01 05:00-0500",
      "2024-03-01 10:00 UTC",
      "2024-03-01T10:00:00.5+00:30", "2024-03-01 12:00:00 +0200", "2024-03-01 05:00 -05:00", "2024-03-01T10:0Z",
      "2024-02-30T10:00Z", "2024-03-01T10:00X", "2024-03-01 +0200",
    ]
    let rows = texts.enumerated().map { "R\($0.offset);K1;\($0.element);a;1;2" }
    let file = try folder.write(
      "verkauf.csv", (["Beleg;Kunde;Datum;Artikel;Menge;Preis"] + rows).joined(separator: "\n"))
    let run = try SourceRun("table", kind: .table, options: options, files: [file])
    let found = try run.rows("strftime(occurred_at, '%H:%M:%S.%g')", from: "lines", "ORDER BY source_line")
    #expect(
      found
        == [
          "10:00:00.000", "10:00:00.000", "10:00:00.000", "10:00:00.000", "10:00:00.000", "09:30:00.500",
          "10:00:00.000", "10:00:00.000",
        ].map {
          [.string($0)]
        })
    #expect(try run.rows("*", from: "rejects").count == 4)
  }

  /// Blanks between a quote and its field's bound fall away, whatever else stands in the file.
  @Test(arguments: [
    "", "K9;R9;2024-01-02;\"two\nlines\";1;2\n", "K9;R9;2024-01-02;\"x\" y;1;2\n",
    "K9;R9;2024-01-02;\(String(repeating: "z", count: 2_100_000));1;2\n",
  ])
  func blanksBesideQuotes(_ other: String) throws {
    let folder = try TemporaryDirectory()
    let text =
      "Kunde;Beleg;Datum;Artikel;Menge;Preis\n"
      + "\"K1\" ;R1;2024-01-02; \"a;b\"  ;1;2\n \"K2\";R2;2024-01-02;\"c\" \"d\";1;2\n"
      + "K3;R3;2024-01-02; \"Best\" mug;1;2\nK4;R4;2024-01-02; e f ;1;2\n" + other + "K5;R5;2024-01-02;g;1;2\n"
    let run = try SourceRun(
      "table", kind: .table, options: options, files: [try folder.write("verkauf.csv", text)])
    let found = try run.rows("customer_id, product_id, source_line", from: "lines", "ORDER BY source_line").map {
      "\($0[0]) \("\($0[1])".prefix(3)) \($0[2])"
    }
    let rejects = try run.rows("source_line", from: "rejects", "ORDER BY source_line").map { "\($0[0])" }
    var (lines, refused) = (["K1 a;b 2", "K4 e f 5"], ["3", "4"])
    if other.contains("\"x\" y") {
      refused.append("6")
    } else if !other.isEmpty {
      lines.append("K9 \(other.contains("two") ? "two" : "zzz") 6")
    }
    lines.append("K5 g \(6 + other.count { $0 == "\n" })")
    #expect(found == lines && rejects == refused, "\(found) \(rejects)")
  }

  /// Signs of currencies, and of the number before or behind them.
  @Test func amountsWithSigns() throws {
    let folder = try TemporaryDirectory()
    let texts = ["¥1100", "-€5.50", "€ -5.50", "$1,250.40", "+3", "- 4", "¥¥3", "--3", "-$-3"]
    let rows = texts.enumerated().map { "K1;R\($0.offset);2024-01-02;a;\($0.element)" }
    let file = try folder.write("verkauf.csv", (["Kunde;Beleg;Datum;Artikel;Betrag"] + rows).joined(separator: "\n"))
    var options = options
    options.columns = Array(options.columns.prefix(4)) + [ColumnMapping(.amount, ["Betrag"])]
    let run = try SourceRun("table", kind: .table, options: options, files: [file])
    let found = try run.rows("CAST(amount AS DOUBLE)", from: "lines", "ORDER BY source_line")
    #expect(found == [1100, -5.5, -5.5, 1250.4, 3, -4].map { [.double($0)] }, "\(found)")
    #expect(try run.rows("*", from: "rejects").count == 3)
  }

  @Test func twoColumnsOfOneNameAreRefused() throws {
    let folder = try TemporaryDirectory()
    let file = try folder.write("verkauf.csv", "Kunde;Beleg;Datum;Artikel;Menge;Preis;Preis\nK;R;2024-01-02;a;1;2;3\n")
    let failure = #expect(throws: StageFailure.self) {
      try SourceRun("table", kind: .table, options: options, files: [file])
    }
    #expect(failure?.message.contains("there are 2 columns \"Preis\"") == true)
  }

  @Test func instantsAreNumbersOfAnySize() throws {
    let folder = try TemporaryDirectory()
    let texts = ["999999999999", "1709287200123", "1.709e12", "-1", "9e17", "99999999999999999999", "x"]
    for (format, wanted) in [
      (
        "unix_ms",
        ["2001-09-09 01:46:39.999", "2024-03-01 10:00:00.123", "2024-02-27 02:13:20", "1969-12-31 23:59:59.999"]
      ),
      ("unix", ["1969-12-31 23:59:59"]),
    ] {
      let rows = texts.enumerated().map { "R\($0.offset);K1;\($0.element);a;1;2" }
      let file = try folder.write(
        "\(format).csv", (["Beleg;Kunde;Datum;Artikel;Menge;Preis"] + rows).joined(separator: "\n"))
      var options = options
      options.columns[2].formats = [format]
      let run = try SourceRun("table", kind: .table, options: options, files: [file])
      let found = try run.rows(
        "rtrim(rtrim(strftime(occurred_at, '%Y-%m-%d %H:%M:%S.%g'), '0'), '.')", from: "lines", "ORDER BY source_line")
      #expect(found.map { "\($0[0])" }.count == wanted.count, "\(found)")
      for (row, wanted) in zip(found, wanted) { #expect(row == [.string(wanted)]) }
      #expect(try run.rows("*", from: "rejects").count == texts.count - wanted.count)
    }
  }

  /// What a line lacks of a product, its category or a dash stands for; what costs next to nothing is not free.
  @Test func productsAndPricesThatAreNotThere() throws {
    let folder = try TemporaryDirectory()
    let file = try folder.write(
      "verkauf.csv",
      "wer,wann,was,gruppe,stueck,summe\nA,2019-01-01,,Tee,50000,2.00\nA,2019-01-02,,,1,3\nA,2019-01-03,v1.0,,1,0\n"
        + "17.0,2019-01-04,7.0,,1,1\n")
    var options = SourceOptions()
    options.columns = [
      ColumnMapping(.customerID, ["wer"]), ColumnMapping(.occurredAt, ["wann"]), ColumnMapping(.productID, ["was"]),
      ColumnMapping(.category, ["gruppe"]), ColumnMapping(.quantity, ["stueck"]), ColumnMapping(.amount, ["summe"]),
    ]
    let run = try SourceRun("table", kind: .table, options: options, files: [file])
    let rows = try run.rows(
      "customer_id, product_id, CAST(unit_price AS VARCHAR), CAST(amount AS VARCHAR), is_zero_price", from: "lines",
      "ORDER BY source_line")
    #expect(
      rows == [
        [.string("A"), .string("Tee"), .string("0.0001"), .string("2.0000"), .bool(false)],
        [.string("A"), .string("-"), .string("3.0000"), .string("3.0000"), .bool(false)],
        [.string("A"), .string("v1.0"), .string("0.0000"), .string("0.0000"), .bool(true)],
        [.string("17"), .string("7"), .string("1.0000"), .string("1.0000"), .bool(false)],
      ])
  }

  @Test(arguments: [
    ("Beleg,Kunde,Datum,Artikel,Menge,Preis\rR1,K1,2019-01-01,a,1,2\r", "a carriage return alone", 38),
    ("Beleg,Kunde,Datum,\"Artikel\nneu\",Menge,Preis\nR1,K1,2019-01-01,a,1,2\n", "over the end of the first line", 27),
  ])
  func headersThatDoNotEndAsLinesDo(text: String, says words: String, column: Int) throws {
    let folder = try TemporaryDirectory()
    let file = try folder.write("verkauf.csv", text)
    #expect {
      _ = try SourceRun("table", kind: .table, options: options, files: [file])
    } throws: { error in
      let failure = error as? StageFailure
      return failure?.cause == .usage && failure?.message.contains(words) == true
        && failure?.position == TextPosition(line: 1, column: column) && failure?.mend != nil
    }
  }

  @Test func missingColumnsAreNamed() throws {
    let folder = try TemporaryDirectory()
    let file = try folder.write("verkauf.csv", "Beleg;Kunden;Datum;Artikel;Menge;Preis\n")
    #expect {
      _ = try SourceRun("table", kind: .table, options: german, files: [file])
    } throws: { error in
      let failure = error as? StageFailure
      return failure?.cause == .usage && failure?.message.contains("\"Kunde\"") == true
        && failure?.mend?.contains("\"Kunden\"") == true
    }
  }

  /// Rows that differ in a column that is not mapped are no duplicates of each other.
  @Test func whatIsNotMappedTellsLinesApart() throws {
    let folder = try TemporaryDirectory()
    let file = try folder.write(
      "verkauf.csv",
      "Beleg,Kunde,Datum,Artikel,Menge,Preis,Kasse\n" + "R1,K1,2019-01-01,a,1,2.5,1\nR1,K1,2019-01-01,a,1,2.5,2\n"
        + "R1,K1,2019-01-01,a,1,2.5,2\n")
    let run = try SourceRun("table", kind: .table, options: options, files: [file])
    #expect(try run.rows("count(*), count(DISTINCT line_no)", from: "lines") == [[.int(3), .int(2)]])
  }

  @Test func linesOfTotalsWithoutOrdersOrPieces() throws {
    let folder = try TemporaryDirectory()
    let file = try folder.write(
      "kasse.csv",
      "wer,wann,summe,art\nA,2019-01-01 10:00,\"$1,250.40\",sale\nA,2019-01-01 10:00,7,sale\nA,2019-01-02,5,refund\n")
    var options = SourceOptions()
    options.columns = [
      ColumnMapping(.customerID, ["wer"]), ColumnMapping(.occurredAt, ["wann"]), ColumnMapping(.amount, ["summe"]),
      ColumnMapping(.isReturn, ["art"]),
    ]
    options.columns[3].values = ["Refund"]
    let run = try SourceRun("table", kind: .table, options: options, files: [file])
    let rows = try run.rows(
      "order_id, quantity, CAST(amount AS VARCHAR), is_return, product_id", from: "lines", "ORDER BY source_line")
    #expect(
      rows == [
        [.string("A 2019-01-01 10:00:00"), .int(1), .string("1250.4000"), .bool(false), .string("-")],
        [.string("A 2019-01-01 10:00:00"), .int(1), .string("7.0000"), .bool(false), .string("-")],
        [.string("A 2019-01-02 00:00:00"), .int(-1), .string("-5.0000"), .bool(true), .string("-")],
      ])
  }
}

extension Calendar {
  /// A day of 2019, counted from 0, as in `31.12.2019`; days past its end go on in 2020.
  static func germanDay(_ day: Int) -> String {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = .gmt
    let start = Date(timeIntervalSince1970: 1_546_300_800)
    let parts = calendar.dateComponents([.year, .month, .day], from: start.addingTimeInterval(Double(day) * 86_400))
    return String(format: "%02d.%02d.%04d", parts.day ?? 0, parts.month ?? 0, parts.year ?? 0)
  }
}
