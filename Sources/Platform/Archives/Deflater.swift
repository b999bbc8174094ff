/// Compresses bytes in memory as a stretch of a DEFLATE stream (RFC 1951): greedy matches in a window of 32 KB, codes of
/// their own for each block. Made once, it serves for many stretches.
final class Deflater {
  /// Where four bytes of a hash were seen last, and where before that, by place in the window.
  private let heads: UnsafeMutablePointer<Int32>
  private let earlier: UnsafeMutablePointer<Int32>
  /// A byte, or 512 times a distance plus a length, which is above any byte.
  private let tokens: UnsafeMutablePointer<UInt32>
  private var tokenCount = 0
  /// The codes of lengths and distances as words with the bits behind them, for the block in work.
  private let lengthWords: UnsafeMutablePointer<UInt32>
  private let lengthSizes: UnsafeMutablePointer<UInt8>
  private var output: UnsafeMutableRawPointer
  private var capacity = 0
  private var count = 0
  private var bits: UInt64 = 0
  private var bitCount: UInt64 = 0

  private static let window = 1 << 15
  private static let block = 1 << 17
  private static let hashBits = 15
  /// Earlier places tried for a match: more cost more time than they save space in tables.
  private static let tries = 6
  private static let longest = 258
  /// The most bytes that a stretch has: places are told in 32 bits.
  static let limit = 1 << 30

  init() {
    heads = .allocate(capacity: 1 << Self.hashBits)
    earlier = .allocate(capacity: Self.window)
    tokens = .allocate(capacity: Self.block)
    lengthWords = .allocate(capacity: 256)
    lengthSizes = .allocate(capacity: 256)
    output = .allocate(byteCount: 0, alignment: 16)
  }

  deinit {
    heads.deallocate()
    earlier.deallocate()
    tokens.deallocate()
    lengthWords.deallocate()
    lengthSizes.deallocate()
    output.deallocate()
  }

  /// Compresses a stretch: the last of its stream, or one that ends at a whole byte, so that another can follow.
  func compress(_ bytes: UnsafeRawBufferPointer, isLast: Bool) -> [UInt8] {
    precondition(bytes.count <= Self.limit, "a stretch of \(bytes.count) bytes")
    heads.update(repeating: -1, count: 1 << Self.hashBits)
    earlier.update(repeating: -1, count: Self.window)
    (count, bits, bitCount) = (0, 0, 0)
    var start = 0
    repeat {
      let end = min(start + Self.block, bytes.count)
      // A code is never longer than 15 bits for a byte; what tells the codes takes less than the rest.
      reserve(2 * (end - start) + 1024)
      findMatches(bytes, start, end)
      writeBlock(isLast: isLast && end == bytes.count)
      start = end
    } while start < bytes.count
    if !isLast {
      // An empty block without compression begins at a whole byte.
      put(0, 3)
      flush()
      for byte in [0, 0, 0xFF, 0xFF] as [UInt8] { store(byte) }
    }
    flush()
    return [UInt8](UnsafeRawBufferPointer(start: output, count: count))
  }

  private func reserve(_ more: Int) {
    guard count + more > capacity else { return }
    let larger = max(count + more, 2 * capacity)
    let moved = UnsafeMutableRawPointer.allocate(byteCount: larger, alignment: 16)
    moved.copyMemory(from: output, byteCount: count)
    output.deallocate()
    (output, capacity) = (moved, larger)
  }

  // MARK: - Blocks

  private func writeBlock(isLast: Bool) {
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
    writeTokens(literalCode, distanceCode)
    put(literalCode.words[256], UInt64(literalCode.lengths[256]))
  }

