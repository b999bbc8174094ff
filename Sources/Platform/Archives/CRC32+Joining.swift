extension CRC32 {
  /// The sum of two stretches one after the other, from theirs: the first one's is moved on by the second's length.
  static func joined(_ first: UInt32, _ second: UInt32, length: Int) -> UInt32 {
    // Zeros behind a stretch multiply its sum by powers of x, modulo the polynomial: x^(8·length), by squaring.
    var power: UInt32 = 0x0080_0000
    var factor: UInt32 = 0x8000_0000
    var rest = length
    while rest > 0 {
      if rest & 1 == 1 { factor = product(factor, power) }
      power = product(power, power)
      rest >>= 1
    }
    return product(first, factor) ^ second
  }

  /// The product of two polynomials modulo the sum's own; the highest power of x is the lowest bit.
  private static func product(_ a: UInt32, _ b: UInt32) -> UInt32 {
    var (result, left, right) = (UInt32(0), a, b)
    while left != 0 {
      if left & 0x8000_0000 != 0 { result ^= right }
      left <<= 1
      right = right & 1 == 1 ? 0xEDB8_8320 ^ right >> 1 : right >> 1
    }
    return result
  }
}
