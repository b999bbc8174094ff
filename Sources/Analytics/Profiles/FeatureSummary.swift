/// One feature, cluster by cluster.
struct FeatureSummary {
  let means: [Double]
  let medians: [Double]
  let zScores: [Double]
  let totalShares: [Double]
  /// Cliff's δ of each cluster against everyone else.
  let dominances: [Double]
  /// Cohen's d of each cluster against everyone else.
  let differences: [Double]
  /// Mean rank, ties sharing theirs.
  let meanRanks: [Double]

  /// - Precondition: labels in 0 ..< sizes.count, no size 0.
  init(_ values: [Double], labels: [Int32], sizes: [Int]) {
    let count = Double(values.count)
    let clusters = sizes.indices
    let order = values.indices.sorted { values[$0] < values[$1] }
    var sums = [Double](repeating: 0, count: sizes.count)
    var rankSums = [Double](repeating: 0, count: sizes.count)
    var sorted = [[Double]](repeating: [], count: sizes.count)
    var start = 0
    while start < order.count {
      var end = start
      while end < order.count && values[order[end]] == values[order[start]] { end += 1 }
      let rank = Double(start + end + 1) / 2
      for row in order[start..<end] {
        let cluster = Int(labels[row])
        rankSums[cluster] += rank
        sums[cluster] += values[row]
        sorted[cluster].append(values[row])
      }
      start = end
    }
    let total = sums.reduce(0, +)
    let mean = total / count
    let means = clusters.map { sums[$0] / Double(sizes[$0]) }
    var within = [Double](repeating: 0, count: sizes.count)
    for (value, label) in zip(values, labels) {
      within[Int(label)] += (value - means[Int(label)]) * (value - means[Int(label)])
    }
    let between = clusters.map { Double(sizes[$0]) * (means[$0] - mean) * (means[$0] - mean) }
    let variance = (within.reduce(0, +) + between.reduce(0, +)) / count
    let isConstant = order.isEmpty || values[order[0]] == values[order[order.count - 1]]
    self.means = means
    medians = sorted.map { ($0[($0.count - 1) / 2] + $0[$0.count / 2]) / 2 }
    zScores = means.map { isConstant ? 0 : ($0 - mean) / variance.squareRoot() }
    totalShares = sums.map { total != 0 ? $0 / total : .nan }
    meanRanks = clusters.map { rankSums[$0] / Double(sizes[$0]) }
    // δ = 2U / (n₁n₂) − 1, with U from the sum of ranks.
    dominances = clusters.map { cluster in
      let size = Double(sizes[cluster])
      guard size < count else { return 0 }
      let u = rankSums[cluster] - size * (size + 1) / 2
      return 2 * u / (size * (count - size)) - 1
    }
    differences = clusters.map { cluster in
      let size = Double(sizes[cluster])
      guard size < count, count > 2, !isConstant else { return 0 }
      let restMean = (total - sums[cluster]) / (count - size)
      let restSquares =
        variance * count - within[cluster] - size * (means[cluster] - mean) * (means[cluster] - mean)
        - (count - size) * (restMean - mean) * (restMean - mean)
      let pooled = (within[cluster] + max(restSquares, 0)) / (count - 2)
      return pooled > 0 ? (means[cluster] - restMean) / pooled.squareRoot() : 0
    }
  }
}
