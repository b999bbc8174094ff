import JSON
import Report
import Testing

@Suite("Customers among those of their segment")
struct CustomerStandingTests {
  private func customers(_ count: Int) -> ReportModel.Customers {
    ReportModel.Customers(
      ids: (0..<count).map { "C\(10_000 + $0)" }, segments: ["champions", "hibernants"],
      segment: (0..<count).map { $0 % 2 }, recencyDays: (0..<count).map { $0 % 7 },
      frequency: (0..<count).map { $0 % 5 }, monetary: (0..<count).map { Double($0 * 37 % 101) },
      code: (0..<count).map { _ in "555" })
  }

  private func value(_ file: ReportFile) throws -> JSON {
    let text = String(decoding: file.bytes, as: UTF8.self)
    let start = try #require(text.firstRange(of: " = {")).upperBound
    return try JSON.parse("{" + text[start...].dropLast(2))
  }

  @Test("Those behind are counted, ties together, and the median is each segment's own")
  func behind() throws {
    let all = customers(200)
    let standing = CustomerStanding(all)
    var model = Fixture.empty
    model.customers = all
    let file = try #require(ReportRenderer.render(model).first { $0.path == "data/customers/index.js" })
    let index = try value(file)
    let size = ReportModel.Customers.shardSize
    let fields = index["fields"]?.array?.compactMap(\.string) ?? []
    let behind = try #require(fields.firstIndex(of: "behind"))
    let made = ReportRenderer.shardFile(
      ReportModel.CustomerShard(number: 1, customers: (size..<200).map { _ in ReportModel.CustomerDetail() }), standing)
    let content = try value(made)
    let shard = try #require(content["customers"]?.array)
    #expect(shard.count == 200 - size)
    for (place, customer) in shard.enumerated() {
      let at = size + place
      #expect(customer.array?.first?.string == all.ids[at])
      #expect(customer.array?.count == fields.count)
      let peers = all.segment.indices.filter { all.segment[$0] == all.segment[at] }
      let expected = [
        peers.count { all.recencyDays[$0] > all.recencyDays[at] },
        peers.count { all.frequency[$0] < all.frequency[at] },
        peers.count { all.monetary[$0] < all.monetary[at] },
      ]
      #expect(customer.array?[behind].array?.compactMap(\.int) == expected, "\(all.ids[at])")
    }
    #expect(index["first"]?.array?.compactMap(\.string) == ["C10000", "C10128"])
    #expect(index["sizes"]?.array?.compactMap(\.int) == [100, 100])
    let own = all.monetary.indices.filter { $0 % 2 == 1 }.map { all.monetary[$0] }.sorted()
    #expect(index["medians"]?.array?[1].array?[2].double == (own[49] + own[50]) / 2)
    let best = try #require(all.monetary.indices.max { all.monetary[$0] < all.monetary[$1] })
    #expect(index["best"]?.string == all.ids[best])
  }

  @Test("With 100,000 customers a search costs kilobytes, and the first page knows none of them")
  func size() throws {
    var model = Fixture.empty
    model.customers = customers(100_000)
    let files = ReportRenderer.render(model)
    let index = try #require(files.first { $0.path == "data/customers/index.js" })
    #expect(index.bytes.count < 40_000)
    let later = ["data/customers.js", "data/customers/index.js"]
    let first = files.filter { !later.contains($0.path) }.reduce(0) { $0 + $1.bytes.count }
    #expect(first < 500_000, "\(first)")
  }
}
