/// A prefix code to decode (RFC 1951, 3.2.2): a table of the next bits, and the rule for the few longer codes.
final class HuffmanCode: Sendable {
  static let longest = 15
  private static let tableBits = 11
  /// Symbol in the upper bits, length in the lower four; 0 where the code is longer or none begins so.
  nonisolated(unsafe) private let table: UnsafeMutablePointer<UInt16>
  /// How many codes have each length, and all symbols by length, then by value.
  private let counts: [Int]
  private let symbols: [UInt16]

  /// Makes the code whose symbols have these lengths, 0 for those that do not occur.
  init(_ lengths: [UInt8]) throws {
    var counts = [Int](repeating: 0, count: 16)
    for length in lengths where length > 0 { counts[Int(length)] += 1 }
    var next = [Int](repeating: 0, count: 17)
    var places = [Int](repeating: 0, count: 17)
    var code = 0
    for length in 1...15 {
      next[length] = code
      places[length + 1] = places[length] + counts[length]
      code = (code + counts[length]) << 1
      guard code <= 1 << (length + 1) else { throw InflateError("more codes than there can be") }
    }
    var symbols = [UInt16](repeating: 0, count: places[16])
    table = .allocate(capacity: 1 << Self.tableBits)
    table.initialize(repeating: 0, count: 1 << Self.tableBits)
    for (symbol, length) in lengths.enumerated() where length > 0 {
      let length = Int(length)
      symbols[places[length]] = UInt16(symbol)
      places[length] += 1
      let bits = UInt16(next[length])
      next[length] += 1
      if length > Self.tableBits { continue }
      var index = Int(Self.reversed(bits) >> UInt16(16 - length))
      while index < 1 << Self.tableBits {
        table[index] = UInt16(symbol << 4 | length)
        index += 1 << length
      }
    }
    self.counts = counts
    self.symbols = symbols
  }

  deinit { table.deallocate() }

  /// The symbol with which `bits` begin, and its length; length 0 where there is none.
  @inline(__always)
  func next(_ bits: UInt64) -> (symbol: Int, length: Int) {
    let entry = table[Int(bits & UInt64(1 << Self.tableBits - 1))]
    return entry != 0 ? (Int(entry >> 4), Int(entry & 15)) : search(bits)
  }

  /// Bit by bit: codes of one length follow each other, and each length begins where the one before ended.
  @inline(never)
  private func search(_ bits: UInt64) -> (symbol: Int, length: Int) {
    var (code, first, place) = (0, 0, 0)
    for length in 1...Self.longest {
      code |= Int(bits >> UInt64(length - 1) & 1)
      if code - first < counts[length] { return (Int(symbols[place + code - first]), length) }
      place += counts[length]
      first = (first + counts[length]) << 1
      code <<= 1
    }
    return (0, 0)
  }

  private static func reversed(_ bits: UInt16) -> UInt16 {
    var (bits, result) = (bits, UInt16(0))
    for _ in 0..<16 {
      result = result << 1 | bits & 1
      bits >>= 1
    }
    return result
  }

  private static func known(_ lengths: [UInt8]) -> HuffmanCode {
    do { return try HuffmanCode(lengths) } catch { preconditionFailure("the format's own code") }
  }

  static let fixedLiterals = known((0..<288).map { $0 < 144 ? 8 : $0 < 256 ? 9 : $0 < 280 ? 7 : 8 })
  static let fixedDistances = known([UInt8](repeating: 5, count: 30))
}
