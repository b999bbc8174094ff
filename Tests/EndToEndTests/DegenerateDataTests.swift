import DuckDB
import Foundation
import JSON
import TestSupport
import Testing

/// Data that leave little to compute: a clear result or a clear refusal, and no artifact with a value that is no number.
@Suite("Degenerate data")
struct DegenerateDataTests {
  /// Order lines in the shape of Online Retail.
  struct Lines {
    private(set) var text = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n"

    mutating func add(
      _ order: String, _ product: Int, _ quantity: Int, day: Int, price: String = "2.00", customer: Int
    ) {
      let date = Date(timeIntervalSince1970: 1_293_876_000 + Double(day) * 86_400)
      let stamp = date.formatted(
        Date.VerbatimFormatStyle(
          format: "\(year: .padded(4))-\(month: .twoDigits)-\(day: .twoDigits) 10:00:00", timeZone: .gmt,
          calendar: Calendar(identifier: .gregorian)))
      text += "\(order),P\(product),Thing \(product),\(quantity),\(stamp),\(price),\(customer),France\n"
    }

    static func make(_ build: (inout Lines) -> Void) -> Lines {
      var lines = Lines()
      build(&lines)
      return lines
    }
  }

  /// What is run, and the stage that refuses it with which words; nil where all stages give a result.
  struct Case: CustomTestStringConvertible {
    let name: String
    let lines: Lines
    var refusal: (stage: String, words: String)?
    var parameters: [String] = []

    var testDescription: String { name }
  }

  static let cases: [Case] = [
    Case(
      name: "one customer",
      lines: .make { lines in
        for i in 0..<20 { lines.add("\(500 + i)", i % 4, 1 + i % 3, day: i * 10, customer: 12345) }
      }, refusal: ("kmeans", "too few")),
    Case(
      name: "one order",
      lines: .make { lines in for i in 0..<5 { lines.add("500", i, 1, day: 0, customer: 12345) } },
      refusal: ("kmeans", "too few")),
    Case(
      name: "all customers equal",
      lines: .make { lines in for i in 0..<30 { lines.add("\(500 + i)", 1, 2, day: 0, customer: 1000 + i) } },
      refusal: ("kmeans", "1 distinct points")),
    Case(
      name: "fewer distinct customers than clusters tried",
      lines: .make { lines in
        for i in 0..<30 { lines.add("\(500 + i)", 1, i % 2 == 0 ? 5 : 2, day: i % 2 * 200, customer: 1000 + i) }
      }, refusal: ("stability", "distinct")),
    Case(
      name: "a feature that never changes, all bought once",
      lines: .make { lines in
        for i in 0..<150 {
          lines.add("\(500 + i)", i % 5, 1 + i % 7, day: i * 7 % 300, price: "\(1 + i % 9).50", customer: 1000 + i)
        }
      }),
    Case(
      name: "a currency of small worth",
      lines: .make { lines in
        for i in 0..<150 {
          let price = "\(1 + i % 9)0000000000.50"
          lines.add("\(500 + i)", i % 5, 1 + i % 7, day: i * 7 % 300, price: price, customer: 1000 + i % 90)
        }
        lines.add("C900", 1, -1, day: 299, price: "10000000000.50", customer: 1001)
        lines.add("800", 1, 2000, day: 30, price: "20000000000.00", customer: 1000)
      }),
    Case(
      name: "everything was returned, and more",
      lines: .make { lines in
        for i in 0..<40 {
          lines.add("\(500 + i)", 1, 3, day: i, customer: 1000 + i)
          lines.add("C\(900 + i)", 1, -3 - i % 3, day: i + 5, customer: 1000 + i)
        }
      }, refusal: ("kmeans", "no customer")),
    Case(
      name: "returns are kept, and are worth more than the sales",
      lines: .make { lines in
        for i in 0..<40 {
          lines.add("\(500 + i)", 1, 1, day: i * 7, price: "\(10 + i).00", customer: 1000 + i)
          lines.add("C\(900 + i)", 1, -5, day: 281 + i % 9, price: "\(20 + i).00", customer: 1000 + i)
        }
      }, parameters: ["returns=keep", "kmeans.transform=none", "kmeans.k=2"]),
    Case(
      name: "clusters without a spread of their own",
      lines: .make { lines in
        for i in 0..<12 {
          lines.add("\(500 + i)", 1, [1, 3, 90][i % 3], day: 9, customer: 1000 + i)
          lines.add("\(600 + i)", 1, [1, 3, 90][i % 3], day: 151, customer: 1000 + i)
        }
      }),
    Case(
      name: "a long time without orders",
      lines: .make { lines in
        for i in 0..<60 {
          for late in 0..<2 {
            lines.add(
              "\(500 + 2 * i + late)", i % 5, 1 + i % 7, day: i % 20 + late * 340, price: "\(1 + i % 9).50",
              customer: 1000 + i)
          }
        }
      }),
    Case(
      name: "10,000 products in one basket",
      lines: .make { lines in
        for i in 0..<10_000 { lines.add("500", i, 1, day: 0, customer: 1000) }
        for i in 0..<120 { lines.add("\(501 + i)", i % 7, 1 + i % 3, day: i % 80, customer: 1001 + i % 25) }
      }),
  ]

