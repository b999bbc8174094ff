internal import Glibc

/// What a look at a csv file's bytes tells before it is split.
package struct CSVScan {
  /// Physical lines, a last one without its end counted.
  package private(set) var lines = 0
  /// Whether every line ends alike, in LF or CR LF, and no byte is NUL.
  ///
  /// Only then does "as many rows as lines" prove that every line is one record.
  package internal(set) var isRegular = true
  /// The lines with nothing on them, from 1, in order: no reader makes a row of them.
  package private(set) var blank: [Int] = []

  private static let block = 16 << 20

  /// Looks at a file's bytes.
  ///
  /// - Parameter passed: is told what has been looked at, block by block.
  package init(_ bytes: UnsafeRawBufferPointer, passed: (Range<Int>) -> Void = { _ in }) {
    guard let base = bytes.baseAddress, !bytes.isEmpty else { return }
    var (lineStart, ends, returnsAtEnds, returns, hasNUL) = (0, 0, 0, 0, false)
    for start in stride(from: 0, to: bytes.count, by: Self.block) {
      let stop = min(start + Self.block, bytes.count)
      var offset = start
      while let found = memchr(base + offset, 0x0A, stop - offset) {
        let end = UnsafeRawPointer(found) - base
        let hasReturn = end > 0 && bytes[end - 1] == 0x0D
        if hasReturn { returnsAtEnds += 1 }
        ends += 1
        if end == lineStart || (hasReturn && end == lineStart + 1) { blank.append(ends) }
        offset = end + 1
        lineStart = offset
        if offset == stop { break }
      }
      hasNUL = hasNUL || memchr(base + start, 0, stop - start) != nil
      returns += Self.count(0x0D, UnsafeRawBufferPointer(rebasing: bytes[start..<stop]))
      passed(start..<stop)
    }
    lines = bytes[bytes.count - 1] == 0x0A ? ends : ends + 1
    isRegular = !hasNUL && (returnsAtEnds == 0 || returnsAtEnds == ends) && returns == returnsAtEnds
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
