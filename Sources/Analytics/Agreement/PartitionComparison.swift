/// How two partitions of the same customers differ, once their clusters are matched.
public struct PartitionComparison: Sendable, Equatable {
  /// The adjusted Rand index.
  public let adjustedRand: Double
  /// The adjusted mutual information.
  public let adjustedMutualInformation: Double
  /// The share of customers outside their cluster's match: those who would change cluster, 0…1.
  public let movedShare: Double
  /// Who goes where: rows are clusters of the first partition, columns clusters of the second with each row's match
  /// at the row's own position where columns suffice, so that customers who stay are on the diagonal.
  public let migration: ContingencyTable
  /// By row of ``migration``, the label of its match in the second partition, or nil where it has none.
  public let matches: [Int32?]
  /// By row of ``migration``, customers in both the cluster and its match over customers in either; 0 without match.
  public let jaccard: [Double]

  /// Compares two labellings of the same points.
  ///
  /// Clusters are matched one to one so that as many customers as possible stay (see `OptimalAssignment`).
  /// - Throws: when they differ in length.
  public init(_ first: [Int32], _ second: [Int32]) throws {
    self.init(try ContingencyTable(first, second))
  }

  /// Compares two partitions by how they cross.
  public init(_ table: ContingencyTable) {
    let rows = table.rowLabels.count
    let columns = table.columnLabels.count
    let assigned = OptimalAssignment.columns(rows: rows, columns: columns, weights: table.counts)

    // Matched columns at their row's place; free ones fill the gaps and follow.
    var free = Set(0..<columns).subtracting(assigned.compactMap { $0 }).sorted()[...]
    var order: [Int] = []
    for match in assigned {
      if let match { order.append(match) } else if let column = free.popFirst() { order.append(column) }
    }
    order.append(contentsOf: free)

    let rowTotals = table.rowTotals
    let columnTotals = table.columnTotals
    var stayed = 0
    jaccard = assigned.enumerated().map { row, match in
      guard let match else { return 0 }
      let both = table[row, match]
      stayed += both
      return Double(both) / Double(rowTotals[row] + columnTotals[match] - both)
    }
    matches = assigned.map { $0.map { table.columnLabels[$0] } }
    migration = table.reorderingColumns(order)
    movedShare = table.total == 0 ? 0 : Double(table.total - stayed) / Double(table.total)
    adjustedRand = Agreement.adjustedRand(table)
    adjustedMutualInformation = Agreement.adjustedMutualInformation(table)
  }
}
