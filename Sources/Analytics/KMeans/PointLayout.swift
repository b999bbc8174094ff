/// Points ready to be clustered: all of them, and when they are very many a sample to settle starts on.
///
/// Built once, shared by every fit on the same points.
struct PointLayout: Sendable {
  /// All points.
  let all: PointLeaves
  /// One point in so many, in the order of the leaves, hence in proportion everywhere; nil when the points are few.
  let sample: PointLeaves?
  /// The points that starts are settled on, the sample or all, eight to a block.
  let octets: PointOctets
  /// A few thousand of these, to find promising starts on; nil when there are not many more.
  let trial: PointOctets?

  /// Points of a sample, and how many times more there must be for one to be worth while.
  private static let sampleSize = 1 << 16
  private static let leastRatio = 4
  /// Points of a trial.
  private static let trialSize = 1 << 13

  /// Lays out finite points, to be cut into `clusters` at most.
  init(_ points: Matrix, clusters: Int, threads: Int) {
    all = PointLeaves(points, clusters: clusters, threads: threads)
    let size = max(Self.sampleSize, 512 * clusters)
    sample =
      points.rows / Self.leastRatio < size
      ? nil : PointLeaves(all.thinned(to: size), clusters: clusters, threads: threads)
    octets = PointOctets(sample ?? all)
    let step = octets.count / max(Self.trialSize, 128 * clusters)
    trial = step < Self.leastRatio ? nil : PointOctets(thinning: octets, every: step)
  }
}

extension PointLeaves {
  /// `size` points at equal steps of the order of leaves.
  fileprivate func thinned(to size: Int) -> Matrix {
    let thin = [Double](unsafeUninitializedCapacity: size * width) { buffer, initialized in
      var leaf = 0
      var before = 0
      for i in 0..<size {
        // The middle of the i-th of `size` equal parts.
        let rank = (2 * i + 1) * count / (2 * size)
        while rank - before >= sizes[leaf] {
          before += sizes[leaf]
          leaf += 1
        }
        let position = rank - before
        for j in 0..<width { buffer[i * width + j] = block(of: leaf)[position / 4 * width + j][position % 4] }
      }
      initialized = size * width
    }
    return Matrix(rows: size, columns: width, storage: thin)
  }
}
