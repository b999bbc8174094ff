/// Counts how two partitions of the same points cross, in lots.
public struct PartitionCrossing: Sendable {
  private let columns: Int
  private var counts: [Int]

  /// No points yet, of clusters 0 ..< `rows` in the first partition and 0 ..< `columns` in the second.
  public init(rows: Int, columns: Int) {
    self.columns = columns
    counts = Array(repeating: 0, count: rows * columns)
  }

  /// Adds points by their labels in either partition.
  ///
  /// - Precondition: as many labels on either side, in range.
  public mutating func add(_ first: [Int32], _ second: [Int32]) {
    precondition(first.count == second.count, "\(first.count) labels beside \(second.count)")
    for (row, column) in zip(first, second) { counts[Int(row) * columns + Int(column)] += 1 }
  }

  /// The counts, without labels that did not occur.
  public var table: ContingencyTable {
    let rows = columns == 0 ? 0 : counts.count / columns
    let usedRows = (0..<rows).filter { row in (0..<columns).contains { counts[row * columns + $0] > 0 } }
    let usedColumns = (0..<columns).filter { column in (0..<rows).contains { counts[$0 * columns + column] > 0 } }
    return ContingencyTable(
      rowLabels: usedRows.map(Int32.init), columnLabels: usedColumns.map(Int32.init),
      counts: usedRows.flatMap { row in usedColumns.map { counts[row * columns + $0] } })
  }
}
