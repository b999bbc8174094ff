/// Finds the elbow of a falling convex curve.
///
/// Source: V. Satopää, J. Albrecht, D. Irwin and B. Raghavan, "Finding a 'kneedle' in a haystack: detecting knee points
/// in system behavior", ICDCS workshops (2011); no smoothing, since a handful of points has no noise to smooth.
public enum Kneedle {
  /// The x of the first elbow; nil when the curve bends too little to have one.
  ///
  /// - Parameters:
  ///   - x: ascending abscissae.
  ///   - y: as many ordinates.
  ///   - sensitivity: S of the paper; how much flatter the curve must become before a bend counts.
  public static func elbow(_ x: [Double], _ y: [Double], sensitivity: Double = 1) -> Double? {
    guard x.count == y.count, x.count >= 3, let lowX = x.first, let highX = x.last, highX > lowX,
      let lowY = y.min(), let highY = y.max(), highY > lowY
    else { return nil }
    // Turned upside down the curve is concave and rising; what counts is how far it is above the diagonal.
    let normalX = x.map { ($0 - lowX) / (highX - lowX) }
    let difference = zip(normalX, y).map { (highY - $1) / (highY - lowY) - $0 }
    let meanStep = 1 / Double(x.count - 1)
    var candidate: (x: Double, threshold: Double)?
    for i in 1..<x.count - 1 {
      if difference[i] > difference[i - 1] && difference[i] >= difference[i + 1] {
        candidate = (x[i], difference[i] - sensitivity * meanStep)
      }
      if let candidate, difference[i + 1] < candidate.threshold { return candidate.x }
    }
    return nil
  }
}
