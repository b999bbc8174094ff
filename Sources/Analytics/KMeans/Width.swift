/// Four observations side by side: the unit of every kernel, so that results do not depend on the instruction set.
typealias Lanes = SIMD4<Double>

/// The number of features, known to the compiler for the common small ones so that kernels unroll.
protocol Width: Sendable {
  /// Number of features.
  var count: Int { get }
}

struct Width1: Width { var count: Int { 1 } }
struct Width2: Width { var count: Int { 2 } }
struct Width3: Width { var count: Int { 3 } }
struct Width4: Width { var count: Int { 4 } }
struct Width5: Width { var count: Int { 5 } }
struct Width6: Width { var count: Int { 6 } }
struct Width7: Width { var count: Int { 7 } }
struct Width8: Width { var count: Int { 8 } }

/// Any number of features.
struct AnyWidth: Width { let count: Int }

extension SIMD4<Double> {
  /// The four lanes summed in a fixed order.
  @inline(__always) var total: Double { (self[0] + self[1]) + (self[2] + self[3]) }

  /// The square roots of squares. Clearing the sign, which they do not have, lets the compiler use the vector
  /// instruction: it need not call the C library for the sake of `errno`.
  @inline(__always) var rootOfSquares: Self {
    SIMD4(
      self[0].magnitude.squareRoot(), self[1].magnitude.squareRoot(), self[2].magnitude.squareRoot(),
      self[3].magnitude.squareRoot())
  }

  /// The lanes where `mask` holds, 0 elsewhere.
  @inline(__always) func kept(where mask: SIMDMask<SIMD4<Int64>>) -> Self {
    Self.zero.replacing(with: self, where: mask)
  }
}

extension Width {
  /// Squared distances of four observations, feature j in `values[j]`, to a point given as splat lanes.
  @inline(__always)
  func squares(_ values: UnsafePointer<Lanes>, _ point: UnsafePointer<Lanes>) -> Lanes {
    var sum = Lanes.zero
    for j in 0..<count {
      let difference = point[j] - values[j]
      sum += difference * difference
    }
    return sum
  }
}
