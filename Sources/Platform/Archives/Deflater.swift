/// Compresses bytes as a DEFLATE stream (RFC 1951): greedy matches in a window of 32 KB, codes of their own for each block.
final class Deflater {
  /// What has been compressed so far.
  private var output: [UInt8] = []
  /// The window and what waits behind it.
  private let buffer: UnsafeMutablePointer<UInt8>
  private var count = 0
  /// Where in the buffer what is not compressed yet begins.
  private var start = 0
  /// Bytes that the buffer has forgotten, so that places can be told for good.
  private var forgotten = 0
  /// Where four bytes of a hash were seen last, and where before that, by place in the window.
  private let heads: UnsafeMutablePointer<Int>
  private let earlier: UnsafeMutablePointer<Int>
  /// A byte, or 512 times a distance plus a length, which is above any byte.
  private let tokens: UnsafeMutablePointer<UInt32>
  private var tokenCount = 0
  private var bits: UInt64 = 0
  private var bitCount = 0

  private static let window = 1 << 15
  private static let block = 1 << 17
  private static let hashBits = 15
  /// Earlier places tried for a match: more cost more time than they save space in tables.
  private static let tries = 6
  private static let longest = 258

  init() {
    buffer = .allocate(capacity: Self.window + Self.block)
    heads = .allocate(capacity: 1 << Self.hashBits)
    heads.initialize(repeating: -1, count: 1 << Self.hashBits)
    earlier = .allocate(capacity: Self.window)
    earlier.initialize(repeating: -1, count: Self.window)
    tokens = .allocate(capacity: Self.block)
  }

  deinit {
    buffer.deallocate()
    heads.deallocate()
    earlier.deallocate()
    tokens.deallocate()
  }

