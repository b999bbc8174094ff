import Analytics
import Testing

@Suite("Matching of clusters")
struct PartitionComparisonTests {
  @Test("Renamed clusters move nobody")
  func renamed() throws {
    let comparison = try PartitionComparison([0, 0, 1, 1, 2, 2], [2, 2, 0, 0, 1, 1])
    #expect(comparison.movedShare == 0)
    #expect(comparison.jaccard == [1, 1, 1])
    #expect(comparison.migration.columnLabels == [2, 0, 1])
    #expect(comparison.migration.counts == [2, 0, 0, 0, 2, 0, 0, 0, 2])
  }

  @Test("The matching keeps as many customers as possible, not the largest overlap first")
  func globalOptimum() throws {
    // Overlaps: 0→0: 5, 0→1: 4, 1→0: 4, 1→1: 0. Taking 5 first keeps 5; crossing keeps 8.
    let first = [Int32](repeating: 0, count: 9) + [Int32](repeating: 1, count: 4)
    let second =
      [Int32](repeating: 0, count: 5) + [Int32](repeating: 1, count: 4) + [Int32](repeating: 0, count: 4)
    let comparison = try PartitionComparison(first, second)
    #expect(abs(comparison.movedShare - 5.0 / 13) < 1e-15)
    #expect(comparison.jaccard.map { ($0 * 1e6).rounded() } == [(4.0 / 9 * 1e6).rounded(), (4.0 / 9 * 1e6).rounded()])
  }

  @Test("A cluster without match has Jaccard 0 and its customers move")
  func unmatched() throws {
    let comparison = try PartitionComparison([0, 0, 1, 2], [0, 0, 0, 0])
    #expect(comparison.jaccard == [0.5, 0, 0])
    #expect(comparison.movedShare == 0.5)
    let split = try PartitionComparison([0, 0, 0, 0], [1, 1, 0, 2])
    #expect(split.jaccard == [0.5])
    #expect(split.migration.columnLabels == [1, 0, 2])
  }

  @Test("Assignments are as good as the best of all permutations", arguments: 1...40)
  func assignmentAgainstBruteForce(seed: Int) {
    var generator = SeededGenerator(seed: UInt64(seed))
    let rows = 1 + generator.nextBelow(5)
    let columns = 1 + generator.nextBelow(5)
    let weights = (0..<rows * columns).map { _ in generator.nextBelow(8) }
    let found = OptimalAssignment.columns(rows: rows, columns: columns, weights: weights)
    let taken = found.compactMap { $0 }
    #expect(Set(taken).count == taken.count)
    #expect(taken.count == min(rows, columns))
    var total = 0
    for (row, column) in found.enumerated() {
      if let column { total += weights[row * columns + column] }
    }
    #expect(total == best(rows, columns, weights, row: 0, used: []))
  }

  /// The largest total by trying everything.
  private func best(_ rows: Int, _ columns: Int, _ weights: [Int], row: Int, used: Set<Int>) -> Int {
    guard row < rows else { return 0 }
    var most = best(rows, columns, weights, row: row + 1, used: used)
    for column in 0..<columns where !used.contains(column) {
      let rest = best(rows, columns, weights, row: row + 1, used: used.union([column]))
      most = max(most, weights[row * columns + column] + rest)
    }
    return most
  }
}
