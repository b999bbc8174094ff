/// How far two labelings of the same observations agree.
public enum Agreement {
  /// The adjusted Rand index: 1 for equal partitions, about 0 for independent ones, negative for worse.
  ///
  /// Labels are names: any integers, in any order. Two trivial partitions of the same kind (all in one cluster, or
  /// each alone) agree fully: 1.
  ///
  /// Source: L. Hubert and P. Arabie, "Comparing partitions", Journal of Classification 2 (1985).
  ///
  /// - Throws: `AnalyticsError` when the lengths differ or there is nothing to compare.
  public static func adjustedRand(_ a: [Int32], _ b: [Int32]) throws -> Double {
    guard a.count == b.count else {
      throw AnalyticsError(.shapeMismatch, "cannot compare \(a.count) labels with \(b.count)")
    }
    guard !a.isEmpty else { throw AnalyticsError(.notEnoughData, "no labels to compare") }
    let (left, leftCount) = dense(a)
    let (right, rightCount) = dense(b)
    var rowSizes = [Int](repeating: 0, count: leftCount)
    var columnSizes = [Int](repeating: 0, count: rightCount)
    var togetherInBoth = 0.0

    if leftCount * rightCount <= max(4096, 4 * a.count) {
      var cells = [Int](repeating: 0, count: leftCount * rightCount)
      for index in left.indices {
        cells[left[index] * rightCount + right[index]] += 1
        rowSizes[left[index]] += 1
        columnSizes[right[index]] += 1
      }
      for cell in cells { togetherInBoth += pairs(cell) }
    } else {
      var cells: [Int: Int] = [:]
      for index in left.indices {
        cells[left[index] * rightCount + right[index], default: 0] += 1
        rowSizes[left[index]] += 1
        columnSizes[right[index]] += 1
      }
      for cell in cells.values.sorted() { togetherInBoth += pairs(cell) }
    }

    return adjustedRand(a.count, togetherInBoth, rowSizes, columnSizes)
  }

  /// The adjusted Rand index of two partitions by how they cross.
  static func adjustedRand(_ table: ContingencyTable) -> Double {
    adjustedRand(table.total, table.counts.reduce(0) { $0 + pairs($1) }, table.rowTotals, table.columnTotals)
  }

  private static func adjustedRand(_ count: Int, _ inBoth: Double, _ rowSizes: [Int], _ columnSizes: [Int]) -> Double {
    let inA = rowSizes.reduce(0) { $0 + pairs($1) }
    let inB = columnSizes.reduce(0) { $0 + pairs($1) }
    let all = pairs(count)
    guard all > 0 else { return 1 }
    let expected = inA * inB / all
    let highest = (inA + inB) / 2
    return highest == expected ? 1 : (inBoth - expected) / (highest - expected)
  }

  private static func pairs(_ size: Int) -> Double { Double(size) * Double(size - 1) / 2 }

  /// The labels renumbered 0, 1, … in order of first appearance, and how many there are.
  static func dense(_ labels: [Int32]) -> (labels: [Int], count: Int) {
    var result = [Int]()
    result.reserveCapacity(labels.count)
    if let low = labels.min(), let high = labels.max(), Int(high) - Int(low) < 4096 {
      var table = [Int](repeating: -1, count: Int(high) - Int(low) + 1)
      var count = 0
      for label in labels {
        let slot = Int(label) - Int(low)
        if table[slot] < 0 {
          table[slot] = count
          count += 1
        }
        result.append(table[slot])
      }
      return (result, count)
    }
    var numbers: [Int32: Int] = [:]
    for label in labels {
      let number = numbers[label] ?? numbers.count
      numbers[label] = number
      result.append(number)
    }
    return (result, numbers.count)
  }
}
