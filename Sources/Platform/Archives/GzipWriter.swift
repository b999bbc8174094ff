internal import Glibc

/// Writes a gzip file (RFC 1952) piece by piece: a member for every so many bytes, so that it is never held as a whole.
///
/// Its bytes depend on what is in it alone: no name, no time.
public final class GzipWriter {
  private let path: String
  private let deflater = Deflater()
  private var waiting: [UInt8] = []
  private static let member = 4 << 20

  /// Begins a file, in place of any that is there.
  /// - Throws: `FileError`.
  public init(_ path: String) throws(FileError) {
    self.path = path
    try Files.write([], to: path)
  }

  /// Takes more bytes.
  public func add(_ bytes: [UInt8]) throws(FileError) {
    waiting += bytes
    if waiting.count >= Self.member { try flush() }
  }

  /// Ends the file.
  public func finish() throws(FileError) {
    if !waiting.isEmpty { try flush() }
  }

  private func flush() throws(FileError) {
    var sum = CRC32()
    let packed = waiting.withUnsafeBytes { bytes in
      sum.add(bytes)
      return deflater.compress(bytes, isLast: true)
    }
    // Deflated, no flags, no time, no extra flags, an unknown system.
    let header: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF]
    let end = Self.number(sum.value) + Self.number(UInt32(truncatingIfNeeded: waiting.count))
    try Files.append(header + packed + end, to: path)
    waiting.removeAll(keepingCapacity: true)
  }

  private static func number(_ value: UInt32) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: value >> UInt32(8 * $0)) }
  }
}
