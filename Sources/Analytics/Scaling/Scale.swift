/// How transformed columns are brought to comparable units.
public enum Scale: String, Sendable, CaseIterable {
  /// Values as they are.
  case none
  /// (x − mean) / standard deviation, the latter over n.
  case standard
  /// (x − median) / (Q75 − Q25), quantiles interpolated linearly.
  case robust
  /// (x − minimum) / (maximum − minimum).
  case minmax
}
