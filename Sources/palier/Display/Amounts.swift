internal import Platform

/// Numbers for people.
enum Amounts {
  /// `541,909`.
  static func count(_ value: Int) -> String { NumberText.count(value) }

  /// `0.04 s`, `12.3 s`, `2 min 05 s`.
  static func seconds(_ value: Double) -> String {
    if value < 10 { return fixed(value, 2) + " s" }
    if value < 60 { return fixed(value, 1) + " s" }
    let whole = Int(min(value, 1e15))
    let rest = whole % 60
    return "\(whole / 60) min \(rest < 10 ? "0" : "")\(rest) s"
  }

  /// `12.4 MB`.
  static func bytes(_ value: Int) -> String {
    var amount = Double(value)
    for unit in ["B", "kB", "MB", "GB"] {
      if amount < 1000 { return (unit == "B" ? String(value) : fixed(amount, 1)) + " " + unit }
      amount /= 1000
    }
    return fixed(amount, 1) + " TB"
  }
}
