/// Minimises a smooth function of a few variables whose second derivatives are known, within bounds: Newton's steps,
/// with a backtracking line search.
///
/// Along each axis of curvature the step is taken by the curvature's size, whatever its sign, so that saddles are left
/// and flat valleys crossed; no axis may ask for more than ``longest``. A variable that the slope pushes beyond its bound
/// rests there. Sources: J. Nocedal and S. Wright, "Numerical Optimization" (2006), section 3.4; D. Bertsekas,
/// "Projected Newton methods for optimization problems with simple constraints", SIAM Journal on Control and
/// Optimization 20 (1982).
struct NewtonMinimizer {
  /// The gradient's largest component at which the search ends.
  var tolerance: Double
  /// The most steps.
  var maximumIterations = 200
  /// The variables' bound, in absolute value.
  var bound = 14.0

  /// The longest step along an axis of curvature.
  private static let longest = 2.0
  /// Curvatures this small beside the largest are taken for this much.
  private static let flattest = 1e-12

  /// Searches from a point.
  ///
  /// - Parameter function: value, gradient and second derivatives; a value that is not finite is stepped back from.
  /// - Returns: the end; its gradient is that of the variables that are free to move.
  func minimize(
    from start: [Double], _ function: ([Double]) -> (Double, [Double], [[Double]])
  ) -> Minimizer.Result {
    var point = start
    var (value, gradient, curvature) = function(point)
    var slope = free(gradient, at: point)
    var iterations = 0
    // Steps in a row that no longer lower the value: rounding alone is left of the gradient.
    var stalled = 0
    while Minimizer.largest(slope) > tolerance, iterations < maximumIterations, stalled < 4, value.isFinite {
      guard let direction = Self.direction(slope, curvature) else { break }
      var step = 1.0
      var next: (point: [Double], value: Double, gradient: [Double], curvature: [[Double]])?
      for _ in 0..<40 where next == nil {
        let candidate = zip(point, direction).map { min(bound, max(-bound, $0 + step * $1)) }
        step /= 2
        let found = function(candidate)
        guard found.0.isFinite else { continue }
        let promised = Minimizer.dot(gradient, zip(candidate, point).map { $0 - $1 })
        // Near the minimum the values no longer tell steps apart: the gradient does.
        let isEven = abs(found.0 - value) <= 1e-14 * abs(value)
        if promised < 0 && found.0 <= value + 1e-4 * promised
          || isEven && Minimizer.largest(free(found.1, at: candidate)) < Minimizer.largest(slope)
        {
          next = (candidate, found.0, found.1, found.2)
        }
      }
      guard let next else { break }
      stalled = value - next.value <= 1e-14 * abs(value) ? stalled + 1 : 0
      (point, value, gradient, curvature) = next
      slope = free(gradient, at: point)
      iterations += 1
    }
    let largest = Minimizer.largest(slope)
    return Minimizer.Result(
      point: point, value: value, gradient: largest, iterations: iterations,
      converged: value.isFinite && largest <= tolerance, inverseHessian: Minimizer.inverted(curvature) ?? [])
  }

  /// The gradient, without what pushes a variable beyond its bound.
  private func free(_ gradient: [Double], at point: [Double]) -> [Double] {
    zip(gradient, point).map { slope, place in
      place >= bound && slope < 0 || place <= -bound && slope > 0 ? 0 : slope
    }
  }

  /// The step that would reach the minimum, were the function as curved everywhere; nil where the curvature is no number.
  private static func direction(_ slope: [Double], _ curvature: [[Double]]) -> [Double]? {
    // Variables at rest, whose slope is none, must not take part by way of the others.
    let moving = slope.indices.filter { slope[$0] != 0 }
    let inner = moving.map { row in moving.map { curvature[row][$0] } }
    guard inner.allSatisfy({ $0.allSatisfy(\.isFinite) }) else { return nil }
    let axes = SymmetricEigen(inner)
    let size = axes.values.reduce(0) { max($0, abs($1)) }
    guard size > 0 else { return nil }
    var direction = [Double](repeating: 0, count: slope.count)
    for (value, axis) in zip(axes.values, axes.vectors) {
      let along = zip(moving, axis).reduce(0) { $0 + slope[$1.0] * $1.1 }
      let step = min(longest, max(-longest, along / max(abs(value), flattest * size)))
      for (index, share) in zip(moving, axis) { direction[index] -= step * share }
    }
    return direction
  }
}
