import DuckDB
import Foundation
import JSON
import TestSupport
import Testing

/// Values come as they were put in, whatever the types of the file that holds them.
@Suite struct OddTypeTests {
  /// The lines of a file as `customer product price date`, in its order; empty for what is missing.
  private func lines(
    _ folder: TemporaryDirectory, _ file: String, _ options: [String] = [], decimal: String? = nil
  ) throws -> [String] {
    func run(_ arguments: [String]) throws -> PalierProcess { try PalierProcess.run(arguments, in: folder.root) }
    let made = try run(["init", file, "--yes", "--force"] + options)
    #expect(made.code == 0, "\(file): \(made.errors)")
    if let decimal {
      let text = try String(contentsOfFile: folder.path("pipeline.json"), encoding: .utf8)
      let kind = "\"kind\": \"table\","
      #expect(text.contains(kind))
      try folder.write("pipeline.json", text.replacing(kind, with: "\(kind) \"decimal\": \"\(decimal)\","))
    }
    let done = try run(["run", "--until", "clean_returns", "--progress", "none"])
    #expect(done.code == 0, "\(file): \(done.errors)")
    let rows = try run(["show", "ingest.lines", "-n", "0", "--json"]).json.array ?? []
    return rows.sorted { ($0["source_line"]?.int ?? 0) < ($1["source_line"]?.int ?? 0) }.map { row in
      let fields = [
        row["customer_id"]?.string ?? "", row["product_id"]?.string ?? "", row["unit_price"]?.text() ?? "",
        row["occurred_at"]?.string ?? "",
      ]
      return fields.joined(separator: " ")
    }
  }

  private func connection(sqlite: Bool = false) throws -> Connection {
    let connection = try Connection(Database())
    if sqlite {
      try connection.execute("LOAD '\(try #require(DuckDBLibrary.extensionPath("sqlite_scanner")))'")
    }
    return connection
  }

  @Test func bytesSinglePrecisionAndNoNumbers() throws {
    let folder = try TemporaryDirectory()
    try connection().execute(
      """
      COPY (
        SELECT c::DOUBLE AS customer, o AS "order", encode(p) AS product, a::FLOAT AS price, DATE '2024-01-02' AS date
        FROM (VALUES (1, 1, 'Café', 12345.67), ('nan'::DOUBLE, 2, 'Tea', 54321.98), (3, 3, 'Zoë', 6999.99)) AS t(c, o, p, a)
      ) TO '\(folder.path("odd.parquet"))' (FORMAT parquet)
      """)
    let found = try lines(folder, "odd.parquet").map { $0.split(separator: " ").dropLast(2).joined(separator: " ") }
    // Who has no number is nobody.
    #expect(found == ["1 Café 12345.67", "Tea 54321.98", "3 Zoë 6999.99"])
  }

  /// A mark that a person declared is that of texts: numbers have a point.
  @Test(arguments: ["json", "ndjson"])
  func numbersOfJSONAreNumbers(format: String) throws {
    let folder = try TemporaryDirectory()
    let rows = [(1, "12.345", "\"1,5\""), (2, "0.125", "\"2,5\""), (3, "1234.5", "3.5"), (4, "2.5", "\"1.234,5\"")]
      .map {
        #"{"customer": \#($0), "order": \#($0), "product": "p", "price": \#($1), "freight": \#($2), "date": "2024-01-02"}"#
      }
    try folder.write(
      "odd.\(format)", format == "json" ? "[\(rows.joined(separator: ",\n"))]" : rows.joined(separator: "\n"))
    let found = try lines(folder, "odd.\(format)", ["--column", "freight=freight"], decimal: ",")
    #expect(found.map { $0.split(separator: " ")[2] } == ["12.345", "0.125", "1234.5", "2.5"])
    let shown = try PalierProcess.run(["show", "ingest.lines", "-n", "0", "--json"], in: folder.root).json.array ?? []
    #expect(shown.compactMap { $0["freight"]?.double }.sorted() == [1.5, 2.5, 3.5, 1234.5])
  }

