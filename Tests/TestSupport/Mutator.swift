/// Spoils bytes in the ways that files get spoilt, and in some that they never do; the same seed, the same faults.
public struct Mutator {
  private var state: UInt64

  /// A mutator of its own.
  public init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

  /// A number of 0..<`bound`.
  public mutating func below(_ bound: Int) -> Int {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return bound < 1 ? 0 : Int(state % UInt64(bound))
  }

  private static let bytes: [[UInt8]] = [
    Array(",".utf8), Array(";".utf8), Array("\"".utf8), Array("\"\"".utf8), Array("\n".utf8), Array("\r\n".utf8),
    Array("\r".utf8), [0], [0xFF], [0xC3], [0xEF, 0xBB, 0xBF], Array("é".utf8), Array(" ".utf8), Array("\t".utf8),
    Array("-".utf8), Array("1e309".utf8), Array("99999999999999999999".utf8), Array("NULL".utf8), Array("\\".utf8),
    Array("{".utf8), Array("]".utf8), Array("//".utf8), Array("${x}".utf8), Array("'".utf8),
  ]

  /// The bytes with a few faults, none of them before `start`.
  public mutating func spoil(_ whole: [UInt8], from start: Int = 0) -> [UInt8] {
    var bytes = whole
    for _ in 0...below(4) {
      let place = start + below(bytes.count - start)
      let end = min(bytes.count, place + 1 + below(below(10) == 0 ? 400 : 12))
      switch below(7) {
      case 0 where place < bytes.count: bytes[place] ^= 1 << UInt8(below(8))
      case 1 where place < end: bytes.removeSubrange(place..<end)
      case 2 where place < end: bytes.insert(contentsOf: bytes[place..<end], at: start + below(bytes.count - start))
      case 3:
        bytes.insert(
          contentsOf: [UInt8](repeating: Self.bytes[below(Self.bytes.count)][0], count: below(3000)), at: place)
      case 4 where below(4) == 0: bytes.removeSubrange(place...)
      default: bytes.insert(contentsOf: Self.bytes[below(Self.bytes.count)], at: place)
      }
    }
    return bytes
  }
}
