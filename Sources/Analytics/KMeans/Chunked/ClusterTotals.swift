/// What clusters add up to over some points.
public struct ClusterTotals: Sendable, Equatable {
  /// A point far from its centroid.
  struct Outlier: Sendable, Equatable {
    let distance: Double
    let row: Int
    let place: [Double]
  }

  /// Points of each cluster.
  public internal(set) var sizes: [Int]
  /// The values of each cluster's points added up, k × columns.
  var sums: [Double]
  /// Distances to the centroid added up, by cluster.
  var distances: [Double]
  /// Sum of squared distances.
  public internal(set) var inertia = 0.0
  /// The farthest points of different chunks, the farthest first, the first row among equals; as many as clusters at most.
  var outliers: [Outlier] = []

  init(clusters: Int, columns: Int) {
    sizes = Array(repeating: 0, count: clusters)
    sums = Array(repeating: 0, count: clusters * columns)
    distances = Array(repeating: 0, count: clusters)
  }

  /// Takes rows that follow one another, with their labels and distances.
  mutating func add(
    _ values: UnsafePointer<Double>, firstRow: Int, _ labels: UnsafeBufferPointer<Int32>,
    _ measured: UnsafePointer<Double>
  ) {
    let columns = sums.count / max(sizes.count, 1)
    var farthest = 0
    sums.withUnsafeMutableBufferPointer { sums in
      sizes.withUnsafeMutableBufferPointer { sizes in
        distances.withUnsafeMutableBufferPointer { distances in
          for row in 0..<labels.count {
            let cluster = Int(labels[row])
            let distance = measured[row]
            sizes[cluster] &+= 1
            distances[cluster] += distance
            inertia += distance * distance
            if distance > measured[farthest] { farthest = row }
            for j in 0..<columns { sums[cluster &* columns &+ j] += values[row &* columns &+ j] }
          }
        }
      }
    }
    guard !labels.isEmpty else { return }
    let place = UnsafeBufferPointer(start: values + farthest * columns, count: columns)
    note(Outlier(distance: measured[farthest], row: firstRow + farthest, place: Array(place)))
  }

  /// Takes the totals of later rows.
  mutating func add(_ later: ClusterTotals) {
    for c in sizes.indices {
      sizes[c] += later.sizes[c]
      distances[c] += later.distances[c]
    }
    for index in sums.indices { sums[index] += later.sums[index] }
    inertia += later.inertia
    for outlier in later.outliers { note(outlier) }
  }

  private mutating func note(_ outlier: Outlier) {
    guard !outliers.contains(where: { $0.place == outlier.place }) else { return }
    let position = outliers.firstIndex { $0.distance < outlier.distance } ?? outliers.count
    guard position < sizes.count else { return }
    outliers.insert(outlier, at: position)
    if outliers.count > sizes.count { outliers.removeLast() }
  }

  /// The means of the clusters; where one is empty, the place of the farthest point that no other took.
  func means(columns: Int) -> (centroids: Matrix, isReseeded: Bool) {
    var free = outliers[...]
    var centroids = Matrix(rows: sizes.count, columns: columns, repeating: 0)
    for c in sizes.indices {
      if sizes[c] > 0 {
        for j in 0..<columns { centroids[c, j] = sums[c * columns + j] / Double(sizes[c]) }
      } else if let outlier = free.popFirst() {
        for j in 0..<columns { centroids[c, j] = outlier.place[j] }
      }
    }
    return (centroids, sizes.contains(0))
  }
}
