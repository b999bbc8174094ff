/// An exact decimal number, `unscaled` / 10^`scale`.
public struct SQLDecimal: Sendable, Hashable {
  /// The number without its point.
  public var unscaled: Int128
  /// How many digits follow the point, 0...38.
  public var scale: Int

  /// Makes a decimal: `SQLDecimal(unscaled: 1234, scale: 2)` is 12.34.
  public init(unscaled: Int128, scale: Int) {
    self.unscaled = unscaled
    self.scale = scale
  }

  /// The nearest double.
  public var doubleValue: Double { Self.double(unscaled, scale) }

  /// 10^0 to 10^22, which doubles hold exactly.
  static let powersOfTen: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22,
  ]

  /// The nearest double to `unscaled` / 10^`scale`: the division of two exact doubles rounds once; beyond those, the
  /// text is parsed, which rounds once too.
  @inline(__always)
  static func double(_ unscaled: Int128, _ scale: Int) -> Double {
    if unscaled.magnitude <= 1 << 53, scale <= 22 { return Double(Int64(unscaled)) / powersOfTen[scale] }
    return Double(text(unscaled, scale)) ?? .nan
  }

  static func text(_ unscaled: Int128, _ scale: Int) -> String {
    var digits = String(unscaled.magnitude)
    if scale > 0 {
      digits = String(repeating: "0", count: max(0, scale + 1 - digits.count)) + digits
      digits.insert(".", at: digits.index(digits.endIndex, offsetBy: -scale))
    }
    return unscaled < 0 ? "-" + digits : digits
  }
}

extension SQLDecimal: CustomStringConvertible {
  /// All the digits, as in "-0.05".
  public var description: String { Self.text(unscaled, scale) }
}
