import Glibc

/// The population stability index: how far a feature's distribution has moved from a reference.
///
/// Σ(q − p)·ln(q / p) over bins, p the reference's shares and q the current ones. By convention below 0.1 is stable
/// and above 0.25 is drift; it does not say whether the drift matters.
public enum PopulationStability {
  /// The index of two sets of shares over the same bins.
  /// - Throws: `AnalyticsError` when the bins differ or a share is not above 0.
  public static func index(shares reference: [Double], _ current: [Double]) throws -> Double {
    guard reference.count == current.count else {
      throw AnalyticsError(.shapeMismatch, "\(reference.count) reference bins, \(current.count) current ones")
    }
    guard (reference + current).allSatisfy({ $0 > 0 && $0.isFinite }) else {
      throw AnalyticsError(.invalidArgument, "every share must be above 0: give counts, whose empty bins are smoothed")
    }
    return zip(reference, current).reduce(0) { $0 + ($1.1 - $1.0) * log($1.1 / $1.0) }
  }

  /// The index of two sets of counts over the same bins.
  ///
  /// Bins empty on both sides do not count. Where a bin is empty on one, half a point is added to every bin on both
  /// (Jeffreys' prior): the index stays finite and the correction shrinks as the sample grows.
  /// - Throws: `AnalyticsError` when the bins differ or a side has no points.
  public static func index(counts reference: [Int], _ current: [Int]) throws -> Double {
    guard reference.reduce(0, +) > 0, current.reduce(0, +) > 0 else {
      throw AnalyticsError(.notEnoughData, "no values to compare")
    }
    guard reference.count == current.count else {
      throw AnalyticsError(.shapeMismatch, "\(reference.count) reference bins, \(current.count) current ones")
    }
    let used = reference.indices.filter { reference[$0] + current[$0] > 0 }
    let extra = used.contains { reference[$0] == 0 || current[$0] == 0 } ? 0.5 : 0
    func shares(_ counts: [Int]) -> [Double] {
      let total = used.reduce(0) { $0 + Double(counts[$1]) + extra }
      return used.map { (Double(counts[$0]) + extra) / total }
    }
    return try index(shares: shares(reference), shares(current))
  }

  /// The index of current values against reference values, over quantile bins of the reference.
  /// - Throws: `AnalyticsError` when a side has no values.
  public static func index(values reference: [Double], _ current: [Double], bins: Int = 10) throws -> Double {
    let cut = try QuantileBins(reference, count: bins)
    return try index(counts: cut.counts(reference), cut.counts(current))
  }
}
