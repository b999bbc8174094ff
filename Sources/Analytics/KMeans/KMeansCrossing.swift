/// Makes one set of centroids of two: all of both, then the two clusters whose union costs least are made one, again and
/// again, until the number is right.
///
/// Where the parents agree, the child has what they agree on; where they do not, it gets from each what serves best.
/// Source: P. Fränti, "Genetic algorithm with deterministic crossover for vector quantization", Pattern Recognition
/// Letters 21 (2000). Costs are those of J. Ward, "Hierarchical grouping to optimize an objective function", Journal of
/// the American Statistical Association 58 (1963). O(k²) of memory-free work, no look at the points.
struct KMeansCrossing {
  private let d: Int
  private var places: [Double]
  private var sizes: [Double]
  private var nearest: [(cost: Double, cluster: Int)] = []

  /// - Parameters:
  ///   - centroids: those of both parents, row-major.
  ///   - sizes: how many points each has.
  init(_ centroids: [Double], _ sizes: [Double], width: Int) {
    d = width
    places = centroids
    self.sizes = sizes
    nearest = sizes.indices.map { neighbour(of: $0) }
  }

  /// The centroids of `k` clusters.
  mutating func merged(to k: Int) -> [Double] {
    while sizes.count > k {
      var cheapest = 0
      for cluster in sizes.indices where nearest[cluster].cost < nearest[cheapest].cost { cheapest = cluster }
      merge(cheapest, nearest[cheapest].cluster)
    }
    return places
  }

  private mutating func merge(_ one: Int, _ other: Int) {
    let (low, high, last) = (min(one, other), max(one, other), sizes.count - 1)
    let total = sizes[low] + sizes[high]
    for j in 0..<d {
      places[low * d + j] = (places[low * d + j] * sizes[low] + places[high * d + j] * sizes[high]) / total
      places[high * d + j] = places[last * d + j]
    }
    sizes[low] = total
    // The last cluster takes the free place.
    sizes[high] = sizes[last]
    nearest[high] = nearest[last]
    places.removeLast(d)
    sizes.removeLast()
    nearest.removeLast()
    for cluster in sizes.indices {
      let old = nearest[cluster].cluster
      if cluster == low || old == low || old == high {
        nearest[cluster] = neighbour(of: cluster)
      } else if old == last {
        nearest[cluster].cluster = high
      }
    }
  }

  /// The cluster whose union with this one costs least, the first among equals.
  private func neighbour(of cluster: Int) -> (cost: Double, cluster: Int) {
    var best = (cost: Double.infinity, cluster: cluster == 0 ? 1 : 0)
    for other in sizes.indices where other != cluster {
      var square = 0.0
      for j in 0..<d {
        let difference: Double = places[cluster &* d &+ j] - places[other &* d &+ j]
        square += difference * difference
      }
      let cost = square * sizes[cluster] * sizes[other] / (sizes[cluster] + sizes[other])
      if cost < best.cost { best = (cost, other) }
    }
    return best
  }
}
