/// Numbers as text, without the platform's locale: a fixed number of decimals, rounded half away from zero.
enum NumberText {
  /// With "." before the decimals.
  ///
  /// - Parameter trimmed: whether zeros at the end go.
  static func english(_ value: Double, decimals: Int, trimmed: Bool = false) -> String {
    text(value, decimals, trimmed, ".")
  }

  /// With "," before the decimals.
  ///
  /// - Parameter trimmed: whether zeros at the end go.
  static func french(_ value: Double, decimals: Int, trimmed: Bool = false) -> String {
    text(value, decimals, trimmed, ",")
  }

  /// What somebody has set, with all its digits: rounded, it would be another.
  static func english(setting value: Double) -> String { english(value, decimals: 9, trimmed: true) }

  /// What somebody has set, with all its digits.
  static func french(setting value: Double) -> String { french(value, decimals: 9, trimmed: true) }

  private static func text(_ value: Double, _ decimals: Int, _ trimmed: Bool, _ mark: String) -> String {
    guard value.isFinite, abs(value) < 1e15 else { return "\(value)" }
    let factor = (0..<decimals).reduce(1.0) { result, _ in result * 10 }
    let scaled = (abs(value) * factor).rounded()
    let digits = String(Int(scaled))
    let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
    let sign = value < 0 && scaled > 0 ? "−" : ""
    var fraction = padded.suffix(decimals)
    if trimmed { while fraction.hasSuffix("0") { fraction.removeLast() } }
    return sign + padded.dropLast(decimals) + (fraction.isEmpty ? "" : mark + fraction)
  }
}
