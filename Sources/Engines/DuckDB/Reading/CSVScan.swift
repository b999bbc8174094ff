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

  /// Looks at a file's bytes.
  package init(_ bytes: UnsafeRawBufferPointer) {
    guard let base = bytes.baseAddress, !bytes.isEmpty else { return }
    var offset = 0
    var carriageReturns = 0
    while offset < bytes.count, let found = memchr(base + offset, 0x0A, bytes.count - offset) {
      let end = UnsafeRawPointer(found) - base
      let hasReturn = end > 0 && bytes[end - 1] == 0x0D
      if hasReturn { carriageReturns += 1 }
      lines += 1
      if end == offset || (hasReturn && end == offset + 1) { blank.append(lines) }
      offset = end + 1
    }
    let ends = lines
    if bytes[bytes.count - 1] != 0x0A { lines += 1 }
    isRegular =
      memchr(base, 0, bytes.count) == nil && (carriageReturns == 0 || carriageReturns == ends)
      && Self.count(0x0D, bytes) == carriageReturns
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
