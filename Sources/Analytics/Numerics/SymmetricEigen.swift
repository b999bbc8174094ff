/// Eigenvalues and eigenvectors of a small symmetric matrix, by Jacobi's rotations.
///
/// Source: G. Golub and C. Van Loan, "Matrix Computations" (2013), section 8.5.
struct SymmetricEigen {
  /// The eigenvalues, in no order.
  let values: [Double]
  /// The eigenvector of each, of unit length.
  let vectors: [[Double]]

  /// Sweeps after which rotations change nothing any more: convergence is quadratic.
  private static let sweeps = 30

  /// - Parameter matrix: n × n, symmetric; its upper triangle is read.
  init(_ matrix: [[Double]]) {
    let size = matrix.count
    var a = matrix
    var v = (0..<size).map { row in (0..<size).map { $0 == row ? 1.0 : 0.0 } }
    for row in 0..<size { for column in 0..<row { a[row][column] = a[column][row] } }
    for _ in 0..<Self.sweeps {
      var isDiagonal = true
      for p in 0..<size {
        for q in (p + 1)..<max(size, p + 1) where a[p][q] != 0 {
          // Where the entry is lost beside the diagonal, so is the rotation.
          if abs(a[p][q]) <= 1e-18 * (abs(a[p][p]) + abs(a[q][q])) { continue }
          isDiagonal = false
          let theta = (a[q][q] - a[p][p]) / (2 * a[p][q])
          let t = (theta < 0 ? -1 : 1) / (abs(theta) + (theta * theta + 1).squareRoot())
          let cosine = 1 / (t * t + 1).squareRoot()
          let sine = t * cosine
          for k in 0..<size {
            (a[k][p], a[k][q]) = (cosine * a[k][p] - sine * a[k][q], sine * a[k][p] + cosine * a[k][q])
          }
          for k in 0..<size {
            (a[p][k], a[q][k]) = (cosine * a[p][k] - sine * a[q][k], sine * a[p][k] + cosine * a[q][k])
            (v[p][k], v[q][k]) = (cosine * v[p][k] - sine * v[q][k], sine * v[p][k] + cosine * v[q][k])
          }
        }
      }
      if isDiagonal { break }
    }
    values = (0..<size).map { a[$0][$0] }
    vectors = v
  }
}