  private func writeTokens(_ literals: PrefixCode, _ distances: PrefixCode) {
    for length in 3...Self.longest {
      let code = Self.lengthCode[length - 3]
      let word =
        literals.words[257 + code] | UInt32(length - Inflater.lengths[code]) << UInt32(literals.lengths[257 + code])
      lengthWords[length - 3] = word
      lengthSizes[length - 3] = UInt8(literals.lengths[257 + code] + Inflater.lengthBits[code])
    }
    let sizes = literals.lengths.map { UInt64($0) }
    let far = distances.lengths.map { UInt64($0) }
    let extra = Inflater.distanceBits.map { UInt64($0) }
    let (tokens, tokenCount, output) = (self.tokens, self.tokenCount, self.output)
    var (bits, bitCount, count) = (self.bits, self.bitCount, self.count)
    @inline(__always) func add(_ word: UInt32, _ size: UInt64) {
      bits |= UInt64(word) << bitCount
      bitCount += size
      guard bitCount >= 32 else { return }
      output.storeBytes(of: UInt32(truncatingIfNeeded: bits).littleEndian, toByteOffset: count, as: UInt32.self)
      count += 4
      bits >>= 32
      bitCount -= 32
    }
    literals.words.withUnsafeBufferPointer { words in
      sizes.withUnsafeBufferPointer { sizes in
        for index in 0..<tokenCount {
          let token = tokens[index]
          guard token >= 256 else {
            add(words[Int(token)], sizes[Int(token)])
            continue
          }
          let (length, distance) = (Int(token & 0x1FF), Int(token >> 9))
          add(lengthWords[length - 3], UInt64(lengthSizes[length - 3]))
          let code = Self.distanceCode(distance)
          add(distances.words[code], far[code])
          add(UInt32(distance - Inflater.distances[code]), extra[code])
        }
      }
    }
    (self.bits, self.bitCount, self.count) = (bits, bitCount, count)
  }

  // MARK: - Matches

  /// Cuts a block into tokens.
  private func findMatches(_ bytes: UnsafeRawBufferPointer, _ start: Int, _ end: Int) {
    tokenCount = 0
    guard let base = bytes.baseAddress else { return }
    let (heads, earlier, tokens, mask) = (self.heads, self.earlier, self.tokens, Self.window - 1)
    @inline(__always) func note(_ position: Int) -> Int {
      let word = (base + position).loadUnaligned(as: UInt32.self)
      let hash = Int((word &* 0x9E37_79B1) >> UInt32(32 - Self.hashBits))
      let before = heads[hash]
      heads[hash] = Int32(truncatingIfNeeded: position)
      earlier[position & mask] = before
      return Int(before)
    }
    var count = 0
    var position = start
    let lastHashed = bytes.count - 4
    while position < end {
      var (best, distance) = (0, 0)
      if position <= lastHashed {
        var candidate = note(position)
        var left = Self.tries
        while candidate >= 0, position - candidate <= Self.window - Self.longest, left > 0, best < 64 {
          let length = Self.match(base, candidate, position, end)
          if length > best { (best, distance) = (length, position - candidate) }
          candidate = Int(earlier[candidate & mask])
          left -= 1
        }
      }
      guard best >= 4 else {
        tokens[count] = UInt32(base.load(fromByteOffset: position, as: UInt8.self))
        count += 1
        position += 1
        continue
      }
      tokens[count] = UInt32(distance) << 9 | UInt32(best)
      count += 1
      // The places inside the match can be found later too; every other one is enough.
      var inside = position + 1
      let last = min(position + best - 1, lastHashed)
      while inside <= last {
        _ = note(inside)
        inside += 2
      }
      position += best
    }
    tokenCount = count
  }

  /// How far the bytes at two places are equal.
  @inline(__always)
  private static func match(_ base: UnsafeRawPointer, _ a: Int, _ b: Int, _ end: Int) -> Int {
    let most = min(longest, end - b)
    let (first, second) = (base + a, base + b)
    var length = 0
    while length + 8 <= most {
      let difference =
        (first + length).loadUnaligned(as: UInt64.self) ^ (second + length).loadUnaligned(as: UInt64.self)
      if difference != 0 { return length + difference.littleEndian.trailingZeroBitCount / 8 }
      length += 8
    }
    while length < most,
      first.load(fromByteOffset: length, as: UInt8.self) == second.load(fromByteOffset: length, as: UInt8.self)
    { length += 1 }
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

  private func put(_ value: UInt32, _ size: UInt64) {
    bits |= UInt64(value) << bitCount
    bitCount += size
    while bitCount >= 8 {
      store(UInt8(truncatingIfNeeded: bits))
      bits >>= 8
      bitCount -= 8
    }
  }

  private func store(_ byte: UInt8) {
    output.storeBytes(of: byte, toByteOffset: count, as: UInt8.self)
    count += 1
  }

  /// Ends at a whole byte.
  private func flush() {
    while bitCount > 0 {
      store(UInt8(truncatingIfNeeded: bits))
      bits >>= 8
      bitCount = bitCount > 8 ? bitCount - 8 : 0
    }
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
      put(code.words[run.symbol], UInt64(code.lengths[run.symbol]))
      put(UInt32(run.extra), UInt64(run.extraBits))
    }
  }
}
