internal import Glibc

/// Minimises a smooth function of a few variables by BFGS with a backtracking line search.
///
/// Source: J. Nocedal and S. Wright, "Numerical Optimization" (2006), algorithm 6.1.
struct Minimizer {
  /// Where a search ended.
  struct Result: Sendable {
    /// The variables.
    var point: [Double]
    /// The function's value there.
    var value: Double
    /// The largest component of the gradient there, in absolute value.
    var gradient: Double
    /// How many steps were taken.
    var iterations: Int
    /// Whether the gradient is within the tolerance.
    var converged: Bool
    /// The last estimate of the inverse of the second derivatives.
    var inverseHessian: [[Double]]
  }

  /// The gradient's largest component at which the search ends.
  var tolerance: Double
  /// The most steps.
  var maximumIterations = 500
  /// The variables' bound, in absolute value.
  var bound = 14.0

  /// Searches from a point.
  ///
  /// - Parameters:
  ///   - inverseHessian: a first estimate; the identity where nil.
  ///   - function: value and gradient; a value that is not finite is stepped back from.
  func minimize(
    from start: [Double], inverseHessian: [[Double]]? = nil, _ function: ([Double]) -> (Double, [Double])
  ) -> Result {
    let size = start.count
    let identity = (0..<size).map { row in (0..<size).map { $0 == row ? 1.0 : 0.0 } }
    var point = start
    var (value, gradient) = function(point)
    var inverse = inverseHessian ?? identity
    var isFresh = inverseHessian == nil
    var iterations = 0
    // Steps in a row that no longer lower the value: along a flat valley the gradient alone would never end the search.
    var stalled = 0
    while Self.largest(gradient) > tolerance, iterations < maximumIterations, stalled < 4, value.isFinite {
      var direction = inverse.map { row in -zip(row, gradient).reduce(0) { $0 + $1.0 * $1.1 } }
      var slope = Self.dot(direction, gradient)
      if slope >= 0 {
        inverse = identity
        isFresh = true
        direction = gradient.map { -$0 }
        slope = Self.dot(direction, gradient)
      }
      // A first step of the plain gradient has no scale of its own.
      let length = Self.largest(direction)
      var step = isFresh ? min(1, 0.5 / length) : min(1, 4 / length)
      var next = (point: point, value: value, gradient: gradient)
      var isLower = false
      for _ in 0..<30 {
        next.point = zip(point, direction).map { $0 + step * $1 }
        if next.point.allSatisfy({ abs($0) <= bound }) {
          (next.value, next.gradient) = function(next.point)
          // Near the minimum the values no longer tell steps apart: the gradient does.
          let isEven = abs(next.value - value) <= 1e-14 * abs(value)
          if next.value <= value + 1e-4 * step * slope
            || (isEven && Self.largest(next.gradient) < Self.largest(gradient))
          {
            isLower = true
            break
          }
        }
        step /= 2
      }
      guard isLower else {
        if isFresh { break }
        inverse = identity
        isFresh = true
        iterations += 1
        stalled += 1
        continue
      }
      let moved = zip(next.point, point).map { $0 - $1 }
      let turned = zip(next.gradient, gradient).map { $0 - $1 }
      let curvature = Self.dot(moved, turned)
      if curvature > 1e-16 * Self.dot(turned, turned) {
        if isFresh {
          let scale = curvature / Self.dot(turned, turned)
          inverse = identity.map { $0.map { $0 * scale } }
        }
        inverse = Self.updated(inverse, moved, turned, curvature)
        isFresh = false
      }
      stalled = value - next.value <= 1e-11 * abs(value) ? stalled + 1 : 0
      (point, value, gradient) = next
      iterations += 1
    }
    let largest = Self.largest(gradient)
    return Result(
      point: point, value: value, gradient: largest, iterations: iterations,
      converged: value.isFinite && largest <= tolerance, inverseHessian: inverse)
  }

  private static func updated(
    _ inverse: [[Double]], _ moved: [Double], _ turned: [Double], _ curvature: Double
  ) -> [[Double]] {
    let product = inverse.map { dot($0, turned) }
    let factor = (1 + dot(turned, product) / curvature) / curvature
    return inverse.indices.map { row in
      inverse.indices.map { column in
        inverse[row][column] + factor * moved[row] * moved[column]
          - (product[row] * moved[column] + moved[row] * product[column]) / curvature
      }
    }
  }

  static func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }

  static func largest(_ values: [Double]) -> Double {
    values.contains { !$0.isFinite } ? .infinity : values.reduce(0) { max($0, abs($1)) }
  }

  // MARK: - Curvature

  /// The inverse of the second derivatives, from differences of the gradient; nil where they are not positive definite.
  static func covariance(at point: [Double], _ gradient: ([Double]) -> [Double]) -> [[Double]]? {
    let h = 1e-4
    let size = point.count
    var hessian = point.indices.map { index in
      var high = point
      var low = point
      high[index] += h
      low[index] -= h
      return zip(gradient(high), gradient(low)).map { ($0 - $1) / (2 * h) }
    }
    for row in 0..<size {
      for column in 0..<row {
        let mean = (hessian[row][column] + hessian[column][row]) / 2
        hessian[row][column] = mean
        hessian[column][row] = mean
      }
    }
    return inverted(hessian)
  }

  /// The inverse of a symmetric positive definite matrix by its Cholesky factor; nil where it is not.
  static func inverted(_ matrix: [[Double]]) -> [[Double]]? {
    let size = matrix.count
    var factor = matrix.map { $0.map { _ in 0.0 } }
    for row in 0..<size {
      for column in 0...row {
        var sum = matrix[row][column]
        for inner in 0..<column { sum -= factor[row][inner] * factor[column][inner] }
        if row == column {
          guard sum.isFinite, sum > 1e-12 * abs(matrix[row][row]) else { return nil }
          factor[row][row] = sum.squareRoot()
        } else {
          factor[row][column] = sum / factor[column][column]
        }
      }
    }
    let columns = (0..<size).map { unit -> [Double] in
      var solution = (0..<size).map { $0 == unit ? 1.0 : 0.0 }
      for row in 0..<size {
        for inner in 0..<row { solution[row] -= factor[row][inner] * solution[inner] }
        solution[row] /= factor[row][row]
      }
      for row in (0..<size).reversed() {
        for inner in (row + 1)..<max(size, row + 1) { solution[row] -= factor[inner][row] * solution[inner] }
        solution[row] /= factor[row][row]
      }
      return solution
    }
    return columns
  }
}
