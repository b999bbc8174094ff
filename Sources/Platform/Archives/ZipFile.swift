/// The entries of a zip file, as Excel workbooks are.
public enum ZipFile {
  /// The content of an entry, or nil where there is none of this name.
  ///
  /// - Parameter limit: the largest content that is taken.
  /// - Throws: `InflateError` where the bytes are no zip file, are damaged, or the entry is too large.
  public static func entry(_ name: String, of bytes: UnsafeRawBufferPointer, limit: Int) throws -> [UInt8]? {
    let directory = try directory(bytes)
    var position = directory.start
    for _ in 0..<directory.count {
      guard position + 46 <= bytes.count, long(bytes, position) == 0x0201_4B50 else {
        throw InflateError("the directory of the zip file is damaged")
      }
      let nameLength = short(bytes, position + 28)
      let end = position + 46 + nameLength
      guard end <= bytes.count else { throw InflateError("the directory of the zip file is damaged") }
      if String(decoding: bytes[position + 46..<end], as: UTF8.self) == name {
        return try content(
          bytes, method: short(bytes, position + 10), at: long(bytes, position + 42),
          size: long(bytes, position + 20), limit: limit)
      }
      position = end + short(bytes, position + 30) + short(bytes, position + 32)
    }
    return nil
  }

  /// The directory's place, by the record at the file's end.
  private static func directory(_ bytes: UnsafeRawBufferPointer) throws -> (start: Int, count: Int) {
    var position = bytes.count - 22
    while position >= 0, position >= bytes.count - 22 - 0xFFFF {
      if long(bytes, position) == 0x0605_4B50 { return (long(bytes, position + 16), short(bytes, position + 10)) }
      position -= 1
    }
    throw InflateError("this is no zip file")
  }

  private static func content(
    _ bytes: UnsafeRawBufferPointer, method: Int, at header: Int, size: Int, limit: Int
  ) throws -> [UInt8] {
    guard header + 30 <= bytes.count, long(bytes, header) == 0x0403_4B50 else {
      throw InflateError("an entry of the zip file is damaged")
    }
    let start = header + 30 + short(bytes, header + 26) + short(bytes, header + 28)
    guard start + size <= bytes.count else { throw InflateError("the zip file ends too early") }
    var content: [UInt8] = []
    switch method {
    case 0: content = Array(bytes[start..<start + size])
    case 8:
      var inflater = Inflater(bytes, at: start)
      _ = try inflater.run { lot in
        guard content.count + lot.count <= limit else { throw InflateError("an entry of the zip file is too large") }
        content.append(contentsOf: lot)
      }
    default: throw InflateError("an entry of the zip file is compressed in an unknown way")
    }
    return content
  }

  private static func short(_ bytes: UnsafeRawBufferPointer, _ position: Int) -> Int {
    guard position >= 0, position + 2 <= bytes.count else { return 0 }
    return Int(bytes[position]) | Int(bytes[position + 1]) << 8
  }

  private static func long(_ bytes: UnsafeRawBufferPointer, _ position: Int) -> Int {
    short(bytes, position) | short(bytes, position + 2) << 16
  }
}
