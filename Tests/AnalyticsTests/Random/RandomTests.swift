import Analytics
import Testing

@Suite("Random numbers")
struct RandomTests {
  @Test("The reference sequence of xoshiro256** seeded by splitmix64")
  func reference() {
    // splitmix64(0) begins e220a8397b1dcdaf, 6e789e6aa1b965f4, 06c45d188009454f, f88bb8a8724c81ec; the first output
    // is rotl(s1 · 5, 7) · 9.
    var generator = SeededGenerator(seed: 0)
    let s1: UInt64 = 0x6e78_9e6a_a1b9_65f4
    let product = s1 &* 5
    #expect(generator.next() == ((product << 7) | (product >> 57)) &* 9)
  }

  @Test("Same seed, same sequence; streams differ and do not depend on what was drawn")
  func streams() {
    var a = SeededGenerator(seed: 7)
    var b = SeededGenerator(seed: 7)
    let fresh = a.stream(3)
    #expect((0..<10).map { _ in a.next() } == (0..<10).map { _ in b.next() })
    #expect(a.stream(3) == fresh)
    let firsts = Set(
      (0..<1000).map { (index: UInt64) -> UInt64 in
        var stream = a.stream(index)
        return stream.next()
      })
    #expect(firsts.count == 1000)
  }

  @Test("Uniform and normal numbers have the moments they should")
  func moments() {
    var generator = SeededGenerator(seed: 3)
    let count = 200_000.0
    var (sum, squares, normalSum, normalSquares) = (0.0, 0.0, 0.0, 0.0)
    for _ in 0..<200_000 {
      let u = generator.nextDouble()
      #expect(u >= 0 && u < 1)
      sum += u
      squares += u * u
      let z = generator.normal()
      normalSum += z
      normalSquares += z * z
    }
    #expect(abs(sum / count - 0.5) < 0.003)
    #expect(abs(squares / count - 1.0 / 3) < 0.003)
    #expect(abs(normalSum / count) < 0.01)
    #expect(abs(normalSquares / count - 1) < 0.015)
  }

  @Test("Whole numbers below a bound are equally likely")
  func below() {
    var generator = SeededGenerator(seed: 5)
    var counts = [Int](repeating: 0, count: 7)
    for _ in 0..<70_000 { counts[generator.nextBelow(7)] += 1 }
    // χ² with 6 degrees of freedom exceeds 22.5 once in a thousand.
    let statistic = counts.reduce(0.0) { $0 + (Double($1) - 10_000) * (Double($1) - 10_000) / 10_000 }
    #expect(statistic < 22.5)
  }

  @Test("Samples are distinct, ascending and of the size asked")
  func samples() {
    let rows = Sampling.rows(100, of: 1000, seed: 1)
    #expect(rows.count == 100)
    #expect(zip(rows, rows.dropFirst()).allSatisfy { $0 < $1 })
    #expect(Sampling.rows(10, of: 5, seed: 1) == [0, 1, 2, 3, 4])
    var generator = SeededGenerator(seed: 2)
    let drawn = Sampling.bootstrapRows(1000, &generator)
    #expect(drawn.count == 1000)
    #expect((560...700).contains(Set(drawn).count))
  }
}
