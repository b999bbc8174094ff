import Glibc

extension Agreement {
  /// The adjusted mutual information of two partitions: 1 when they are the same, 0 on average by chance.
  ///
  /// (MI − E[MI]) / (mean of the entropies − E[MI]), with E[MI] exact under the hypergeometric model of Vinh, Epps
  /// and Bailey, "Information Theoretic Measures for Clusterings Comparison", JMLR 11 (2010).
  /// Partitions that are the same up to the names of clusters give exactly 1, the two trivial ones included.
  ///
  /// - Throws: when the labellings differ in length.
  public static func adjustedMutualInformation(_ first: [Int32], _ second: [Int32]) throws -> Double {
    adjustedMutualInformation(try ContingencyTable(first, second))
  }

  /// The adjusted mutual information of two crossed partitions.
  /// - Complexity: O(r·c·s), s about 25 standard deviations of a cell's chance count.
  public static func adjustedMutualInformation(_ table: ContingencyTable) -> Double {
    if isSamePartition(table) { return 1 }
    let rows = table.rowTotals
    let columns = table.columnTotals
    let expected = expectedMutualInformation(rows: rows, columns: columns)
    let information = mutualInformation(table, rows: rows, columns: columns)
    let ceiling = (entropy(rows) + entropy(columns)) / 2
    // Only partitions that carry no information, or all of it, leave no room between chance and ceiling.
    let room = ceiling - expected
    return abs(room) < 1e-15 ? 0 : (information - expected) / room
  }

  /// Whether each cluster of one partition is a cluster of the other. No points at all are the same partition.
  static func isSamePartition(_ table: ContingencyTable) -> Bool {
    guard table.rowLabels.count == table.columnLabels.count else { return false }
    return table.counts.lazy.filter { $0 > 0 }.count == table.rowLabels.count
  }

  /// The entropy of cluster sizes, in nats.
  static func entropy(_ sizes: [Int]) -> Double {
    let total = Double(sizes.reduce(0, +))
    return sizes.reduce(0) { sum, size in
      guard size > 0 else { return sum }
      let share = Double(size) / total
      return sum - share * log(share)
    }
  }

  /// The mutual information of two crossed partitions, in nats.
  static func mutualInformation(_ table: ContingencyTable, rows: [Int], columns: [Int]) -> Double {
    let total = Double(table.total)
    var sum = 0.0
    for row in rows.indices {
      for column in columns.indices where table[row, column] > 0 {
        let both = Double(table[row, column])
        sum += both / total * log(total * both / (Double(rows[row]) * Double(columns[column])))
      }
    }
    return sum
  }

  /// The mean mutual information of partitions of these sizes drawn at random, in nats.
  static func expectedMutualInformation(rows: [Int], columns: [Int]) -> Double {
    let total = rows.reduce(0, +)
    var sum = 0.0
    for row in rows {
      for column in columns { sum += expectedTerm(row, column, total: total) }
    }
    return sum
  }

  /// E[k/n · ln(n·k/(a·b))] for k hypergeometric: points common to random sets of `a` and `b` points among `n`.
  ///
  /// Weights are taken relative to the most likely k by the ratio of neighbours and normalised by their own sum, so
  /// no factorial is needed and nothing cancels; both tails end where they fall below 1e-30 of the peak.
  private static func expectedTerm(_ a: Int, _ b: Int, total n: Int) -> Double {
    let least = max(0, a + b - n)
    let most = min(a, b)
    let peak = min(most, max(least, Int((Double(a + 1) * Double(b + 1) / Double(n + 2)).rounded(.down))))
    let scale = Double(n) / (Double(a) * Double(b))
    func value(_ k: Int) -> Double { k == 0 ? 0 : Double(k) / Double(n) * log(scale * Double(k)) }

    var weights = 1.0
    var sum = value(peak)
    var weight = 1.0
    var k = peak
    while k < most, weight > 1e-30 {
      weight *= Double(a - k) * Double(b - k) / (Double(k + 1) * Double(n - a - b + k + 1))
      k += 1
      weights += weight
      sum += weight * value(k)
    }
    weight = 1
    k = peak
    while k > least, weight > 1e-30 {
      weight *= Double(k) * Double(n - a - b + k) / (Double(a - k + 1) * Double(b - k + 1))
      k -= 1
      weights += weight
      sum += weight * value(k)
    }
    return sum / weights
  }
}