  @Test(arguments: cases)
  func clearResultOrClearRefusal(_ example: Case) throws {
    let folder = try TemporaryDirectory()
    let source = try folder.write("in.csv", example.lines.text)
    let run = try PalierProcess.run(
      [
        "run", "-c", "pipelines/online_retail.json", "--source", "sales=\(source)", "--output", folder.path("out"),
        "--set", "stability.step=2 weeks", "--set", "kmeans.comparison=true", "--json", "--progress", "none",
        "--keep-going",
      ] + example.parameters.flatMap { ["--set", $0] }, in: Repository.root.path)
    let verdicts = run.verdicts
    if let (stage, words) = example.refusal {
      #expect(run.code == 1)
      #expect(verdicts[stage] == "failed")
      #expect(run.errors.contains(words), "\(run.errors)")
      // What needs no clusters has its results all the same.
      for id in ["rfm", "summary", "cohorts", "baskets"] { #expect(verdicts[id] == "ran", "\(id)") }
      #expect(run.errors.contains("nothing was published"), "\(run.errors)")
    } else {
      #expect(run.code == 0, "\(run.errors)")
      #expect(Set(verdicts.values) == ["ran"], "\(verdicts)")
    }
    try expectNumbers(below: folder.path("out/artifacts"))
    guard example.refusal == nil else { return }
    // What segments brought month by month is what they brought, returns included.
    func cents(_ table: String) throws -> Int {
      let sum =
        "SELECT CAST(100 * sum(revenue) AS BIGINT) FROM \(SQL.readParquet([folder.path("out/current/" + table)]))"
      return Int(try Connection(Database()).execute(sum).scalar(Int64.self))
    }
    #expect(try cents("activity/segment_months.parquet") == cents("rfm/segments.parquet"))
  }

  @Test("What was current with clusters stays as it was when a later night cannot have them")
  func nothingOfTwoNights() throws {
    let folder = try TemporaryDirectory()
    let good = Lines.make { lines in
      for i in 0..<150 {
        lines.add(
          "\(500 + i)", i % 5, 1 + i % 7, day: i * 7 % 300, price: "\(1 + i % 9).50", customer: 1000 + i % 60)
      }
    }
    func night(_ lines: Lines, _ more: String...) throws -> PalierProcess {
      let source = try folder.write("in.csv", lines.text)
      return try PalierProcess.run(
        [
          "run", "-c", "pipelines/online_retail.json", "--source", "sales=\(source)", "--output", folder.path("out"),
          "--set", "kmeans.k=3", "--json", "--progress", "none", "--select", "+kmeans",
        ] + more, in: Repository.root.path)
    }
    func current() throws -> String { try String(contentsOfFile: folder.path("out/current.json"), encoding: .utf8) }
    let first = try night(good)
    #expect(first.code == 0, "\(first.errors)")
    let before = try current()
    let second = try night(Self.cases[2].lines, "--keep-going")
    #expect(second.code == 1)
    #expect(second.errors.contains("nothing was published"), "\(second.errors)")
    #expect(try current() == before)
  }

  /// Every floating-point cell of every table, and every JSON document, holds a number or nothing.
  private func expectNumbers(below folder: String) throws {
    let connection = try Connection(Database())
    let names = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
    var tables = 0
    for name in names {
      let path = folder + "/" + name
      if name.hasSuffix(".parquet") {
        tables += 1
        let file = "read_parquet(\(SQL.quoteLiteral(path)))"
        let described = try connection.execute("DESCRIBE SELECT * FROM \(file)")
        let columns = try described.rows().compactMap { row -> String? in
          guard case .string(let name) = row[0], case .string("DOUBLE") = row[1] else { return nil }
          return SQL.quoteIdentifier(name)
        }
        guard !columns.isEmpty else { continue }
        let odd = columns.map { "isnan(\($0)) OR isinf(\($0))" }.joined(separator: " OR ")
        let count = try connection.execute("SELECT count(*) FROM \(file) WHERE \(odd)").scalar(Int64.self)
        #expect(count == 0, "\(name)")
      } else if name.hasSuffix(".json") {
        // The parser knows no NaN and no infinity.
        _ = try JSON.parse(String(contentsOfFile: path, encoding: .utf8))
      }
    }
    #expect(tables > 20)
  }
}
