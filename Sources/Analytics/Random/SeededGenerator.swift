import Glibc

/// A small, fast, reproducible generator: xoshiro256**, its state filled by splitmix64.
///
/// Same seed, same sequence, on every machine. Independent work takes its own `stream(_:)`, so that results do not
/// depend on which thread draws first.
///
/// Source: D. Blackman and S. Vigna, "Scrambled linear pseudorandom number generators", ACM TOMS 47 (2021).
public struct SeededGenerator: RandomNumberGenerator, Sendable, Equatable {
  private let seed: UInt64
  private var s0: UInt64
  private var s1: UInt64
  private var s2: UInt64
  private var s3: UInt64

  /// A generator at the start of the sequence of `seed`.
  public init(seed: UInt64) {
    self.seed = seed
    var counter = seed
    s0 = Self.splitmix(&counter)
    s1 = Self.splitmix(&counter)
    s2 = Self.splitmix(&counter)
    s3 = Self.splitmix(&counter)
  }

  /// The generator of an independent sub-sequence, whatever has been drawn from this one so far.
  public func stream(_ index: UInt64) -> SeededGenerator {
    var a = seed ^ 0x6A09_E667_F3BC_C909
    var b = index &+ 0x3C6E_F372_FE94_F82B
    var mixed = Self.splitmix(&a) ^ Self.splitmix(&b).rotated(left: 32)
    return SeededGenerator(seed: Self.splitmix(&mixed))
  }

  /// The next 64 random bits.
  public mutating func next() -> UInt64 {
    let result = (s1 &* 5).rotated(left: 7) &* 9
    let shifted = s1 << 17
    s2 ^= s0
    s3 ^= s1
    s1 ^= s2
    s0 ^= s3
    s2 ^= shifted
    s3 = s3.rotated(left: 45)
    return result
  }

  /// A uniform number in [0, 1), a multiple of 2⁻⁵³.
  public mutating func nextDouble() -> Double {
    Double(next() >> 11) * 0x1p-53
  }

  /// A uniform whole number in 0 ..< `bound`, without bias.
  ///
  /// Source: D. Lemire, "Fast random integer generation in an interval", ACM TOMACS 29 (2019).
  ///
  /// - Precondition: `bound > 0`.
  public mutating func nextBelow(_ bound: Int) -> Int {
    precondition(bound > 0, "no whole number lies in 0 ..< \(bound)")
    let range = UInt64(bound)
    var product = next().multipliedFullWidth(by: range)
    if product.low < range {
      let threshold = (0 &- range) % range
      while product.low < threshold {
        product = next().multipliedFullWidth(by: range)
      }
    }
    return Int(product.high)
  }

  /// A standard normal number (Marsaglia's polar method; the second of each pair is dropped).
  public mutating func normal() -> Double {
    while true {
      let x = 2 * nextDouble() - 1
      let y = 2 * nextDouble() - 1
      let square = x * x + y * y
      if square > 0 && square < 1 {
        return x * (-2 * log(square) / square).squareRoot()
      }
    }
  }

  private static func splitmix(_ counter: inout UInt64) -> UInt64 {
    counter &+= 0x9E37_79B9_7F4A_7C15
    var z = counter
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

extension UInt64 {
  fileprivate func rotated(left bits: UInt64) -> UInt64 {
    (self << bits) | (self >> (64 - bits))
  }
}
