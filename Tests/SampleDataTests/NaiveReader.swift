import SampleData
import Testing

/// Reads samples the slow and obvious way, sharing no code with the generator, and counts what it finds.
struct NaiveReader {
  struct Line: Hashable {
    var invoice: String
    var code: String
    var name: String
    var quantity: Int
    var date: String
    var pence: Int
    var customer: String
    var country: String

    var isReturn: Bool { invoice.hasPrefix("C") || quantity < 0 }
    var isProduct: Bool { !["POST", "D", "M", "BANK CHARGES", "AMAZONFEE"].contains(code) }
    var isPurchase: Bool { isProduct && !customer.isEmpty && quantity > 0 && pence > 0 }
  }

  private(set) var files: [String] = []
  private(set) var bytes = 0
  private(set) var rows = 0
  private(set) var duplicates = 0
  /// The reasons for rejecting rows.
  private(set) var rejected: [String: Int] = [:]
  /// The accepted rows, each once, in file order.
  private(set) var lines: [Line] = []
  private var seen: Set<[String]> = []

  mutating func read(_ name: String, _ content: [UInt8]) {
    files.append(name)
    bytes += content.count
    var records = Self.records(content)
    #expect(records.removeFirst().joined(separator: ",") == SampleGenerator.header)
    for fields in records {
      rows += 1
      switch Self.parse(fields, day: String(name.dropLast(4))) {
      case .failure(let reason): rejected[reason.text, default: 0] += 1
      case .success(let line):
        if seen.insert(fields).inserted { lines.append(line) } else { duplicates += 1 }
      }
    }
  }

  /// What the generator's own summary must equal.
  var summary: SampleSummary {
    var summary = SampleSummary()
    summary.files = files.count
    summary.bytes = bytes
    summary.rows = rows
    summary.malformed = rejected.values.reduce(0, +)
    summary.duplicates = duplicates
    summary.orders = Set(lines.map(\.invoice).filter { !$0.hasPrefix("C") }).count
    summary.cancellations = Set(lines.map(\.invoice).filter { $0.hasPrefix("C") }).count
    summary.customers = Set(lines.map(\.customer)).subtracting([""]).count
    summary.returns = lines.count(where: \.isReturn)
    summary.anonymous = lines.count { $0.customer.isEmpty }
    summary.zeroPrice = lines.count { $0.pence == 0 }
    summary.nonProduct = lines.count { !$0.isProduct }
    let purchases = lines.filter(\.isPurchase)
    summary.customerOrders = Set(purchases.map(\.invoice)).count
    summary.buyers = Set(purchases.map(\.customer)).count
    summary.purchasePence = purchases.reduce(0) { $0 + $1.quantity * $1.pence }
    summary.firstDay = files.first.flatMap { try? CalendarDay(iso: String($0.dropLast(4))) }
    summary.lastDay = files.last.flatMap { try? CalendarDay(iso: String($0.dropLast(4))) }

    // Returns against an explicit stack of what each customer holds of each product, last in first out.
    var held: [String: [Int]] = [:]
    for line in lines where line.isProduct && !line.customer.isEmpty {
      let key = "\(line.customer) \(line.code)"
      if line.isPurchase { held[key, default: []].append(line.quantity) }
      guard line.isReturn else { continue }
      var left = -line.quantity
      while left > 0, let last = held[key]?.popLast() {
        if last > left { held[key]?.append(last - left) }
        left -= min(left, last)
      }
      #expect(left == 0 || left == -line.quantity, "returns are covered in full or not at all")
      if left == 0 { summary.matchedReturns += 1 } else { summary.unmatchedReturns += 1 }
      summary.matchedPieces += -line.quantity - left
    }
    return summary
  }

  // MARK: -

  struct Rejection: Error { var text: String }

  /// The rows of a file, quotes removed.
  private static func records(_ content: [UInt8]) -> [[String]] {
    var (records, record, field): ([[String]], [String], [UInt8]) = ([], [], [])
    var quoted = false
    var index = 0
    while index < content.count {
      let byte = content[index]
      index += 1
      switch (byte, quoted) {
      case (UInt8(ascii: "\""), true) where index < content.count && content[index] == byte:
        field.append(byte)
        index += 1
      case (UInt8(ascii: "\""), _): quoted.toggle()
      case (UInt8(ascii: ","), false), (UInt8(ascii: "\n"), false):
        record.append(String(decoding: field, as: UTF8.self))
        field = []
        if byte == UInt8(ascii: "\n") {
          records.append(record)
          record = []
        }
      default: field.append(byte)
      }
    }
    #expect(record.isEmpty && field.isEmpty && !quoted, "a file ends with a line feed")
    return records
  }

  private static func parse(_ fields: [String], day: String) -> Result<Line, Rejection> {
    guard fields.count == 8 else { return .failure(.init(text: fields.count < 8 ? "too few" : "too many")) }
    guard !fields[0].isEmpty else { return .failure(.init(text: "no invoice")) }
    guard let quantity = Int(fields[3]) else { return .failure(.init(text: "quantity")) }
    let date = fields[4].split(separator: " ", omittingEmptySubsequences: false)
    guard date.count == 2, (try? CalendarDay(iso: String(date[0]))) != nil, isTime(String(date[1])) else {
      return .failure(.init(text: fields[4].first?.isNumber == true ? "impossible date" : "no date"))
    }
    let price = fields[5].split(separator: ".", omittingEmptySubsequences: false)
    guard price.count == 2, let pounds = Int(price[0]), let fraction = Int(price[1]), price[1].count <= 2 else {
      return .failure(.init(text: "price"))
    }
    guard !fields[5].hasPrefix("-") else { return .failure(.init(text: "negative price")) }
    #expect(date[0] == day, "a file holds its own day only")
    let customer = fields[6].hasSuffix(".0") ? String(fields[6].dropLast(2)) : fields[6]
    #expect(customer.isEmpty || Int(customer) != nil)
    return .success(
      Line(
        invoice: fields[0], code: fields[1], name: fields[2], quantity: quantity, date: fields[4],
        pence: pounds * 100 + fraction * (price[1].count == 1 ? 10 : 1), customer: customer, country: fields[7]))
  }

  private static func isTime(_ text: String) -> Bool {
    let parts = text.split(separator: ":").compactMap { Int($0) }
    return text.count == 8 && parts.count == 3 && parts[0] < 24 && parts[1] < 60 && parts[2] < 60
  }
}
