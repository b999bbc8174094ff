extension Inflater {
  /// Reads a stretch of a stream and holds it against what it should be, without making it again.
  ///
  /// - Throws: `InflateError` where they differ, or the stretch does not end where its bytes do.
  func compare(with expected: UnsafeRawBufferPointer) throws {
    var position = 0
    var isLast = false
    while !isLast, !isAtEnd {
      isLast = try take(1) == 1
      switch try take(2) {
      case 0: position = try compareStored(expected, position)
      case 2:
        let (literals, distances) = try readCodes()
        position = try compare(literals, distances, expected, position)
      default: throw InflateError("a block of another type than was written")
      }
    }
    guard position == expected.count, isAtEnd else {
      throw InflateError("a stretch of another length than was written")
    }
  }

  private func compareStored(_ expected: UnsafeRawBufferPointer, _ from: Int) throws -> Int {
    try skipToByte()
    let length = try take(16)
    guard try take(16) == ~length & 0xFFFF else { throw InflateError("a stored block of wrong length") }
    for index in 0..<length {
      guard from + index < expected.count, Int(expected[from + index]) == (try take(8)) else {
        throw InflateError("another byte than was written")
      }
    }
    return from + length
  }

  private func compare(
    _ literals: HuffmanCode, _ distances: HuffmanCode, _ expected: UnsafeRawBufferPointer, _ from: Int
  ) throws -> Int {
    var position = from
    while true {
      let code = try symbol(literals)
      if code < 256 {
        guard position < expected.count, expected[position] == UInt8(code) else {
          throw InflateError("another byte than was written")
        }
        position += 1
      } else if code == 256 {
        return position
      } else {
        guard code <= 285 else { throw InflateError("a length that does not exist") }
        let length = Self.lengths[code - 257] + (try take(Self.lengthBits[code - 257]))
        let far = try symbol(distances)
        guard far < 30 else { throw InflateError("a distance that does not exist") }
        let distance = Self.distances[far] + (try take(Self.distanceBits[far]))
        guard distance <= position, position + length <= expected.count,
          Self.repeats(expected, position, length, distance)
        else { throw InflateError("another match than was written") }
        position += length
      }
    }
  }

  /// Whether the bytes at a place are those a distance before: what is there was compared already.
  @inline(__always)
  private static func repeats(_ bytes: UnsafeRawBufferPointer, _ position: Int, _ length: Int, _ distance: Int) -> Bool
  {
    var index = 0
    while index + 8 <= length {
      let (a, b) = (
        bytes.loadUnaligned(fromByteOffset: position + index, as: UInt64.self),
        bytes.loadUnaligned(fromByteOffset: position + index - distance, as: UInt64.self)
      )
      guard a == b else { return false }
      index += 8
    }
    while index < length {
      guard bytes[position + index] == bytes[position + index - distance] else { return false }
      index += 1
    }
    return true
  }
}
