import Analytics
import Testing

@Suite("Adjusted Rand index")
struct AdjustedRandTests {
  @Test(
    "Known values",
    arguments: [
      ([0, 0, 1, 2], [0, 0, 1, 1], 0.571429), ([0, 0, 1, 1], [0, 1, 0, 1], -0.5),
      ([0, 0, 0, 1, 1, 1], [0, 0, 1, 1, 2, 2], 0.242424), ([0, 0, 0, 0], [0, 1, 2, 3], 0),
      ([5, 5, -9, -9], [1, 1, 0, 0], 1), ([3], [8], 1), ([1, 1], [2, 2], 1),
    ] as [([Int32], [Int32], Double)])
  func known(_ a: [Int32], _ b: [Int32], _ expected: Double) throws {
    #expect(abs(try Agreement.adjustedRand(a, b) - expected) < 5e-7)
    #expect(try Agreement.adjustedRand(a, b) == (try Agreement.adjustedRand(b, a)))
  }

  @Test("Names far apart and many clusters change nothing")
  func sparse() throws {
    var generator = SeededGenerator(seed: 1)
    let a = (0..<3000).map { _ in Int32(generator.nextBelow(900)) }
    let b = (0..<3000).map { _ in Int32(generator.nextBelow(900)) }
    let spread = a.map { $0 * 1_000_003 }
    #expect(try Agreement.adjustedRand(a, b) == (try Agreement.adjustedRand(spread, b)))
    #expect(abs(try Agreement.adjustedRand(a, b)) < 0.02)
  }

  @Test("Lengths that differ, and nothing at all, are refused")
  func refusals() {
    #expect(throws: AnalyticsError.self) { try Agreement.adjustedRand([1], [1, 2]) }
    #expect(throws: AnalyticsError.self) { try Agreement.adjustedRand([], []) }
  }
}