  /// Takes more bytes.
  func add(_ bytes: UnsafeRawBufferPointer) {
    var taken = 0
    while taken < bytes.count {
      let lot = min(bytes.count - taken, start + Self.block - count)
      UnsafeMutableRawBufferPointer(start: buffer + count, count: lot)
        .copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[taken..<taken + lot]))
      count += lot
      taken += lot
      if count - start == Self.block { compress(isLast: false) }
    }
  }

  /// Ends the stream.
  /// - Returns: the whole of it.
  func finish() -> [UInt8] {
    compress(isLast: true)
    while bitCount > 0 { putByte() }
    return output
  }

  // MARK: - Blocks

  private func compress(isLast: Bool) {
    findMatches()
    var literals = [Int](repeating: 0, count: 286)
    var distances = [Int](repeating: 0, count: 30)
    for token in UnsafeBufferPointer(start: tokens, count: tokenCount) {
      if token < 256 {
        literals[Int(token)] += 1
      } else {
        literals[257 + Self.lengthCode[Int(token & 0x1FF) - 3]] += 1
        distances[Self.distanceCode(Int(token >> 9))] += 1
      }
    }
    literals[256] = 1
    put(isLast ? 1 : 0, 1)
    put(2, 2)
    let (literalCode, distanceCode) = (PrefixCode(literals, limit: 15), PrefixCode(distances, limit: 15))
    write(literalCode, distanceCode)
    for token in UnsafeBufferPointer(start: tokens, count: tokenCount) { write(token, literalCode, distanceCode) }
    put(literalCode.words[256], literalCode.lengths[256])
    forget()
  }

  private func write(_ token: UInt32, _ literals: PrefixCode, _ distances: PrefixCode) {
    guard token >= 256 else { return put(literals.words[Int(token)], literals.lengths[Int(token)]) }
    let (length, distance) = (Int(token & 0x1FF), Int(token >> 9))
    let code = Self.lengthCode[length - 3]
    put(literals.words[257 + code], literals.lengths[257 + code])
    put(UInt32(length - Inflater.lengths[code]), Inflater.lengthBits[code])
    let far = Self.distanceCode(distance)
    put(distances.words[far], distances.lengths[far])
    put(UInt32(distance - Inflater.distances[far]), Inflater.distanceBits[far])
  }

  /// Keeps the window alone.
  private func forget() {
    let gone = max(0, count - Self.window)
    if gone > 0 { UnsafeMutableRawPointer(buffer).copyMemory(from: buffer + gone, byteCount: count - gone) }
    count -= gone
    forgotten += gone
    start = count
    tokenCount = 0
  }

  // MARK: - Matches

  /// Cuts what waits into tokens.
  private func findMatches() {
    let (base, end) = (forgotten, count)
    var position = start
    while position < end {
      var (best, distance) = (0, 0)
      if position + 4 <= end {
        var candidate = note(position) - base
        var left = Self.tries
        while candidate >= 0, position - candidate <= Self.window - Self.longest, left > 0, best < 64 {
          let length = match(candidate, position, end)
          if length > best { (best, distance) = (length, position - candidate) }
          candidate = earlier[(candidate + base) & (Self.window - 1)] - base
          left -= 1
        }
      }
      guard best >= 4 else {
        token(UInt32(buffer[position]))
        position += 1
        continue
      }
      token(UInt32(distance) << 9 | UInt32(best))
      // The places inside the match can be found later too; every other one is enough.
      for inside in stride(from: position + 1, to: min(position + best, end - 3), by: 2) { _ = note(inside) }
      position += best
    }
  }

  @inline(__always)
  private func token(_ token: UInt32) {
    tokens[tokenCount] = token
    tokenCount += 1
  }

  /// Remembers a place.
  /// - Returns: where the same hash was seen before, for good; -1 where it was not.
  @inline(__always)
  private func note(_ position: Int) -> Int {
    let word = UnsafeRawPointer(buffer + position).loadUnaligned(as: UInt32.self)
    let hash = Int((word &* 0x9E37_79B1) >> UInt32(32 - Self.hashBits))
    let before = heads[hash]
    heads[hash] = position + forgotten
    earlier[(position + forgotten) & (Self.window - 1)] = before
    return before
  }

  /// How far the bytes at two places are equal.
  @inline(__always)
  private func match(_ a: Int, _ b: Int, _ end: Int) -> Int {
    let most = min(Self.longest, end - b)
    let (first, second) = (UnsafeRawPointer(buffer + a), UnsafeRawPointer(buffer + b))
    var length = 0
    while length + 8 <= most {
      let difference =
        (first + length).loadUnaligned(as: UInt64.self) ^ (second + length).loadUnaligned(as: UInt64.self)
      if difference != 0 { return length + difference.littleEndian.trailingZeroBitCount / 8 }
      length += 8
    }
    while length < most, buffer[a + length] == buffer[b + length] { length += 1 }
    return length
  }

  /// The code of each length from 3 on.
  private static let lengthCode: [Int] = (3...258).map { length in
    Inflater.lengths.lastIndex { $0 <= length } ?? 0
  }

  /// The codes of distances to 256, and of longer ones by their upper bits.
  private static let near: [Int] = (1...256).map { distance in Inflater.distances.lastIndex { $0 <= distance } ?? 0 }
  private static let far: [Int] = (0..<256).map { upper in
    Inflater.distances.lastIndex { $0 <= upper * 128 + 1 } ?? 0
  }

  @inline(__always)
  private static func distanceCode(_ distance: Int) -> Int {
    distance <= 256 ? near[distance - 1] : far[(distance - 1) >> 7]
  }

  // MARK: - Bits

  @inline(__always)
  private func put(_ value: UInt32, _ count: Int) {
    bits |= UInt64(value) << UInt64(bitCount)
    bitCount += count
    while bitCount >= 32 {
      withUnsafeBytes(of: UInt32(truncatingIfNeeded: bits).littleEndian) { output.append(contentsOf: $0) }
      bits >>= 32
      bitCount -= 32
    }
  }

  private func putByte() {
    output.append(UInt8(truncatingIfNeeded: bits))
    bits >>= 8
    bitCount = max(0, bitCount - 8)
  }

  /// Writes the lengths of both codes, themselves in a code.
  private func write(_ literals: PrefixCode, _ distances: PrefixCode) {
    let literalCount = max(257, (literals.lengths.lastIndex { $0 > 0 } ?? 0) + 1)
    let distanceCount = max(1, (distances.lengths.lastIndex { $0 > 0 } ?? 0) + 1)
    let runs = PrefixCode.runs(Array(literals.lengths[..<literalCount] + distances.lengths[..<distanceCount]))
    var counts = [Int](repeating: 0, count: 19)
    for run in runs { counts[run.symbol] += 1 }
    let code = PrefixCode(counts, limit: 7)
    let order = Inflater.lengthOrder
    let told = max(4, (order.lastIndex { code.lengths[$0] > 0 } ?? 0) + 1)
    put(UInt32(literalCount - 257), 5)
    put(UInt32(distanceCount - 1), 5)
    put(UInt32(told - 4), 4)
    for symbol in order[..<told] { put(UInt32(code.lengths[symbol]), 3) }
    for run in runs {
      put(code.words[run.symbol], code.lengths[run.symbol])
      put(UInt32(run.extra), run.extraBits)
    }
  }
}
