import SampleData
import Testing

/// A sample of few lines, so that a test takes milliseconds.
private let small = SampleOptions(lines: 10_000)

private func digest(_ options: SampleOptions) throws -> String {
  var hash: UInt64 = 0xCBF2_9CE4_8422_2325
  func add(_ bytes: some Sequence<UInt8>) { for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 } }
  _ = try SampleGenerator.generate(options) { name, bytes in
    add(name.utf8)
    add(bytes)
  }
  return String(hash, radix: 16)
}

private func read(_ options: SampleOptions) throws -> (NaiveReader, SampleSummary) {
  var reader = NaiveReader()
  let summary = try SampleGenerator.generate(options) { reader.read($0, $1) }
  return (reader, summary)
}

@Suite("A sample")
struct SampleGeneratorTests {
  @Test("has the same bytes on every machine")
  func golden() throws {
    #expect(try digest(small) == "69e250be724ac6c7")
    #expect(try digest(SampleOptions()) == "f1910bba23917ab7")
  }

  @Test("changes with every option")
  func differs() throws {
    var others: [SampleOptions] = []
    for change: (inout SampleOptions) throws -> Void in [
      { $0.lines += 1 }, { $0.seed += 1 }, { $0.months += 1 }, { $0.malformed = false },
      { $0.start = try CalendarDay(iso: "2024-01-02") },
    ] {
      var options = small
      try change(&options)
      others.append(options)
    }
    let digests = try ([small] + others).map(digest)
    #expect(Set(digests).count == digests.count)
  }

  static let variety = [
    SampleOptions(), SampleOptions(lines: 10_000, seed: 1), SampleOptions(lines: 10_000, seed: .max, malformed: false),
    SampleOptions(lines: 3_000, seed: 7), SampleOptions(lines: 1_800, seed: 3),
    SampleOptions(lines: 20_000, seed: 5, start: CalendarDay(number: 14_579), months: 25),
    SampleOptions(lines: 12_000, seed: 9, start: CalendarDay(number: 20_080), months: 3),
    SampleOptions(lines: 30_000, seed: 2, months: 60), SampleOptions(lines: 6_000, seed: 2, months: 60),
  ]

  @Test("holds what its summary says, as read by other code", arguments: variety)
  func summary(options: SampleOptions) throws {
    let (reader, summary) = try read(options)
    #expect(reader.summary == summary)
    #expect(summary.malformed == (options.malformed ? 25 : 0))
    #expect(summary.rows == summary.kept + summary.malformed + summary.duplicates)
    #expect(summary.productReturns <= summary.returns)
  }

  @Test("has as many rows as asked for", arguments: variety + [SampleOptions(lines: 400_000, seed: 4)])
  func size(options: SampleOptions) throws {
    let summary = try SampleGenerator.generate(options) { _, _ in }
    #expect(abs(summary.rows - options.lines) * 50 <= options.lines, "\(summary.rows)")
    if options.lines >= 2_000 * options.months { #expect(summary.rows == options.lines) }
  }

  @Test("comes day by day, and not on days when the shop is closed")
  func days() throws {
    var options = small
    options.start = try CalendarDay(iso: "2023-12-10")
    let (reader, summary) = try read(options)
    let days = try reader.files.map { try CalendarDay(iso: String($0.dropLast(4))) }
    #expect(reader.files.allSatisfy { $0.hasSuffix(".csv") })
    #expect(zip(days, days.dropFirst()).allSatisfy { $0 < $1 })
    #expect(days.allSatisfy { $0.weekday != 5 })
    #expect(days.allSatisfy { $0 >= options.start && $0 < options.start.adding(months: options.months) })
    for day in days {
      let (_, month, ofMonth) = day.components
      #expect(!(month == 12 && ofMonth >= 24) && !(month == 1 && ofMonth <= 3), "\(day)")
    }
    #expect(summary.files == days.count)
  }

  @Test("is written as it is made: each file once, none of them large")
  func streams() throws {
    var sizes: [Int] = []
    let summary = try SampleGenerator.generate(SampleOptions(lines: 100_000)) { _, bytes in sizes.append(bytes.count) }
    #expect(sizes.reduce(0, +) == summary.bytes)
    #expect(sizes.allSatisfy { $0 * 50 < summary.bytes })
  }

  @Test("stops when it cannot be written")
  func stops() {
    struct Full: Error {}
    var calls = 0
    #expect(throws: Full.self) {
      _ = try SampleGenerator.generate(small) { _, _ in
        calls += 1
        if calls == 3 { throw Full() }
      }
    }
    #expect(calls == 3)
  }

  @Test("refuses what it cannot make, and says why")
  func refuses() throws {
    func expect(_ error: SampleError, _ message: String, _ change: (inout SampleOptions) -> Void) {
      var options = SampleOptions()
      change(&options)
      var calls = 0
      #expect(throws: error) { try SampleGenerator.generate(options) { _, _ in calls += 1 } }
      #expect(calls == 0)
      #expect(error.description == message)
    }
    expect(.lines(999), "a sample has 1000 to 100000000 lines, not 999") { $0.lines = 999 }
    expect(.lines(-5), "a sample has 1000 to 100000000 lines, not -5") { $0.lines = -5 }
    expect(.lines(100_000_001), "a sample has 1000 to 100000000 lines, not 100000001") { $0.lines = 100_000_001 }
    expect(.months(2), "a sample spans 3 to 60 months, not 2") { $0.months = 2 }
    expect(.months(61), "a sample spans 3 to 60 months, not 61") { $0.months = 61 }
    expect(
      .tooSparse(lines: 1_799, months: 18), "1799 lines are too few for 18 months: at least 100 a month, so 1800"
    ) { $0.lines = 1_799 }
  }
}
