import Analytics
import Glibc
import Testing

@Suite("Adjusted indices of agreement")
struct MutualInformationTests {
  @Test(
    "Known values",
    arguments: [
      ([0, 0, 1, 2], [0, 0, 1, 1], 0.571429, 0.571429),
      ([0, 0, 1, 1], [0, 1, 0, 1], -0.5, -0.5),
      ([0, 0, 0, 1, 1, 1], [0, 0, 1, 1, 2, 2], 0.242424, 0.298792),
      ([0, 0, 0, 0], [0, 1, 2, 3], 0, 0),
    ] as [([Int32], [Int32], Double, Double)])
  func knownValues(first: [Int32], second: [Int32], rand: Double, information: Double) throws {
    #expect(abs(try Agreement.adjustedRand(first, second) - rand) < 5e-7)
    #expect(abs(try Agreement.adjustedMutualInformation(first, second) - information) < 5e-7)
    // Neither index knows which partition comes first.
    #expect(abs(try Agreement.adjustedMutualInformation(second, first) - information) < 5e-7)
  }

  @Test(
    "The same partition gives exactly 1, whatever its clusters are called",
    arguments: [
      ([0, 0, 0], [7, 7, 7]), ([0, 1, 2], [9, -4, 5000]), ([3, 3, 1, 1, 2], [0, 0, 2, 2, 1]), ([0], [1]),
    ] as [([Int32], [Int32])])
  func samePartition(first: [Int32], second: [Int32]) throws {
    #expect(try Agreement.adjustedRand(first, second) == 1)
    #expect(try Agreement.adjustedMutualInformation(first, second) == 1)
  }

  @Test("Labels of different lengths, or none, are refused")
  func refusals() {
    #expect(throws: AnalyticsError.self) { try Agreement.adjustedMutualInformation([0, 1], [0]) }
    #expect(throws: AnalyticsError.self) { try Agreement.adjustedMutualInformation([], []) }
  }

  @Test("The chance level is the mean over every permutation", arguments: [UInt64(1), 2, 3, 4])
  func expectationOverPermutations(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let first = (0..<7).map { _ in Int32(generator.nextBelow(3)) }
    let second = (0..<7).map { _ in Int32(generator.nextBelow(4)) }
    var sum = 0.0
    var count = 0.0
    permute(second) { shuffled in
      sum += information(first, shuffled)
      count += 1
    }
    let expected = sum / count
    let ceiling = (information(first, first) + information(second, second)) / 2
    let byHand = (information(first, second) - expected) / (ceiling - expected)
    #expect(count == 5040)
    #expect(abs(try Agreement.adjustedMutualInformation(first, second) - byHand) < 1e-12)
  }

  @Test("Independent partitions of many points are near 0, dependent ones are not")
  func largePartitions() throws {
    var generator = SeededGenerator(seed: 11)
    let first = (0..<200_000).map { _ in Int32(generator.nextBelow(6)) }
    let noise = (0..<200_000).map { _ in Int32(generator.nextBelow(5)) }
    let half = first.map { generator.nextBelow(2) == 0 ? $0 : Int32(generator.nextBelow(6)) }
    #expect(abs(try Agreement.adjustedMutualInformation(first, noise)) < 1e-4)
    let dependent = try Agreement.adjustedMutualInformation(first, half)
    #expect(dependent > 0.2 && dependent < 0.5)
  }

  /// The mutual information in nats, from pair counts alone.
  private func information(_ first: [Int32], _ second: [Int32]) -> Double {
    let total = Double(first.count)
    var sum = 0.0
    for a in Set(first).sorted() {
      for b in Set(second).sorted() {
        let both = Double(zip(first, second).filter { $0 == a && $1 == b }.count) / total
        guard both > 0 else { continue }
        let alone =
          Double(first.filter { $0 == a }.count) / total * Double(second.filter { $0 == b }.count) / total
        sum += both * log(both / alone)
      }
    }
    return sum
  }

  private func permute(_ values: [Int32], _ body: ([Int32]) -> Void) {
    var values = values
    func place(_ position: Int) {
      if position == values.count { return body(values) }
      for other in position..<values.count {
        values.swapAt(position, other)
        place(position + 1)
        values.swapAt(position, other)
      }
    }
    place(0)
  }
}
