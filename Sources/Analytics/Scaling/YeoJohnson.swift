import Glibc

/// The maximum-likelihood λ of the Yeo-Johnson transform.
enum YeoJohnson {
  /// The λ that makes a column most nearly normal; 1 (the identity) for a constant column.
  static func fitLambda(_ column: [Double]) -> Double {
    guard let first = column.first, column.contains(where: { $0 != first }) else { return 1 }
    let signedLogs = column.reduce(0.0) { $0 + ($1 < 0 ? -log1p(-$1) : log1p($1)) }
    var transformed = column
    return Brent.minimum(between: -2, and: 2) { lambda in
      for index in column.indices {
        transformed[index] = Transform.yeoJohnson.apply(column[index], lambda: lambda)
      }
      let count = Double(column.count)
      let mean = transformed.reduce(0, +) / count
      let variance = transformed.reduce(0.0) { $0 + ($1 - mean) * ($1 - mean) } / count
      guard variance > 0, variance.isFinite else { return .infinity }
      return count / 2 * log(variance) - (lambda - 1) * signedLogs
    }
  }
}
