internal import Platform

extension Amounts {
  /// A number with so many decimals as tell it from another: `8,887,208.89`, `0.4312`.
  static func number(_ value: Double, beside other: Double) -> String { fixed(value, places(value, other)) }

  /// A difference of two numbers, with its sign and as many decimals as they are shown with.
  static func signed(_ difference: Double, like pair: (Double, Double)) -> String {
    (difference < 0 ? "-" : "+") + fixed(difference.magnitude, places(pair.0, pair.1))
  }

  /// `+1.2 %`.
  static func signed(percent: Double) -> String {
    let places = percent == 0 || percent.magnitude >= 0.1 ? 1 : percent.magnitude >= 0.001 ? 3 : 5
    return (percent < 0 ? "-" : "+") + fixed(percent.magnitude, places) + " %"
  }

  /// `12.3 %`.
  static func percent(_ part: Int, of whole: Int) -> String {
    NumberText.percent(Double(part) / Double(max(1, whole)))
  }

  /// A number with `places` decimals and commas between thousands.
  static func fixed(_ value: Double, _ places: Int) -> String { NumberText.fixed(value, places) }

  private static func places(_ value: Double, _ other: Double) -> Int {
    if value == value.rounded(), other == other.rounded() { return 0 }
    let size = max(value.magnitude, other.magnitude)
    var places = size >= 1000 ? 2 : size >= 1 ? 3 : 4
    while places < 9, value != other, fixed(value, places) == fixed(other, places) { places += 1 }
    return places
  }
}
