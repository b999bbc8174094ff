/// Bins that hold equal shares of the values they were made from, as far as ties allow.
public struct QuantileBins: Sendable, Equatable {
  /// The inner limits, strictly ascending; a value equal to a limit lies below it.
  public let limits: [Double]

  /// The number of bins.
  public var count: Int { limits.count + 1 }

  /// Cuts at the linearly interpolated quantiles j/`count`; equal cuts become one, so equal values never part.
  /// - Throws: `AnalyticsError` without values, for a value that is not finite, or for fewer than one bin.
  public init(_ values: [Double], count: Int) throws {
    guard !values.isEmpty else { throw AnalyticsError(.notEnoughData, "no values to cut into bins") }
    guard values.allSatisfy(\.isFinite) else {
      throw AnalyticsError(.notFinite, "bins need finite values")
    }
    guard count >= 1 else { throw AnalyticsError(.invalidArgument, "\(count) bins: at least 1 is needed") }
    let sorted = values.sorted()
    let cuts = (1..<count).map { Quantile.linear(sorted, Double($0) / Double(count)) }
    var limits: [Double] = cuts.reduce(into: []) { if $1 > $0.last ?? -.infinity { $0.append($1) } }
    // Where ties put a cut at the highest or lowest value, the bin beyond it is for new values alone: that is drift.
    if limits.first == sorted[0] { limits.insert(sorted[0].nextDown, at: 0) }
    // A rare value below one that nearly all have would be in its bin.
    if let highest = sorted.last, limits == [highest] { limits.insert(highest.nextDown, at: 0) }
    self.limits = limits
  }

  /// Bins with known limits, such as those saved by an earlier run.
  /// - Throws: `AnalyticsError` where the limits do not ascend.
  public init(limits: [Double]) throws {
    guard zip(limits, limits.dropFirst()).allSatisfy({ $0 < $1 }), limits.allSatisfy(\.isFinite) else {
      throw AnalyticsError(.invalidArgument, "the limits of bins must ascend")
    }
    self.limits = limits
  }

  /// How many values fall in each bin.
  public func counts(_ values: [Double]) -> [Int] {
    var counts = [Int](repeating: 0, count: count)
    for value in values {
      var bin = 0
      while bin < limits.count, value > limits[bin] { bin += 1 }
      counts[bin] += 1
    }
    return counts
  }
}

/// Quantiles of sorted values.
enum Quantile {
  /// The quantile at `share`, 0…1, interpolated linearly between neighbours (type 7 of Hyndman and Fan).
  /// - Precondition: values are ascending and not empty.
  static func linear(_ sorted: [Double], _ share: Double) -> Double {
    let position = share * Double(sorted.count - 1)
    let below = Int(position.rounded(.down))
    let weight = position - Double(below)
    guard weight > 0, below + 1 < sorted.count else { return sorted[below] }
    return sorted[below] + weight * (sorted[below + 1] - sorted[below])
  }
}
