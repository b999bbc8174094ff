/// The same words in English and in French.
public struct Wording: Sendable, Equatable {
  /// English.
  public var english: String
  /// French.
  public var french: String

  /// A wording from both languages.
  public init(english: String, french: String) {
    self.english = english
    self.french = french
  }
}

/// Numbers as text, without the platform's locale.
enum NumberText {
  /// A number with a fixed number of decimals, "." in English.
  static func english(_ value: Double, decimals: Int) -> String { text(value, decimals, ".") }

  /// A number with a fixed number of decimals, "," in French.
  static func french(_ value: Double, decimals: Int) -> String { text(value, decimals, ",") }

  private static func text(_ value: Double, _ decimals: Int, _ mark: String) -> String {
    guard value.isFinite, abs(value) < 1e15 else { return "\(value)" }
    let factor = (0..<decimals).reduce(1.0) { result, _ in result * 10 }
    let scaled = (abs(value) * factor).rounded()
    let digits = String(Int(scaled))
    let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
    let sign = value < 0 && scaled > 0 ? "−" : ""
    guard decimals > 0 else { return sign + padded }
    return sign + padded.dropLast(decimals) + mark + padded.suffix(decimals)
  }
}
