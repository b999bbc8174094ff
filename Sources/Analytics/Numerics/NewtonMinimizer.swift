/// Minimises a smooth function of a few variables whose second derivatives are known: Newton's steps, made descents
/// where the function is not convex, with a backtracking line search.
///
/// Source: J. Nocedal and S. Wright, "Numerical Optimization" (2006), algorithms 3.2 and 3.3.
struct NewtonMinimizer {
  /// The gradient's largest component at which the search ends.
  var tolerance: Double
  /// The most steps.
  var maximumIterations = 500
  /// The variables' bound, in absolute value.
  var bound = 14.0

  /// Searches from a point.
  ///
  /// - Parameter function: value, gradient and second derivatives; a value that is not finite is stepped back from.
  func minimize(
    from start: [Double], _ function: ([Double]) -> (Double, [Double], [[Double]])
  ) -> Minimizer.Result {
    var point = start
    var (value, gradient, curvature) = function(point)
    var iterations = 0
    // Steps in a row that no longer lower the value: along a flat valley the gradient alone would never end the search.
    var stalled = 0
    while Minimizer.largest(gradient) > tolerance, iterations < maximumIterations, stalled < 4, value.isFinite {
      guard let inverse = Self.descent(curvature) else { break }
      let direction = inverse.map { -Minimizer.dot($0, gradient) }
      let slope = Minimizer.dot(direction, gradient)
      var step = min(1, 4 / Minimizer.largest(direction))
      var next: (point: [Double], value: Double, gradient: [Double], curvature: [[Double]])?
      for _ in 0..<30 where next == nil {
        let candidate = zip(point, direction).map { $0 + step * $1 }
        step /= 2
        guard candidate.allSatisfy({ abs($0) <= bound }) else { continue }
        let found = function(candidate)
        // Near the minimum the values no longer tell steps apart: the gradient does.
        let isEven = abs(found.0 - value) <= 1e-14 * abs(value)
        let isLower = found.0 <= value + 1e-4 * 2 * step * slope
        if isLower || isEven && Minimizer.largest(found.1) < Minimizer.largest(gradient) {
          next = (candidate, found.0, found.1, found.2)
        }
      }
      guard let next else { break }
      stalled = value - next.value <= 1e-11 * abs(value) ? stalled + 1 : 0
      (point, value, gradient, curvature) = next
      iterations += 1
    }
    let largest = Minimizer.largest(gradient)
    return Minimizer.Result(
      point: point, value: value, gradient: largest, iterations: iterations,
      converged: value.isFinite && largest <= tolerance, inverseHessian: Minimizer.inverted(curvature) ?? [])
  }

  /// The inverse of the second derivatives, with as much added to the diagonal as makes them positive definite.
  private static func descent(_ curvature: [[Double]]) -> [[Double]]? {
    let size = curvature.indices.reduce(0) { max($0, abs(curvature[$1][$1])) }
    guard size.isFinite, size > 0 else { return nil }
    var shift = 0.0
    for _ in 0..<40 {
      var shifted = curvature
      for index in shifted.indices { shifted[index][index] += shift }
      if let inverse = Minimizer.inverted(shifted) { return inverse }
      shift = max(1e-3 * size, 4 * shift)
    }
    return nil
  }
}
