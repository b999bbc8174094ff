import TestSupport

/// Rows whose fields two engines could take for different things: both must keep or reject the same.
enum OddText {
  private static let numbers = [
    "9e-20", "1e3", "1E300", "-1e300", "12.34567", "12.00005", "-12.00015", "1.00005e0", " 7 ", "+ 5", "--5", "1e",
    "e5",
    "1.5.2", "1d", "1f", "5D", "5L", "true", "Infinity", "NaN", "1_000", ".", "-", ".5", "5.", "+5", "0x1F", "1 000",
    "\u{FF10}",
    "123456789012345678", "1000000000000001", "99999999999999.9999", "00012", "1e-400", "1e5.0", "-0", "0.00005",
  ]
  private static let dates = [
    "2024-02-01T08:26:00Z", "2024-02-01T08:26:00+02:00", "2024-02-01 08:26:00-05", "2024-02-01 08:26:00 -05:00",
    "2024-02-01 08:26:00+0530", "2024-02-01 8:26", "2024-02-01 24:00:00", "2024-02-01 23:59:60", "2024-02-01 25:00",
    "2024-02-01 08:26:00.123456", "2024-02-01 08:26:00.1234567", "2024-02-01 08", "2024-02-01 08:26:7",
    "2024-02-01 08:26:00 UTC", "2024-02-01 08:26:00 Europe/Paris", "2024-02-01 08:26 PM", "2024-02-01T08:26Z",
    "2024-02-01 08:26+02:00", "2024-02-01 08:26 UTC", "2024-02-01T8:26-0530", "2024-02-01 24:00Z",
    "2024-02-01 08:26 +02:00", "2024-02-01 08:26Z ", "2024-2-1", "2023-02-29", "2024-02-01 8:26:30  +0530",
    "2024-02-01 08:26:00.5 -02", "2024-02-01 +0200",
    "2024-02-29 10:00", "  2024-02-01 08:26:00  ", "2024-02-01x", "12024-02-01", "now", "2/1/2024 8:26",
    "02/01/2024 08:26:30",
    "2/1/2024", "2/1/24 8:26", "2/1/2024 8:6", "2/1/2024 24:00", "2/1/2024  8:26", "2/1/2024 8:26 PM", "2/30/2024 8:26",
    "13/1/2024 8:26", "2-1-2024 8:26", "2/001/2024 8:26", "2/1/02024 8:26", "\t2/1/2024 8:26",
  ]
  private static let texts = [
    " 12509 ", "12509.0", "12509.00", " .0", "x.0", "\u{A0}12509", "a  b", "\u{E9}t\u{E9}", "e\u{301}t",
  ]

  /// Adds a file of such rows to a sandbox's sample.
  static func write(to sandbox: Sandbox) throws {
    var rows = ["Invoice,StockCode,Description,Quantity,InvoiceDate,Price,Customer ID,Country"]
    func add(
      quantity: String = "2", date: String = "2024-02-01 08:26:00", price: String = "1.25", customer: String = "12509"
    ) {
      rows.append("9\(rows.count),22423,ODD,\(quantity),\(date),\(price),\(customer),France")
    }
    for number in numbers {
      add(quantity: number)
      add(price: number)
    }
    for date in dates { add(date: date) }
    for text in texts { add(customer: text) }
    try sandbox.folder.write("data/sample/odd.csv", rows.joined(separator: "\n") + "\n")
  }
}
