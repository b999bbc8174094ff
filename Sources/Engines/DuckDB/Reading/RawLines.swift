internal import Platform

/// Single lines of a file.
enum RawLines {
  /// The texts of lines by their number, from 1, without their ends.
  static func read(_ path: String, _ wanted: Set<Int>) throws -> [Int: String] {
    try bytes(path, wanted).mapValues { String(decoding: $0, as: UTF8.self) }
  }

  /// The bytes of lines by their number, from 1, without their ends.
  static func bytes(_ path: String, _ wanted: Set<Int>) throws -> [Int: [UInt8]] {
    if wanted.isEmpty { return [:] }
    return try MappedFile.withBytes(path) { bytes in
      var texts: [Int: [UInt8]] = [:]
      var (line, start) = (1, 0)
      while start < bytes.count, texts.count < wanted.count {
        let end = MappedFile.index(of: 0x0A, in: bytes, from: start) ?? bytes.count
        if wanted.contains(line) {
          texts[line] = Array(bytes[start..<(end > start && bytes[end - 1] == 0x0D ? end - 1 : end)])
        }
        line += 1
        start = end + 1
      }
      return texts
    }
  }
}
