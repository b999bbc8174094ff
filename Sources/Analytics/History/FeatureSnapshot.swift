/// The features of every customer known at one instant.
public struct FeatureSnapshot: Sendable {
  /// The instant, in microseconds since 1970-01-01 00:00 UTC; only lines before it count.
  public let instant: Int64
  /// The customers with at least one line of net quantity above 0 in the window, ascending.
  public let customers: [Int32]
  /// One row per customer, one column per feature asked, in the order asked.
  public let values: Matrix
}
