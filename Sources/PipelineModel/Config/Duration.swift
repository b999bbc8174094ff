/// Lengths of time as people write them in a config.
public enum Duration {
  private static let units: [(names: [String], seconds: Double)] = [
    (["ms"], 0.001), (["s", "second", "seconds"], 1), (["min", "minute", "minutes"], 60),
    (["h", "hour", "hours"], 3600), (["d", "day", "days"], 86_400),
    (["week", "weeks"], 604_800),
  ]

  /// What the schema says of such a text.
  public static let pattern = "^\\d+(\\.\\d+)? ?(ms|s|seconds?|min|minutes?|h|hours?|d|days?|weeks?)$"

  /// Seconds of `10 s`, `1.5 hours`, `500 ms`; nil where the text is none, or nothing.
  public static func seconds(_ text: String) -> Double? {
    let digits = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
    let unit = text.dropFirst(digits.count).drop { $0 == " " }
    guard let number = Double(digits), number > 0, number.isFinite,
      let factor = units.first(where: { $0.names.contains(String(unit)) })?.seconds
    else { return nil }
    // Three centuries are as long as anything here can be.
    let seconds = number * factor
    return seconds < 1e10 ? seconds : nil
  }
}
