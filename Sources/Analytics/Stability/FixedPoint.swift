/// Numbers in reasons that people read, without the weight of a formatting library.
enum FixedPoint {
  /// The number with a fixed count of decimals, rounded half away from zero.
  /// - Parameters:
  ///   - decimals: from 0 to 9.
  ///   - trimmed: whether trailing zeros go.
  ///   - mark: the decimal mark.
  static func text(_ value: Double, decimals: Int, trimmed: Bool = false, mark: String = ".") -> String {
    guard value.isFinite, value.magnitude < 1e9 else { return "\(value)" }
    let scale = (0..<decimals).reduce(1) { power, _ in power * 10 }
    let scaled = Int((value.magnitude * Double(scale)).rounded())
    var fraction = String(scaled % scale + scale).dropFirst()
    if decimals == 0 { fraction = "" }
    if trimmed { while fraction.hasSuffix("0") { fraction.removeLast() } }
    let sign = value < 0 && scaled > 0 ? "-" : ""
    return "\(sign)\(scaled / scale)" + (fraction.isEmpty ? "" : mark + fraction)
  }
}
