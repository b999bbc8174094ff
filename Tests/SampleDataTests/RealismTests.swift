import SampleData
import Testing

@Suite("A sample is like a real shop's data")
struct RealismTests {
  /// Read once for all tests.
  private static let standard = Result {
    var reader = NaiveReader()
    let summary = try SampleGenerator.generate(SampleOptions()) { reader.read($0, $1) }
    return (reader: reader, summary: summary)
  }

  let reader: NaiveReader
  let summary: SampleSummary

  init() throws { (reader, summary) = try Self.standard.get() }

  @Test("in its shares of anonymous, returned and repeated lines")
  func shares() {
    func share(_ count: Int) -> Double { Double(count) / Double(summary.rows) }
    #expect((0.15...0.20).contains(share(summary.anonymous)))
    #expect((0.01...0.02).contains(share(summary.returns)))
    #expect((0.009...0.011).contains(share(summary.duplicates)))
    #expect((700...1_200).contains(summary.customers))
    #expect(summary.matchedReturns > 10 * summary.unmatchedReturns && summary.unmatchedReturns > 10)
    #expect(summary.zeroPrice > 100)
  }

  @Test("with every kind of malformed row")
  func malformed() {
    let kinds = ["too few", "too many", "no invoice", "quantity", "impossible date", "no date", "negative price"]
    #expect(Set(reader.rejected.keys) == Set(kinds))
    #expect(reader.rejected.values.allSatisfy { $0 >= 3 })
  }

  @Test("with names that trip a careless reader")
  func names() {
    let names = Set(reader.lines.map(\.name))
    #expect(names.contains { $0.contains(",") })
    #expect(names.contains { $0.contains("\"") })
    #expect(names.contains { $0.contains("É") })
    #expect(names.contains { $0.hasSuffix(" ") })
    #expect(names.contains(""))
    #expect(Set(SampleSummary.nonProductCodes).isSubset(of: reader.lines.map(\.code)))
  }

  @Test("dominated by the home market, with others")
  func countries() {
    let home = reader.lines.count { $0.country == "United Kingdom" }
    #expect(home * 10 > reader.lines.count * 8)
    #expect(Set(reader.lines.map(\.country)).count >= 11)
  }

  @Test("busier before Christmas")
  func season() {
    func perFile(_ month: String) -> Double {
      let lines = reader.lines.count { $0.date.hasPrefix(month) }
      return Double(lines) / Double(reader.files.count { $0.hasPrefix(month) })
    }
    #expect(perFile("2024-11") > 1.2 * perFile("2024-08"))
  }

  @Test("dearer after the price increase")
  func prices() {
    func prices(_ year: Int, _ months: ClosedRange<Int>) -> [String: Int] {
      let prefixes = months.map { "\(year)-0\($0)" }
      let lines = reader.lines.filter { line in
        line.isPurchase && line.quantity < 12 && prefixes.contains { line.date.hasPrefix($0) }
      }
      return Dictionary(lines.map { ($0.code, $0.pence) }, uniquingKeysWith: max)
    }
    let (before, after) = (prices(2024, 2...6), prices(2025, 2...6))
    let codes = before.keys.filter { after[$0] != nil }
    #expect(codes.count > 300)
    #expect(codes.count { (after[$0] ?? 0) > (before[$0] ?? 0) } * 10 > codes.count * 7)
    #expect(codes.allSatisfy { (after[$0] ?? 0) >= (before[$0] ?? 0) })
  }

  @Test("with customers that change: most regulars of the first year slow down, and newcomers arrive")
  func drift() {
    var orders: [String: Set<String>] = [:]
    for line in reader.lines where line.isPurchase {
      orders[line.customer, default: []].insert(String(line.date.prefix(10)))
    }
    func count(_ dates: Set<String>, _ range: Range<String>) -> Int { dates.count { range.contains($0) } }
    let (before, after) = ("2024-07-01"..<"2024-11-01", "2025-03-01"..<"2025-07-01")
    let regulars = orders.values.filter { (3...6).contains(count($0, before)) }
    let slower = regulars.count { count($0, after) * 2 <= count($0, before) }
    #expect(regulars.count > 80)
    #expect(slower * 2 > regulars.count)
    let firsts = orders.values.compactMap { $0.min() }
    let wave = firsts.count { ("2025-01-15"..<"2025-05-15").contains($0) }
    #expect(wave > 2 * firsts.count { ("2024-06-15"..<"2024-10-15").contains($0) })
  }

  @Test("with products bought together")
  func bundles() {
    var baskets: [String: Set<String>] = [:]
    for line in reader.lines where line.quantity > 0 { baskets[line.invoice, default: []].insert(line.code) }
    var (single, pair): ([String: Int], [[String]: Int]) = ([:], [:])
    for basket in baskets.values {
      // Only variants of one thing: codes that differ in their last letter.
      for code in basket {
        single[code, default: 0] += 1
        for other in basket where code < other && code.dropLast() == other.dropLast() {
          pair[[code, other], default: 0] += 1
        }
      }
    }
    let strong = pair.filter { codes, count in
      let (a, b) = (single[codes[0]] ?? 0, single[codes[1]] ?? 0)
      return count * 100 >= baskets.count && Double(count) / Double(a) >= 0.3
        && Double(count) * Double(baskets.count) / Double(a) / Double(b) >= 5
    }
    #expect(strong.count >= 10, "\(strong.count) pairs at support .01, confidence .3, lift 5")
  }
}
