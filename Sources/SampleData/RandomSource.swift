/// A seeded stream of random numbers that is the same on every machine.
///
/// xoshiro256** 1.0, its state filled by splitmix64: D. Blackman and S. Vigna, "Scrambled Linear Pseudorandom Number
/// Generators", ACM TOMS 47 (2021), https://prng.di.unimi.it. Everything drawn from it is integer arithmetic, so no
/// library's rounding can change a sample.
package struct RandomSource {
  private var s0: UInt64
  private var s1: UInt64
  private var s2: UInt64
  private var s3: UInt64

  /// A stream that starts from a known state, not all zero.
  package init(state: (UInt64, UInt64, UInt64, UInt64)) { (s0, s1, s2, s3) = state }

  /// A stream of its own for each `purpose`, so that one more draw in one place changes nothing elsewhere.
  init(seed: UInt64, purpose: UInt64) {
    var state = splitMix(seed) ^ splitMix(purpose &* 0xD1B5_4A32_D192_ED03)
    func next(_ state: inout UInt64) -> UInt64 {
      defer { state &+= 0x9E37_79B9_7F4A_7C15 }
      return splitMix(state)
    }
    self.init(state: (next(&state), next(&state), next(&state), next(&state)))
  }

  /// 64 random bits.
  package mutating func next() -> UInt64 {
    let scrambled = s1 &* 5
    let result = ((scrambled << 7) | (scrambled >> 57)) &* 9
    let shifted = s1 << 17
    s2 ^= s0
    s3 ^= s1
    s1 ^= s2
    s0 ^= s3
    s2 ^= shifted
    s3 = (s3 << 45) | (s3 >> 19)
    return result
  }

  /// A number in 0..<`bound` (multiply and shift; the bias, below bound/2⁶⁴, does not matter here).
  mutating func below(_ bound: Int) -> Int {
    Int(truncatingIfNeeded: next().multipliedFullWidth(by: UInt64(bound)).high)
  }

  /// A number of `range`.
  mutating func within(_ range: ClosedRange<Int>) -> Int {
    range.lowerBound + below(range.upperBound - range.lowerBound + 1)
  }

  /// True `share` times in 10,000.
  mutating func chance(_ share: Int) -> Bool { below(10_000) < share }

  /// About normal, mean 0, in 1/1024 of a standard deviation: four uniform 16-bit numbers, summed (Irwin–Hall).
  mutating func normal() -> Int {
    let bits = next()
    let sum = (bits & 0xFFFF) + ((bits >> 16) & 0xFFFF) + ((bits >> 32) & 0xFFFF) + (bits >> 48)
    return (Int(sum) - 131_070) * 1_024 / 37_837
  }

  /// About log-normal: `median` times 2 to a normal power whose standard deviation is `spread`/1024.
  mutating func logNormal(median: Int, spread: Int) -> Int {
    scaled(median, byTwoTo: spread * normal() / 1_024)
  }

  /// Puts `values` into random order (Fisher–Yates).
  mutating func shuffle<Value>(_ values: inout [Value]) {
    for last in stride(from: values.count - 1, to: 0, by: -1) { values.swapAt(last, below(last + 1)) }
  }
}

/// splitmix64's output function: a bijection that mixes every bit.
package func splitMix(_ value: UInt64) -> UInt64 {
  var mixed = value &+ 0x9E37_79B9_7F4A_7C15
  mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
  mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
  return mixed ^ (mixed >> 31)
}

/// `value` times 2 to the power `power`/1024, from a table of sixteenths of an octave with linear steps between.
private func scaled(_ value: Int, byTwoTo power: Int) -> Int {
  let octave = power >> 10
  let within = power & 1_023
  let (index, rest) = (within >> 6, within & 63)
  let factor = octaveTable[index] + (octaveTable[index + 1] - octaveTable[index]) * rest / 64
  return octave >= 0 ? ((value * factor) << octave) >> 16 : (value * factor) >> (16 - octave)
}

/// 65,536 · 2^(i/16), rounded.
private let octaveTable = [
  65_536, 68_438, 71_468, 74_632, 77_936, 81_386, 84_990, 88_752, 92_682, 96_785, 101_070, 105_545, 110_218, 115_098,
  120_194, 125_515, 131_072,
]
