internal import Glibc

/// What a look at a csv file's bytes tells before it is split.
package struct CSVScan {
  /// Physical lines, a last one without its end counted.
  package private(set) var lines = 0
  /// Whether every line ends alike, in LF or CR LF, none is longer than the engine takes, no byte is NUL, and no quote has
  /// blanks between itself and its field's bounds, which the engine reads in ways of its own.
  ///
  /// Only then does "as many rows as lines" prove that every line is one record.
  package internal(set) var isRegular = true
  /// The lines with nothing on them, from 1, in order: no reader makes a row of them.
  package private(set) var blank: [Int] = []

  private static let block = 16 << 20
  /// The engine gives up on lines of 2,000,000 bytes.
  private static let longest = 1_900_000

  /// Looks at a file's bytes.
  ///
  /// - Parameters:
  ///   - delimiter: what stands between fields, to look at what is beside quotes; nil where that does not matter.
  ///   - passed: is told what has been looked at, block by block.
  package init(
    _ bytes: UnsafeRawBufferPointer, delimiter: UInt8? = nil, passed: (Range<Int>) -> Void = { _ in }
  ) {
    guard let base = bytes.baseAddress, !bytes.isEmpty else { return }
    var (lineStart, ends, returnsAtEnds, returns, hasNUL) = (0, 0, 0, 0, false)
    var (hasOddQuote, hasLongLine) = (false, false)
    for start in stride(from: 0, to: bytes.count, by: Self.block) {
      let stop = min(start + Self.block, bytes.count)
      var offset = start
      while let found = memchr(base + offset, 0x0A, stop - offset) {
        let end = UnsafeRawPointer(found) - base
        let hasReturn = end > 0 && bytes[end - 1] == 0x0D
        if hasReturn { returnsAtEnds += 1 }
        ends += 1
        hasLongLine = hasLongLine || end - lineStart > Self.longest
        if end == lineStart || (hasReturn && end == lineStart + 1) { blank.append(ends) }
        offset = end + 1
        lineStart = offset
        if offset == stop { break }
      }
      hasNUL = hasNUL || memchr(base + start, 0, stop - start) != nil
      returns += Self.count(0x0D, UnsafeRawBufferPointer(rebasing: bytes[start..<stop]))
      if let delimiter, !hasOddQuote { hasOddQuote = Self.hasOddQuote(bytes, start..<stop, delimiter) }
      passed(start..<stop)
    }
    hasLongLine = hasLongLine || bytes.count - lineStart > Self.longest
    lines = bytes[bytes.count - 1] == 0x0A ? ends : ends + 1
    isRegular =
      !hasNUL && !hasOddQuote && !hasLongLine && (returnsAtEnds == 0 || returnsAtEnds == ends)
      && returns == returnsAtEnds
  }

  /// Whether a quote of a range has blanks between itself and a field's bound, or another quote behind it.
  private static func hasOddQuote(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>, _ delimiter: UInt8) -> Bool {
    let (quote, blank) = (UInt8(ascii: "\""), UInt8(ascii: " "))
    guard let base = bytes.baseAddress, delimiter != blank else { return false }
    var offset = range.lowerBound
    while offset < range.upperBound, let found = memchr(base + offset, Int32(quote), range.upperBound - offset) {
      let place = UnsafeRawPointer(found) - base
      offset = place + 1
      if offset < bytes.count, bytes[offset] == blank {
        var next = offset
        while next < bytes.count, bytes[next] == blank { next += 1 }
        let isBound = next == bytes.count || [delimiter, quote, 0x0A, 0x0D].contains(bytes[next])
        if isBound, !opens(bytes, place) { return true }
      }
      if place > 0, bytes[place - 1] == blank {
        var before = place - 1
        while before >= 0, bytes[before] == blank { before -= 1 }
        let isBound = before < 0 || bytes[before] == delimiter || bytes[before] == 0x0A
        if isBound, opens(bytes, place) { return true }
      }
    }
    return false
  }

  /// Whether a quote opens a field, or is the second of two that stand for one: an even number stands before it in its line.
  private static func opens(_ bytes: UnsafeRawBufferPointer, _ place: Int) -> Bool {
    var start = place
    while start > 0, bytes[start - 1] != 0x0A { start -= 1 }
    return count(Int32(UInt8(ascii: "\"")), UnsafeRawBufferPointer(rebasing: bytes[start..<place])) % 2 == 0
  }

  private static func count(_ byte: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
    guard let base = bytes.baseAddress else { return 0 }
    var count = 0
    var offset = 0
    while offset < bytes.count, let found = memchr(base + offset, byte, bytes.count - offset) {
      count += 1
      offset = UnsafeRawPointer(found) - base + 1
    }
    return count
  }
}
