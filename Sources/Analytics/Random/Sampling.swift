/// Random choices of rows.
public enum Sampling {
  /// `count` distinct rows of `total`, ascending; all of them when `count` is no less than `total`.
  public static func rows(_ count: Int, of total: Int, seed: UInt64) -> [Int] {
    guard count < total else { return Array(0..<max(total, 0)) }
    var generator = SeededGenerator(seed: seed)
    var chosen: [Int] = []
    chosen.reserveCapacity(count)
    // Selection sampling: each row is taken with odds (still wanted) / (still to come).
    for row in 0..<total where chosen.count < count {
      if generator.nextBelow(total - row) < count - chosen.count { chosen.append(row) }
    }
    return chosen
  }

  /// Rows with as many more as every cluster takes to have `least` of them, or all that it has: the first ones.
  ///
  /// - Parameters:
  ///   - rows: some rows, ascending.
  ///   - labelings: the cluster of each row of all, from 0, once for each clustering.
  /// - Returns: ascending.
  public static func rows(_ rows: [Int], coveringClustersOf labelings: [[Int32]], least: Int) -> [Int] {
    var added: Set<Int> = []
    for labels in labelings {
      var missing = [Int](repeating: least, count: Int(labels.max() ?? -1) + 1)
      for row in rows + added { missing[Int(labels[row])] -= 1 }
      guard missing.contains(where: { $0 > 0 }) else { continue }
      let known = Set(rows).union(added)
      for (row, label) in labels.enumerated() where missing[Int(label)] > 0 && !known.contains(row) {
        added.insert(row)
        missing[Int(label)] -= 1
      }
    }
    return added.isEmpty ? rows : (rows + added).sorted()
  }

  /// `count` rows of `count`, drawn with replacement, ascending.
  public static func bootstrapRows(_ count: Int, _ generator: inout SeededGenerator) -> [Int] {
    var times = [Int32](repeating: 0, count: count)
    for _ in 0..<count { times[generator.nextBelow(count)] += 1 }
    var rows: [Int] = []
    rows.reserveCapacity(count)
    for (row, times) in times.enumerated() {
      for _ in 0..<times { rows.append(row) }
    }
    return rows
  }
}
