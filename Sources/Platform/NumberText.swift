/// Numbers as text, with a fixed number of decimals.
public enum NumberText {
  /// How a language writes a number.
  public enum Style: Sendable {
    /// `8,887,208.89`.
    case english
    /// `8 887 208,89`, its spaces unbreakable.
    case french

    fileprivate var group: String { self == .english ? "," : "\u{202F}" }
    fileprivate var mark: String { self == .english ? "." : "," }
  }

  /// A whole number with its thousands apart: `541,909`.
  public static func count(_ value: Int, _ style: Style = .english) -> String {
    let digits = Array(String(value.magnitude))
    var out = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { out += style.group }
      out.append(digit)
    }
    return value < 0 ? "-" + out : out
  }

  /// A number with `places` decimals, its thousands apart.
  public static func fixed(_ value: Double, _ places: Int, _ style: Style = .english) -> String {
    guard value.isFinite, value.magnitude < 1e15 else { return "\(value)" }
    var scale = 1
    for _ in 0..<places { scale *= 10 }
    let scaled = (value.magnitude * Double(scale)).rounded()
    guard scaled < 9e18 else { return "\(value)" }
    let (whole, fraction) = Int(scaled).quotientAndRemainder(dividingBy: scale)
    let digits = String(fraction)
    let tail = places == 0 ? "" : style.mark + String(repeating: "0", count: places - digits.count) + digits
    return (value < 0 && scaled > 0 ? "-" : "") + count(whole, style) + tail
  }

  /// A share as percent: `12.3 %`, in French `12,3 %`.
  public static func percent(_ share: Double, places: Int = 1, _ style: Style = .english) -> String {
    fixed(share * 100, places, style) + (style == .french ? "\u{A0}%" : " %")
  }

  /// A share as percent, with so many digits that a small one still counts, and no zeros at its end: `12.3 %`,
  /// `0.02 %`.
  public static func significantPercent(_ share: Double) -> String {
    let value = share.magnitude * 100
    var text = fixed(share * 100, value >= 10 ? 1 : value >= 1 ? 2 : 4)
    if text.contains(".") {
      while text.hasSuffix("0") { text.removeLast() }
      if text.hasSuffix(".") { text.removeLast() }
    }
    return text + " %"
  }
}
