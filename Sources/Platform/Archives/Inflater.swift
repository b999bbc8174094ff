/// Data that is no valid compressed stream.
public struct InflateError: Error, Sendable, CustomStringConvertible {
  /// What is wrong with it.
  public let description: String

  init(_ description: String) { self.description = description }
}

/// Decompresses a DEFLATE stream (RFC 1951).
final class Inflater {
  private let input: UnsafeRawBufferPointer
  /// The next byte to be read.
  private(set) var position: Int
  private var bits: UInt64 = 0
  private var bitCount = 0
  /// What was written last, at least a window of it, and what waits to be handed on.
  private let output: UnsafeMutablePointer<UInt8>
  private var count = 0
  private var handedOn = 0

  private static let window = 1 << 15
  private static let lot = 1 << 20
  /// Room for a stored block or a match behind a lot that is not handed on yet.
  private static let capacity = lot + 4 * window

  /// Starts at a byte of `input`.
  init(_ input: UnsafeRawBufferPointer, at position: Int) {
    self.input = input
    self.position = position
    output = .allocate(capacity: Self.capacity)
  }

  deinit { output.deallocate() }

  /// Decompresses one stream.
  ///
  /// - Parameter sink: gets the bytes lot by lot.
  /// - Returns: the position of the first byte behind the stream.
  /// - Throws: `InflateError`, or what `sink` throws.
  func run(_ sink: (UnsafeRawBufferPointer) throws -> Void) throws -> Int {
    var isLast = false
    while !isLast {
      isLast = try take(1) == 1
      switch try take(2) {
      case 0: try copyStored(sink)
      case 1: try inflate(.fixedLiterals, .fixedDistances, sink)
      case 2:
        let (literals, distances) = try readCodes()
        try inflate(literals, distances, sink)
      default: throw InflateError("a block of an unknown type")
      }
    }
    try handOn(sink)
    return position - bitCount / 8
  }

  // MARK: - Bits

  /// Fills up to at least 56 bits, as far as there are any.
  @inline(__always)
  private func fill() {
    if position + 8 <= input.count {
      let next = UInt64(littleEndian: input.loadUnaligned(fromByteOffset: position, as: UInt64.self))
      bits |= next << UInt64(bitCount)
      let taken = (63 - bitCount) >> 3
      position += taken
      bitCount += taken * 8
      // What the shift brought in beyond the bytes counted comes again with them.
      bits &= bitCount == 64 ? .max : (1 << UInt64(bitCount)) - 1
      return
    }
    while bitCount <= 56, position < input.count {
      bits |= UInt64(input[position]) << UInt64(bitCount)
      position += 1
      bitCount += 8
    }
  }

  @inline(__always)
  func take(_ count: Int) throws -> Int {
    if count == 0 { return 0 }
    if bitCount < count { fill() }
    guard bitCount >= count else { throw InflateError("the data end too early") }
    let value = Int(bits & ((1 << UInt64(count)) - 1))
    bits >>= UInt64(count)
    bitCount -= count
    return value
  }

  @inline(__always)
  func symbol(_ code: HuffmanCode) throws -> Int {
    if bitCount < HuffmanCode.longest { fill() }
    let (symbol, length) = code.next(bits)
    guard length > 0, length <= bitCount else { throw InflateError("a code that does not exist") }
    bits >>= UInt64(length)
    bitCount -= length
    return symbol
  }

  /// Whether no whole byte is left.
  var isAtEnd: Bool { position == input.count && bitCount < 8 }

  /// Goes to the next whole byte.
  func skipToByte() throws { _ = try take(bitCount % 8) }

  // MARK: - Blocks

  private func copyStored(_ sink: (UnsafeRawBufferPointer) throws -> Void) throws {
    _ = try take(bitCount % 8)
    let length = try take(16)
    guard try take(16) == ~length & 0xFFFF else { throw InflateError("a stored block of wrong length") }
    for _ in 0..<length {
      output[count] = UInt8(try take(8))
      count += 1
    }
    if count >= Self.lot { try handOn(sink) }
  }

  private func inflate(
    _ literals: HuffmanCode, _ distances: HuffmanCode, _ sink: (UnsafeRawBufferPointer) throws -> Void
  ) throws {
    while true {
      let code = try symbol(literals)
      if code < 256 {
        output[count] = UInt8(truncatingIfNeeded: code)
        count += 1
      } else if code == 256 {
        return
      } else {
        guard code <= 285 else { throw InflateError("a length that does not exist") }
        let length = Self.lengths[code - 257] + (try take(Self.lengthBits[code - 257]))
        let far = try symbol(distances)
        guard far < 30 else { throw InflateError("a distance that does not exist") }
        let distance = Self.distances[far] + (try take(Self.distanceBits[far]))
        guard distance <= count else { throw InflateError("a distance that reaches before the start") }
        copy(length, from: count - distance)
      }
      if count >= Self.lot + Self.window { try handOn(sink) }
    }
  }

  /// Repeats bytes written before, which the copy itself may reach into.
  @inline(__always)
  private func copy(_ length: Int, from start: Int) {
    let (source, target) = (output + start, output + count)
    count += length
    guard target - source >= 8 else {
      for index in 0..<length { target[index] = source[index] }
      return
    }
    // Eight at a time, up to seven too many: there is room, and what comes next overwrites them.
    let (from, to) = (UnsafeRawPointer(source), UnsafeMutableRawPointer(target))
    var index = 0
    while index < length {
      to.storeBytes(
        of: from.loadUnaligned(fromByteOffset: index, as: UInt64.self), toByteOffset: index, as: UInt64.self)
      index += 8
    }
  }

  /// Hands on what is new, and forgets all but the window.
  private func handOn(_ sink: (UnsafeRawBufferPointer) throws -> Void) throws {
    try sink(UnsafeRawBufferPointer(start: output + handedOn, count: count - handedOn))
    let gone = max(0, count - Self.window)
    if gone > 0 { UnsafeMutableRawPointer(output).copyMemory(from: output + gone, byteCount: count - gone) }
    count -= gone
    handedOn = count
  }

  func readCodes() throws -> (literals: HuffmanCode, distances: HuffmanCode) {
    let literalCount = try take(5) + 257
    let distanceCount = try take(5) + 1
    let lengthCount = try take(4) + 4
    var lengths = [UInt8](repeating: 0, count: 19)
    for index in 0..<lengthCount { lengths[Self.lengthOrder[index]] = UInt8(try take(3)) }
    let code = try HuffmanCode(lengths)
    var all: [UInt8] = []
    while all.count < literalCount + distanceCount {
      switch try symbol(code) {
      case let length where length < 16: all.append(UInt8(length))
      case 16:
        guard let last = all.last else { throw InflateError("a repetition of nothing") }
        all.append(contentsOf: repeatElement(last, count: 3 + (try take(2))))
      case 17: all.append(contentsOf: repeatElement(0, count: 3 + (try take(3))))
      default: all.append(contentsOf: repeatElement(0, count: 11 + (try take(7))))
      }
    }
    guard all.count == literalCount + distanceCount else { throw InflateError("too many code lengths") }
    return (try HuffmanCode(Array(all[..<literalCount])), try HuffmanCode(Array(all[literalCount...])))
  }

  static let lengthOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]
  static let lengths = [
    3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258,
  ]
  static let lengthBits = [
    0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
  ]
  static let distances = [
    1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145,
    8193, 12289, 16385, 24577,
  ]
  static let distanceBits = [
    0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13,
  ]
}
