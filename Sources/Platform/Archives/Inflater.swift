/// Data that is no valid compressed stream.
public struct InflateError: Error, Sendable, CustomStringConvertible {
  /// What is wrong with it.
  public let description: String

  init(_ description: String) { self.description = description }
}

/// Decompresses a DEFLATE stream (RFC 1951).
struct Inflater {
  private let input: UnsafeRawBufferPointer
  private var position: Int
  private var bits: UInt64 = 0
  private var bitCount = 0
  /// What was written last, at least a window of it, and what waits to be handed on.
  private var output: [UInt8] = []
  private var handedOn = 0

  private static let window = 1 << 15
  private static let lot = 1 << 20

  /// Starts at a byte of `input`.
  init(_ input: UnsafeRawBufferPointer, at position: Int) {
    self.input = input
    self.position = position
    output.reserveCapacity(Self.lot + 2 * Self.window + 300)
  }

  /// Decompresses one stream.
  ///
  /// - Parameter sink: gets the bytes lot by lot.
  /// - Returns: the position of the first byte behind the stream.
  /// - Throws: `InflateError`, or what `sink` throws.
  mutating func run(_ sink: (UnsafeRawBufferPointer) throws -> Void) throws -> Int {
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

  private mutating func fill() {
    while bitCount <= 56, position < input.count {
      bits |= UInt64(input[position]) << UInt64(bitCount)
      position += 1
      bitCount += 8
    }
  }

  private mutating func take(_ count: Int) throws -> Int {
    if count == 0 { return 0 }
    if bitCount < count { fill() }
    guard bitCount >= count else { throw InflateError("the data end too early") }
    let value = Int(bits & ((1 << UInt64(count)) - 1))
    bits >>= UInt64(count)
    bitCount -= count
    return value
  }

  private mutating func symbol(_ code: HuffmanCode) throws -> Int {
    if bitCount < HuffmanCode.longest { fill() }
    let entry = code.table[Int(bits & UInt64(HuffmanCode.tableSize - 1))]
    let length = Int(entry & 15)
    guard length > 0, length <= bitCount else { throw InflateError("a code that does not exist") }
    bits >>= UInt64(length)
    bitCount -= length
    return Int(entry >> 4)
  }

  // MARK: - Blocks

  private mutating func copyStored(_ sink: (UnsafeRawBufferPointer) throws -> Void) throws {
    _ = try take(bitCount % 8)
    let length = try take(16)
    guard try take(16) == ~length & 0xFFFF else { throw InflateError("a stored block of wrong length") }
    for _ in 0..<length {
      output.append(UInt8(try take(8)))
    }
    if output.count >= Self.lot { try handOn(sink) }
  }

  private mutating func inflate(
    _ literals: HuffmanCode, _ distances: HuffmanCode, _ sink: (UnsafeRawBufferPointer) throws -> Void
  ) throws {
    while true {
      let code = try symbol(literals)
      if code < 256 {
        output.append(UInt8(code))
      } else if code == 256 {
        return
      } else {
        guard code <= 285 else { throw InflateError("a length that does not exist") }
        let length = Self.lengths[code - 257] + (try take(Self.lengthBits[code - 257]))
        let far = try symbol(distances)
        guard far < 30 else { throw InflateError("a distance that does not exist") }
        let distance = Self.distances[far] + (try take(Self.distanceBits[far]))
        guard distance <= output.count else { throw InflateError("a distance that reaches before the start") }
        for _ in 0..<length { output.append(output[output.count - distance]) }
      }
      if output.count >= Self.lot + Self.window { try handOn(sink) }
    }
  }

  /// Hands on what is new, and forgets all but the window.
  private mutating func handOn(_ sink: (UnsafeRawBufferPointer) throws -> Void) throws {
    try output.withUnsafeBytes { try sink(UnsafeRawBufferPointer(rebasing: $0[handedOn...])) }
    if output.count > Self.window { output.removeFirst(output.count - Self.window) }
    handedOn = output.count
  }

  private mutating func readCodes() throws -> (literals: HuffmanCode, distances: HuffmanCode) {
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

/// A prefix code as one table: the next 15 bits give the symbol and how many of them it takes.
struct HuffmanCode {
  static let longest = 15
  static let tableSize = 1 << longest
  /// Symbol in the upper bits, length in the lower four; 0 where no code begins so.
  let table: [UInt16]

  /// Makes the code whose symbols have these lengths, 0 for those that do not occur.
  init(_ lengths: [UInt8]) throws {
    var counts = [Int](repeating: 0, count: 16)
    for length in lengths where length > 0 { counts[Int(length)] += 1 }
    var next = [Int](repeating: 0, count: 17)
    var code = 0
    for length in 1...15 {
      next[length] = code
      code = (code + counts[length]) << 1
      guard code <= 1 << (length + 1) else { throw InflateError("more codes than there can be") }
    }
    var table = [UInt16](repeating: 0, count: Self.tableSize)
    for (symbol, length) in lengths.enumerated() where length > 0 {
      let length = Int(length)
      let bits = UInt16(next[length])
      next[length] += 1
      var index = Int(Self.reversed(bits) >> UInt16(16 - length))
      while index < Self.tableSize {
        table[index] = UInt16(symbol << 4 | length)
        index += 1 << length
      }
    }
    self.table = table
  }

  private init(table: [UInt16]) { self.table = table }

  private static func reversed(_ bits: UInt16) -> UInt16 {
    var (bits, result) = (bits, UInt16(0))
    for _ in 0..<16 {
      result = result << 1 | bits & 1
      bits >>= 1
    }
    return result
  }

  private static func known(_ lengths: [UInt8]) -> HuffmanCode {
    (try? HuffmanCode(lengths)) ?? HuffmanCode(table: [UInt16](repeating: 0, count: tableSize))
  }

  static let fixedLiterals = known((0..<288).map { $0 < 144 ? 8 : $0 < 256 ? 9 : $0 < 280 ? 7 : 8 })
  static let fixedDistances = known([UInt8](repeating: 5, count: 30))
}
