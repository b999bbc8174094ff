/// A fitted transform and scale: what turns features into the points that are clustered.
///
/// Its parameters are plain arrays, one element per column, so that a model can be saved and reloaded exactly.
public struct Preprocessor: Sendable, Equatable {
  /// The transform, applied first.
  public var transform: Transform
  /// The scale, applied to transformed values.
  public var scale: Scale
  /// λ of the Yeo-Johnson transform per column; 1 (the identity) for other transforms.
  public var lambdas: [Double]
  /// What is subtracted per column after the transform.
  public var centers: [Double]
  /// What is then divided by; 1 for a constant column, which therefore becomes 0.
  public var spreads: [Double]

  /// A preprocessor from its parameters, such as those saved by an earlier run.
  ///
  /// - Precondition: one λ, centre and spread per column.
  public init(transform: Transform, scale: Scale, lambdas: [Double], centers: [Double], spreads: [Double]) {
    precondition(
      lambdas.count == centers.count && centers.count == spreads.count, "one λ, centre and spread per column")
    self.transform = transform
    self.scale = scale
    self.lambdas = lambdas
    self.centers = centers
    self.spreads = spreads
  }

  /// The parameters that the columns of `features` call for.
  ///
  /// - Throws: `AnalyticsError` for no rows, non-finite values, or a value ≤ −1 under `log1p`.
  public static func fit(_ features: Matrix, transform: Transform, scale: Scale) throws -> Preprocessor {
    guard features.rows > 0 else { throw AnalyticsError(.notEnoughData, "no rows to fit a scale on") }
    try features.requireFinite()
    var fitted = Preprocessor(transform: transform, scale: scale, lambdas: [], centers: [], spreads: [])
    if transform == .log1p { try requireLogarithms(features) }
    for index in 0..<features.columns {
      var column = features.column(index)
      let lambda = transform == .yeoJohnson ? YeoJohnson.fitLambda(column) : 1
      for r in column.indices { column[r] = transform.apply(column[r], lambda: lambda) }
      let (center, spread) = location(of: column, scale)
      fitted.lambdas.append(lambda)
      fitted.centers.append(center)
      fitted.spreads.append(spread)
    }
    return fitted
  }

  /// Features after a transform that has no parameters of its own, and the transform that remains: what many models
  /// of the same features share.
  ///
  /// - Throws: `AnalyticsError` for a value ≤ −1 under `log1p`.
  static func shared(_ features: Matrix, _ transform: Transform) throws -> (features: Matrix, rest: Transform) {
    guard transform == .log1p else { return (features, transform) }
    try requireLogarithms(features)
    var result = features
    for position in result.storage.indices {
      result.storage[position] = transform.apply(result.storage[position], lambda: 1)
    }
    return (result, .none)
  }

  private static func requireLogarithms(_ features: Matrix) throws {
    guard let at = features.storage.firstIndex(where: { $0 <= -1 }) else { return }
    let (row, column) = (at / features.columns, at % features.columns)
    throw AnalyticsError(
      .invalidArgument,
      "log1p needs values above −1: row \(row), column \(column) is \(features.storage[at]); use yeo-johnson or none")
  }

  /// Refuses features that it cannot take, such as others than those it was fitted on.
  ///
  /// - Throws: `AnalyticsError` for non-finite values, or a value ≤ −1 under `log1p`.
  public func requireApplicable(_ features: Matrix) throws {
    try features.requireFinite()
    if transform == .log1p { try Self.requireLogarithms(features) }
  }

  /// The points for features of the same columns as those fitted.
  ///
  /// - Precondition: `m.columns` is the number of columns fitted.
  public func apply(_ m: Matrix) -> Matrix {
    precondition(m.columns == centers.count, "\(m.columns) columns, fitted on \(centers.count)")
    var result = m
    result.storage.withUnsafeMutableBufferPointer { values in
      for c in 0..<m.columns {
        let (lambda, center, spread) = (lambdas[c], centers[c], spreads[c])
        for position in stride(from: c, to: values.count, by: m.columns) {
          values[position] = (transform.apply(values[position], lambda: lambda) - center) / spread
        }
      }
    }
    return result
  }

  private static func location(of column: [Double], _ scale: Scale) -> (center: Double, spread: Double) {
    guard let first = column.first else { return (0, 1) }
    let constant = column.allSatisfy { $0 == first }
    switch scale {
    case .none:
      return (0, 1)
    case .standard:
      if constant { return (first, 1) }
      let mean = column.reduce(0, +) / Double(column.count)
      // The second term takes back what rounding of the mean left (the corrected two-pass algorithm).
      var squares = 0.0
      var rest = 0.0
      for value in column {
        squares += (value - mean) * (value - mean)
        rest += value - mean
      }
      let variance = (squares - rest * rest / Double(column.count)) / Double(column.count)
      return (mean, variance > 0 ? variance.squareRoot() : 1)
    case .robust:
      let sorted = column.sorted()
      let spread = quantile(sorted, 0.75) - quantile(sorted, 0.25)
      return (quantile(sorted, 0.5), spread > 0 ? spread : 1)
    case .minmax:
      let low = column.reduce(first, min)
      let high = column.reduce(first, max)
      return (low, high > low ? high - low : 1)
    }
  }

  /// The quantile of sorted values, interpolated linearly.
  private static func quantile(_ sorted: [Double], _ share: Double) -> Double {
    let position = share * Double(sorted.count - 1)
    let below = Int(position)
    guard below + 1 < sorted.count else { return sorted[sorted.count - 1] }
    return sorted[below] + (position - Double(below)) * (sorted[below + 1] - sorted[below])
  }
}
