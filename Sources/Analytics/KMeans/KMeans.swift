/// KMeans clustering: greedy k-means++ starts, Lloyd's iteration, the best of several restarts.
///
/// Every restart is settled at ten times `tolerance`, and the best goes on to a hundredth of it. From five restarts on
/// their ends are crossed and the best one's clusters swapped first, until nothing better comes (`KMeansCrossing`,
/// `KMeansSwaps`); where `searches` allows, all that is done again from other starts until the best end comes back. From
/// 32,768 points on, twice as many starts are tried on 8,192 of them first, and what came to different ends there goes on
/// over all. From 262,144 points on, all that is done on a sample of 65,536 spread evenly over the points (more for very
/// many clusters); the best three go on over all of them.
///
/// Same points and options, same fit, bit for bit, whatever the number of threads.
public enum KMeans {
  /// The finest tolerance, as a share of the options' one: that of the fit returned.
  static let finish = 1e-2

  /// Ends whose inertias are as near as this, as a share, are taken for the same.
  static let sameEnd = 1e-4

  /// Fits `options.clusters` centroids.
  ///
  /// Labels are those of the returned centroids; no cluster is empty.
  ///
  /// - Throws: `AnalyticsError` for options out of range, no points, values that are not finite, or more clusters than
  ///   distinct points.
  public static func fit(_ points: Matrix, _ options: KMeansOptions) throws -> KMeansFit {
    try validate(points, options)
    return try fit(PointLayout(points, clusters: options.clusters, threads: options.threads), options)
  }

  /// Fits one number of clusters after another on the same points, which share the work of laying them out.
  ///
  /// - Returns: the fits, by ascending number, and why they end before the range does: too few distinct points.
  /// - Throws: `AnalyticsError` as ``fit(_:_:)`` does, where not even the least number can be tried.
  public static func fits(
    _ points: Matrix, clusters range: ClosedRange<Int>, _ options: KMeansOptions
  ) throws -> (fits: [KMeansFit], refusal: AnalyticsError?) {
    var options = options
    options.clusters = min(range.lowerBound, max(points.rows, 1))
    try validate(points, options)
    let layout = PointLayout(points, clusters: range.upperBound, threads: options.threads)
    // Numbers keep threads busier than the starts of each do, unless there are so many points that these share threads.
    let numbers = range.filter { $0 < points.rows }
    let isShared = layout.sample != nil || numbers.count < options.threads
    // The greatest number takes longest, hence first.
    let results = Parallel.map(count: numbers.count, threads: isShared ? 1 : options.threads) { [options] index in
      var own = options
      own.clusters = numbers[numbers.count - 1 - index]
      if !isShared { own.threads = 1 }
      return Result { try fit(layout, own) }
    }
    var fits: [KMeansFit] = []
    for result in results.reversed() {
      do {
        fits.append(try result.get())
      } catch let error as AnalyticsError where error.kind == .notEnoughData {
        return (fits, error)
      }
    }
    return (fits, nil)
  }

  /// Fits on points already laid out, so that several fits share the work.
  static func fit(_ layout: PointLayout, _ options: KMeansOptions) throws -> KMeansFit {
    guard (16 * layout.all.meanVariance * Double(layout.all.count * layout.all.width)).isFinite else {
      throw AnalyticsError(.notFinite, "the values are so large that their squares are not finite; scale them first")
    }
    return switch layout.all.width {
    case 1: try KMeansRunner(Width1(), layout, options).best()
    case 2: try KMeansRunner(Width2(), layout, options).best()
    case 3: try KMeansRunner(Width3(), layout, options).best()
    case 4: try KMeansRunner(Width4(), layout, options).best()
    case 5: try KMeansRunner(Width5(), layout, options).best()
    case 6: try KMeansRunner(Width6(), layout, options).best()
    case 7: try KMeansRunner(Width7(), layout, options).best()
    case 8: try KMeansRunner(Width8(), layout, options).best()
    default: try KMeansRunner(AnyWidth(count: layout.all.width), layout, options).best()
    }
  }

  /// A fit, or nil where there are too few distinct points for one.
  static func fitOrSkip(_ layout: PointLayout, _ options: KMeansOptions) throws -> KMeansFit? {
    do {
      return try fit(layout, options)
    } catch let error as AnalyticsError where error.kind == .notEnoughData {
      return nil
    }
  }

  static func validate(_ points: Matrix, _ options: KMeansOptions) throws {
    func require(_ condition: Bool, _ sentence: @autoclosure () -> String) throws {
      if !condition { throw AnalyticsError(.invalidArgument, sentence()) }
    }
    try require(options.clusters >= 1, "\(options.clusters) clusters asked; at least 1 is needed")
    try require(options.restarts >= 1, "\(options.restarts) restarts asked; at least 1 is needed")
    try require(options.maximumIterations >= 1, "\(options.maximumIterations) iterations allowed; at least 1 is needed")
    try require(options.tolerance >= 0, "tolerance is \(options.tolerance); it cannot be negative")
    guard points.rows > 0, points.columns > 0 else {
      throw AnalyticsError(.notEnoughData, "no points to cluster: \(points.rows) rows of \(points.columns) columns")
    }
    guard points.rows <= Int(Int32.max) else {
      throw AnalyticsError(.invalidArgument, "\(points.rows) points; at most \(Int32.max) can be clustered")
    }
    guard options.clusters <= points.rows else {
      throw AnalyticsError(.notEnoughData, "\(options.clusters) clusters asked of \(points.rows) points")
    }
    try points.requireFinite()
  }
}
