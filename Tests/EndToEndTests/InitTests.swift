import Foundation
import JSON
import TestSupport
import Testing

/// A file that Palier has never seen runs from `palier init` without an edit.
@Suite struct InitTests {
  /// A French shop's export: other names, semicolons, decimal commas, Latin-1, day before month.
  private func write(_ folder: TemporaryDirectory, orders: Int = 600) throws {
    var text = "N° commande;Code client;Date;Référence;Désignation;Quantité;Prix unitaire (EUR);Mode de règlement\r\n"
    var state: UInt64 = 7
    func random(_ bound: UInt64) -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return (state >> 33) % bound
    }
    for order in 0..<orders {
      let day = order * 364 / orders
      let date = String(format: "%02d/%02d/2019", day % 28 + 1, day / 31 + 1)
      for _ in 0...random(3) {
        let product = random(40)
        let cents = 150 + product * 937
        let price = cents >= 100_000 ? "\(cents / 100_000) \(cents / 100 % 1000)" : "\(cents / 100)"
        text +=
          "F\(order);C\(random(120));\(date);R\(product);Thé n°\(product);\(1 + random(4));"
          + "\(price),\(String(format: "%02d", cents % 100));Carte\r\n"
      }
    }
    let data = try #require(text.data(using: .isoLatin1))
    try data.write(to: folder.url.appendingPathComponent("ventes.csv"))
  }

  @Test func aFrenchExportRunsWithoutAnEdit() throws {
    let folder = try TemporaryDirectory()
    try write(folder)
    let made = try PalierProcess.run(["init", "ventes.csv", "--json"], in: folder.root)
    #expect(made.code == 0, "\(made.errors)")
    let columns = made.json["options"]?["columns"]
    #expect(columns?["customer_id"]?.string == "Code client")
    #expect(columns?["order_id"]?.string == "N° commande")
    #expect(columns?["occurred_at"]?["format"]?[0]?.string == "%d/%m/%Y")
    #expect(columns?["unit_price"]?.string == "Prix unitaire (EUR)")
    #expect(columns?["quantity"]?.string == "Quantité")
    #expect(made.json["options"]?["decimal"]?.string == ",")
    #expect(made.json["currency"]?.string == "EUR")
    let check = try PalierProcess.run(["check"], in: folder.root)
    #expect(check.code == 0, "\(check.errors)")
    let run = try PalierProcess.run(["run", "--json", "--progress", "none"], in: folder.root)
    #expect(run.code == 0, "\(run.errors)")
    #expect(run.verdicts["report"] == "ran")
    let ledger = try PalierProcess.run(["show", "clean_returns.row_ledger", "--json"], in: folder.root).json
    let lines = try String(contentsOf: folder.url.appendingPathComponent("ventes.csv"), encoding: .isoLatin1)
      .split(separator: "\r\n").count
    #expect(ledger[0]?["rows_read"]?.int == lines - 1)
    #expect(ledger[0]?["rejected"]?.int == 0)
  }

  @Test(arguments: [
    ("$1,250.40", "usd", nil, "USD"), ("7,00 €", "eur", nil, "EUR"), ("12.5", "none", nil, "EUR"),
    ("$3", "said", "CHF", "CHF"),
  ])
  func theCurrencyIsReadOrSaid(_ amount: String, name: String, asked: String?, code: String) throws {
    let folder = try TemporaryDirectory()
    let rows = (0..<40).map { "C\($0 % 7);O\($0);2024-0\(1 + $0 % 9)-1\($0 % 8);\(amount)" }
    try folder.write("\(name).csv", (["customer;order;date;amount"] + rows).joined(separator: "\n"))
    let option = asked.map { ["--currency", $0] } ?? []
    let made = try PalierProcess.run(["init", "\(name).csv", "--yes"] + option, in: folder.root)
    #expect(made.code == 0, "\(made.errors)")
    #expect(made.output.contains("amounts in \(code)"), "\(made.output)")
    let text = try String(contentsOfFile: folder.path("pipeline.json"), encoding: .utf8)
    #expect(text.split(separator: "\"currency\": \"\(code)\"").count == 3, "report and study")
    let wrong = try PalierProcess.run(["init", "\(name).csv", "--force", "--currency", "euro"], in: folder.root)
    #expect(wrong.code == 2 && wrong.errors.contains("three capital letters"))
  }

  /// A column of codes tells the currency too; several of them are not added up unasked.
  @Test(arguments: [["CHF"], ["USD", "CAD"]])
  func aColumnOfCurrenciesIsRead(_ codes: [String]) throws {
    let folder = try TemporaryDirectory()
    let rows = (0..<40).map { "C\($0 % 7),O\($0),2024-0\(1 + $0 % 9)-1\($0 % 8),9.50,\(codes[$0 % 3 % codes.count])" }
    try folder.write("shop.csv", (["customer,order,date,amount,Currency"] + rows).joined(separator: "\n"))
    let made = try PalierProcess.run(["init", "shop.csv"], in: folder.root)
    #expect(made.output.contains("amounts in \(codes[0]), as the data say"), "\(made.output)")
    #expect(made.code == (codes.count == 1 ? 0 : 2), "\(made.errors)")
    #expect(made.errors.contains("several currencies (USD, CAD)") == (codes.count > 1), "\(made.errors)")
  }

  /// An export of a shop system: amounts of the order on its first line only, prices of the lines beside them.
  @Test func linesOfAnOrderHaveTheirOwnPrices() throws {
    let folder = try TemporaryDirectory()
    let header = "Name,Email,Created at,Currency,Total,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku"
    let rows = (0..<60).map { index in
      "#\(1000 + index / 2),c\(index / 2 % 9)@shop.fr,2024-01-0\(1 + index % 9) 10:11:12 +0200,usd,\(index % 2 == 0 ? "30.00" : ""),\(1 + index % 3),Mug,10.00,M-\(index % 4)"
    }
    try folder.write("orders.csv", ([header] + rows).joined(separator: "\n") + "\n")
    let asked = try PalierProcess.run(["init", "orders.csv", "--column", "order_id=Name"], in: folder.root)
    #expect(asked.code == 2 && asked.errors.contains("\"Total\" is empty in 30 of 60 rows"), "\(asked.errors)")
    #expect(asked.output.contains("amounts in USD"), "\(asked.output)")
    let made = try PalierProcess.run(
      ["init", "orders.csv", "--column", "order_id=Name", "--column", "unit_price=Lineitem price"], in: folder.root)
    #expect(made.code == 0, "\(made.errors)")
    let run = try PalierProcess.run(["run", "--until", "clean_returns", "--progress", "none"], in: folder.root)
    #expect(run.code == 0, "\(run.errors)")
    let ledger = try PalierProcess.run(["show", "clean_returns.row_ledger", "--json"], in: folder.root).json
    #expect(ledger[0]?["rows_read"]?.int == 60 && ledger[0]?["kept"]?.int == 60, "\(ledger.text())")
  }

  /// What tells a return is either known or asked for.
  @Test(arguments: [("R", "N", nil), ("1.0", "0.0", 20), ("Retour", "", 20)])
  func returnsAreToldByKnownWords(_ yes: String, _ no: String, returns: Int?) throws {
    let folder = try TemporaryDirectory()
    let rows = (0..<40).map { "c\($0 % 7),o\($0),2024-01-1\($0 % 9),p,1,9.50,\($0 % 2 == 0 ? yes : no)" }
    try folder.write("s.csv", (["customer,order,date,product,qty,price,return"] + rows).joined(separator: "\n"))
    let made = try PalierProcess.run(["init", "s.csv"], in: folder.root)
    guard let returns else {
      #expect(made.code == 2 && made.errors.contains("\"return\" may tell returns, but not by"), "\(made.errors)")
      return
    }
    #expect(made.code == 0, "\(made.errors)")
    #expect(try PalierProcess.run(["run", "-q", "--until", "clean_returns"], in: folder.root).code == 0)
    let ledger = try PalierProcess.run(["show", "clean_returns.row_ledger", "--json"], in: folder.root).json
    #expect(ledger[0]?["returns"]?.int == returns, "\(ledger.text())")
  }

  /// What stands in files neither moves the cursor nor breaks csv.
  @Test func textsOfFilesAreShownSafely() throws {
    let folder = try TemporaryDirectory()
    let product = "x,\u{200D}y \"\u{301} \u{9B}31m \u{202E}z"
    let rows = (0..<40).map { "c\($0 % 7);o\($0);2024-01-1\($0 % 9);1;9.50;\(product)" }
    let header = "customer;order;date;qty;price;product;evil\u{1B}]0;x\u{7}"
    try folder.write("s.csv", ([header] + rows.map { $0 + ";;" }).joined(separator: "\n"))
    let made = try PalierProcess.run(["init", "s.csv", "--yes"], in: folder.root)
    #expect(made.code == 0, "\(made.errors)")
    #expect(try PalierProcess.run(["run", "-q", "--until", "ingest"], in: folder.root).code == 0)
    let shown = try PalierProcess.run(["show", "ingest.lines"], in: folder.root)
    for text in [made.output, made.errors, shown.output] {
      #expect(!text.unicodeScalars.contains { [0x1B, 7, 0x9B, 0x202E].contains($0.value) }, "\(text)")
    }
    let csv = try PalierProcess.run(["show", "ingest.lines", "--csv", "-n", "1"], in: folder.root).output
    #expect(csv.contains("\"\(product.unicodeScalars.map { $0 == "\"" ? "\"\"" : "\($0)" }.joined())\""), "\(csv)")
  }

  @Test func aPipelineThatIsThereStays() throws {
    let folder = try TemporaryDirectory()
    try write(folder, orders: 50)
    try folder.write("pipeline.json", "{}")
    #expect(try PalierProcess.run(["init", "ventes.csv"], in: folder.root).code == 2)
    #expect(try String(contentsOf: folder.url.appendingPathComponent("pipeline.json"), encoding: .utf8) == "{}")
    #expect(try PalierProcess.run(["init", "ventes.csv", "--force"], in: folder.root).code == 0)
  }

  @Test func whatCannotBeToldIsAsked() throws {
    let folder = try TemporaryDirectory()
    try folder.write("a.csv", "customer,date,x1,x2\nA,01/02/2019,1.5,2.5\nB,03/04/2019,2.5,1.5\n")
    let missing = try PalierProcess.run(["init", "a.csv"], in: folder.root)
    #expect(missing.code == 2)
    #expect(missing.errors.contains("amount"))
    let doubtful = try PalierProcess.run(["init", "a.csv", "--column", "amount=x1"], in: folder.root)
    #expect(doubtful.code == 2)
    #expect(doubtful.errors.contains("--date-format"))
    #expect(!FileManager.default.fileExists(atPath: folder.path("pipeline.json")))
    let settled = try PalierProcess.run(
      ["init", "a.csv", "--column", "amount=x1", "--date-format", "%d/%m/%Y", "--json"], in: folder.root)
    #expect(settled.code == 0, "\(settled.errors)")
    #expect(settled.json["options"]?["columns"]?["occurred_at"]?["format"]?[0]?.string == "%d/%m/%Y")
  }

  @Test func knownShapesAreRecognised() throws {
    let sandbox = try Sandbox()
    let made = try sandbox.palier("init", "data/sample", "-c", "own.json", "--json")
    #expect(made.json["kind"]?.string == "online_retail", "\(made.errors)")
    let run = try sandbox.run("-c", "own.json", "--output", "own")
    #expect(run.code == 0, "\(run.errors)")
    #expect(run.contentDigests["clean_returns"] == (try sandbox.run().contentDigests["clean_returns"]))
  }
}
