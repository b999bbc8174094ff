/// The entries of a zip file, as Excel workbooks are.
public enum ZipFile {
  /// What the directory tells of an entry.
  private struct Entry {
    var method: Int
    var sum: UInt32
    var packedSize: Int
    var size: Int
    var header: Int
  }

  /// The content of an entry, or nil where there is none of this name.
  ///
  /// - Parameter limit: the largest content that is taken.
  /// - Throws: `InflateError` where the bytes are no zip file, are damaged, or the entry is too large.
  public static func entry(_ name: String, of bytes: UnsafeRawBufferPointer, limit: Int) throws -> [UInt8]? {
    guard let entry = try find(name, bytes) else { return nil }
    var content: [UInt8] = []
    try inflate(entry, bytes) { lot in
      guard content.count + lot.count <= limit else { throw InflateError("an entry of the zip file is too large") }
      content.append(contentsOf: lot)
    }
    return content
  }

  /// Hands out the content of an entry lot by lot, and checks it against its sum and size.
  ///
  /// - Throws: `InflateError` where there is no such entry or it is damaged, or what `sink` throws.
  public static func inflate(
    _ name: String, of bytes: UnsafeRawBufferPointer, _ sink: (UnsafeRawBufferPointer) throws -> Void
  ) throws {
    guard let entry = try find(name, bytes) else { throw InflateError("the zip file has no entry \(name)") }
    var sum = CRC32()
    var size = 0
    try inflate(entry, bytes) { lot in
      sum.add(lot)
      size += lot.count
      try sink(lot)
    }
    guard sum.value == entry.sum, size == entry.size else {
      throw InflateError("an entry of the zip file does not agree with its check sum")
    }
  }

  // MARK: - Inside

  private static func find(_ name: String, _ bytes: UnsafeRawBufferPointer) throws -> Entry? {
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
        return Entry(
          method: short(bytes, position + 10), sum: UInt32(long(bytes, position + 16)),
          packedSize: long(bytes, position + 20), size: long(bytes, position + 24), header: long(bytes, position + 42))
      }
      position = end + short(bytes, position + 30) + short(bytes, position + 32)
    }
    return nil
  }

  /// The names of all entries, in the order of the directory.
  /// - Throws: `InflateError` where the bytes are no zip file, or are damaged.
  public static func names(_ bytes: UnsafeRawBufferPointer) throws -> [String] {
    let directory = try directory(bytes)
    var position = directory.start
    var names: [String] = []
    for _ in 0..<directory.count {
      guard position + 46 <= bytes.count, long(bytes, position) == 0x0201_4B50 else {
        throw InflateError("the directory of the zip file is damaged")
      }
      let end = position + 46 + short(bytes, position + 28)
      guard end <= bytes.count else { throw InflateError("the directory of the zip file is damaged") }
      names.append(String(decoding: bytes[position + 46..<end], as: UTF8.self))
      position = end + short(bytes, position + 30) + short(bytes, position + 32)
    }
    return names
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

  private static func inflate(
    _ entry: Entry, _ bytes: UnsafeRawBufferPointer, _ sink: (UnsafeRawBufferPointer) throws -> Void
  ) throws {
    let header = entry.header
    guard header + 30 <= bytes.count, long(bytes, header) == 0x0403_4B50 else {
      throw InflateError("an entry of the zip file is damaged")
    }
    let start = header + 30 + short(bytes, header + 26) + short(bytes, header + 28)
    guard start + entry.packedSize <= bytes.count else { throw InflateError("the zip file ends too early") }
    switch entry.method {
    case 0: try sink(UnsafeRawBufferPointer(rebasing: bytes[start..<start + entry.packedSize]))
    case 8:
      let inflater = Inflater(bytes, at: start)
      _ = try inflater.run(sink)
    default: throw InflateError("an entry of the zip file is compressed in an unknown way")
    }
  }

  private static func short(_ bytes: UnsafeRawBufferPointer, _ position: Int) -> Int {
    guard position >= 0, position + 2 <= bytes.count else { return 0 }
    return Int(bytes[position]) | Int(bytes[position + 1]) << 8
  }

  private static func long(_ bytes: UnsafeRawBufferPointer, _ position: Int) -> Int {
    short(bytes, position) | short(bytes, position + 2) << 16
  }
}
