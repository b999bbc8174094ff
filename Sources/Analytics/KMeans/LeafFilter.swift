/// Which centroids can be nearest to some point of a leaf.
///
/// Source: the filtering of T. Kanungo et al., "An efficient k-means clustering algorithm: analysis and
/// implementation", IEEE TPAMI 24 (2002), applied to the boxes of the leaves.
struct LeafFilter<W: Width> {
  let width: W
  let points: PointLeaves
  let k: Int
  /// The centroids, row-major.
  let centroids: UnsafePointer<Double>

  /// Writes to `kept`, in order, the centroids that can be nearest to some point of the leaf's box.
  ///
  /// A centroid is dropped when another is nearer over the whole box by more than rounding could blur, so that
  /// comparing the kept ones gives the labels of comparing all.
  ///
  /// - Returns: how many are kept, and by how much, at least, each dropped one is farther from every point of the leaf
  ///   than the nearest kept one.
  @inline(__always)
  func candidates(of leaf: Int, into kept: UnsafeMutablePointer<Int32>) -> (count: Int, margin: Double) {
    let d = width.count
    let low = points.low + leaf &* d
    let high = points.high + leaf &* d
    var nearest = 0
    var least = Double.infinity
    for c in 0..<k {
      let square = squareFromCenter(c, low, high)
      if square < least {
        least = square
        nearest = c
      }
    }
    let best = centroids + nearest &* d
    var diagonal = 0.0
    for j in 0..<d { diagonal += (high[j] - low[j]) * (high[j] - low[j]) }
    let reach = least.squareRoot() + diagonal.squareRoot()
    var count = 0
    var margin = Double.infinity
    for c in 0..<k {
      let z = centroids + c &* d
      // The corner of the box farthest towards z: if z loses there, it loses everywhere in the box.
      var toZ = 0.0
      var toBest = 0.0
      for j in 0..<d {
        let corner = z[j] > best[j] ? high[j] : low[j]
        toZ += (corner - z[j]) * (corner - z[j])
        toBest += (corner - best[j]) * (corner - best[j])
      }
      let lead = toZ - toBest - 1e-12 * (toZ + toBest + diagonal)
      if lead > 0 && c != nearest {
        // A difference of squares over an upper bound of the sum of distances.
        margin = min(margin, lead / (squareFromCenter(c, low, high).squareRoot() + reach))
      } else {
        kept[count] = Int32(truncatingIfNeeded: c)
        count &+= 1
      }
    }
    return (count, margin * (1 - 1e-9))
  }

  @inline(__always)
  private func squareFromCenter(_ c: Int, _ low: UnsafePointer<Double>, _ high: UnsafePointer<Double>) -> Double {
    let z = centroids + c &* width.count
    var square = 0.0
    for j in 0..<width.count {
      let difference = 0.5 * (low[j] + high[j]) - z[j]
      square += difference * difference
    }
    return square
  }
}
