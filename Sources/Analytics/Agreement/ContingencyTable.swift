/// Counts how two partitions of the same points cross: rows are clusters of the first, columns of the second.
public struct ContingencyTable: Sendable, Equatable {
  /// The labels of the first partition that occur, ascending.
  public let rowLabels: [Int32]
  /// The labels of the second partition that occur, ascending unless reordered.
  public let columnLabels: [Int32]
  /// Points in each cell, row by row.
  public let counts: [Int]
  /// Points in all.
  public let total: Int

  /// Counts two labellings of the same points.
  /// - Throws: `AnalyticsError` when they differ in length or there are none.
  /// - Complexity: O(n log k), k distinct labels; O(n) where labels are small numbers from 0, as clusters are.
  public init(_ first: [Int32], _ second: [Int32]) throws {
    guard first.count == second.count else {
      throw AnalyticsError(.shapeMismatch, "cannot compare \(first.count) labels with \(second.count)")
    }
    guard !first.isEmpty else { throw AnalyticsError(.notEnoughData, "no labels to compare") }
    let rows = LabelIndex(first)
    let columns = LabelIndex(second)
    var counts = [Int](repeating: 0, count: rows.labels.count * columns.labels.count)
    for index in first.indices {
      counts[rows.position(of: first[index]) * columns.labels.count + columns.position(of: second[index])] += 1
    }
    self.init(rowLabels: rows.labels, columnLabels: columns.labels, counts: counts)
  }

  /// A table of known counts, row by row.
  /// - Precondition: a count for each row and column.
  public init(rowLabels: [Int32], columnLabels: [Int32], counts: [Int]) {
    precondition(counts.count == rowLabels.count * columnLabels.count, "\(counts.count) counts")
    self.rowLabels = rowLabels
    self.columnLabels = columnLabels
    self.counts = counts
    total = counts.reduce(0, +)
  }

  /// Points of the row's cluster that are in the column's cluster.
  public subscript(row: Int, column: Int) -> Int { counts[row * columnLabels.count + column] }

  /// Points by cluster of the first partition.
  public var rowTotals: [Int] {
    rowLabels.indices.map { row in columnLabels.indices.reduce(0) { $0 + self[row, $1] } }
  }

  /// Points by cluster of the second partition.
  public var columnTotals: [Int] {
    columnLabels.indices.map { column in rowLabels.indices.reduce(0) { $0 + self[$1, column] } }
  }

  /// The same counts with columns in the order of `order`, positions in ``columnLabels``.
  public func reorderingColumns(_ order: [Int]) -> ContingencyTable {
    ContingencyTable(
      rowLabels: rowLabels, columnLabels: order.map { columnLabels[$0] },
      counts: rowLabels.indices.flatMap { row in order.map { self[row, $0] } })
  }
}

/// The distinct labels of a partition and where each stands among them.
private struct LabelIndex {
  let labels: [Int32]
  /// By label, for small labels from 0; empty when a search is needed.
  private let positions: [Int32]

  init(_ values: [Int32]) {
    let limit: Int32 = 4096
    guard let least = values.min(), let most = values.max(), least >= 0, most < limit else {
      labels = Set(values).sorted()
      positions = []
      return
    }
    var present = [Bool](repeating: false, count: Int(most) + 1)
    for value in values { present[Int(value)] = true }
    labels = present.indices.filter { present[$0] }.map(Int32.init)
    var positions = [Int32](repeating: 0, count: present.count)
    for (position, label) in labels.enumerated() { positions[Int(label)] = Int32(position) }
    self.positions = positions
  }

  @inline(__always)
  func position(of label: Int32) -> Int {
    if !positions.isEmpty { return Int(positions[Int(label)]) }
    var low = 0
    var high = labels.count - 1
    while low < high {
      let middle = (low + high) / 2
      if labels[middle] < label { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