  /// A packed file that is not read is called what it is, by whatever name.
  @Test(
    arguments: [
      ("sales.csv", [0x50, 0x4B, 0x03, 0x04, 0x14, 0x00], "a zip archive"),
      ("sales.csv.zst", [0x28, 0xB5, 0x2F, 0xFD, 0x04, 0x58], "packed by zstd"),
      ("sales.json", [0x42, 0x5A, 0x68, 0x39, 0x31, 0x41], "packed by bzip2"),
      ("sales.csv.xz", [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00], "packed by xz"),
    ] as [(String, [UInt8], String)])
  func archivesAreNamed(file: String, bytes: [UInt8], words: String) throws {
    let folder = try TemporaryDirectory()
    try Data(bytes).write(to: URL(fileURLWithPath: folder.path(file)))
    let made = try PalierProcess.run(["init", file, "--yes"], in: folder.root)
    #expect(made.code == 2 && made.errors.contains("the file is \(words), which is not read"), "\(made.errors)")
    #expect(made.errors.contains("mend: unpack it"), "\(made.errors)")
  }

  /// Days that are written as whole numbers have a format like any other text.
  @Test func daysMayBeNumbers() throws {
    let folder = try TemporaryDirectory()
    let rows = (1...5).map { #"{"customer": "c\#($0)", "order": \#($0), "price": 2, "date": 2024010\#($0)}"# }
    try folder.write("odd.ndjson", rows.joined(separator: "\n"))
    let found = try lines(folder, "odd.ndjson", ["--date-format", "%Y%m%d"])
    #expect(found.count == 5 && found[1].contains("2024-01-02"), "\(found)")
  }

  /// A column of SQLite holds what it likes: one value of another type is one row's affair.
  @Test func valuesOfSQLiteAreWhatTheyAre() throws {
    let folder = try TemporaryDirectory()
    let path = folder.path("odd.sqlite")
    let connection = try connection(sqlite: true)
    try connection.execute("ATTACH '\(path)' AS s (TYPE sqlite)")
    try connection.execute(
      "CREATE TABLE s.sales (customer INTEGER, \"order\" INTEGER, product TEXT, price DECIMAL(10, 2), date TEXT)")
    try connection.execute(
      """
      INSERT INTO s.sales
      SELECT i, i, 'Thé ' || i, 2.5, '2024-01-0' || (i % 9 + 1) || ' 10:00:00' FROM range(1, 200) AS r(i)
      """)
    try connection.execute("DETACH s")
    let python = """
      import sqlite3, sys
      c = sqlite3.connect(sys.argv[1])
      c.execute("update sales set price = '2,50' where customer = 1")
      c.execute("update sales set date = '2024-01-03T10:00:00+05:00' where customer = 2")
      c.execute("update sales set customer = 'guest' where customer = 3")
      c.execute("update sales set customer = 9223372036854775807, price = 9e-20 where customer = 4")
      c.commit()
      """
    let changed = try Command.run("/usr/bin/env", ["python3", "-c", python, path])
    #expect(changed.code == 0, "\(changed.errors)")
    let found = try lines(folder, "odd.sqlite")
    #expect(found.count == 198)
    #expect(found[0].hasPrefix("2 Thé 2 2.5 2024-01-03 05:00:00"), "\(found[0])")
    #expect(found[1].hasPrefix("guest Thé 3 2.5 "), "\(found[1])")
    #expect(found[2].hasPrefix("9223372036854775807 Thé 4 0"), "\(found[2])")
    let rejects = try PalierProcess.run(["show", "ingest.rejects", "--json"], in: folder.root).json.array ?? []
    #expect(rejects.compactMap { $0["reason"]?.string } == ["unit_price: not a number: \"2,50\""])
  }

  /// What tells lines apart may be anything; rows that differ in it are no duplicates.
  @Test func linesAreToldApartByWhateverTellsThem() throws {
    let folder = try TemporaryDirectory()
    let numbers = ["A1", "A2", "1234567890123456789", "1234567890123456790", "1.4", "1.2", "7", "7.0", ""]
    let rows = numbers.map { "1,9,2024-01-02,a,1,1.50,\($0)" }
    try folder.write("odd.csv", "customer,order,date,product,quantity,price,line\n" + rows.joined(separator: "\n"))
    #expect(try lines(folder, "odd.csv", ["--column", "line_no=line"]).count == 9)
    let kept = try PalierProcess.run(["show", "clean_returns.row_ledger", "--json"], in: folder.root).json[0]
    #expect(kept?["kept"] == 8 && kept?["duplicates"] == 1, "\(kept?.text() ?? "")")
  }
}
