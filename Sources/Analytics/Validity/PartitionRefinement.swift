/// The cells into which several partitions of the same points cut them: points of a cell are together in every one.
///
/// Sums over the points of a cluster are then sums over its cells, so that what is costly by the point is done once.
struct PartitionRefinement {
  /// The partitions that are refined, at least the first of those given.
  let partitions: ArraySlice<Partition>
  /// The cell of each point, numbered in order of first appearance.
  let cells: [Int]
  /// Points per cell.
  let sizes: [Int]
  /// For each partition, the cluster that each cell lies in.
  let clusters: [[Int]]

  /// Refines as many of the given partitions, from the first on, as leave cells that are not too small to gain by.
  init(_ all: ArraySlice<Partition>, rows: Int) {
    var cells = [Int](repeating: 0, count: rows)
    var sizes = [rows]
    var clusters: [[Int]] = []
    var taken = 0
    for partition in all {
      var numbers = [Int](repeating: -1, count: sizes.count * partition.count)
      var next: [(parent: Int, cluster: Int, size: Int)] = []
      let finer = cells.indices.map { row -> Int in
        let key = cells[row] * partition.count + partition.labels[row]
        if numbers[key] < 0 {
          numbers[key] = next.count
          next.append((cells[row], partition.labels[row], 0))
        }
        next[numbers[key]].size += 1
        return numbers[key]
      }
      // Memory grows with the cells; below two dozen points a cell, so does the work.
      if taken > 0 && next.count > min(384, rows / 24) { break }
      cells = finer
      sizes = next.map(\.size)
      clusters = clusters.map { parents in next.map { parents[$0.parent] } } + [next.map(\.cluster)]
      taken += 1
    }
    partitions = all.prefix(taken)
    (self.cells, self.sizes, self.clusters) = (cells, sizes, clusters)
  }
}
