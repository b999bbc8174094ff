/// Writes a zip file, entry by entry. Its bytes depend on what is in it alone: every entry has the date of the format's
/// beginning.
public struct ZipWriter {
  /// An entry being made. Many can be at the same time, each by its own thread.
  public final class Entry {
    private let name: String
    private let deflater = Deflater()
    private var sum = CRC32()
    private var size = 0

    /// Begins an entry.
    public init(_ name: String) { self.name = name }

    /// Adds bytes.
    public func add(_ bytes: UnsafeRawBufferPointer) {
      sum.add(bytes)
      size += bytes.count
      deflater.add(bytes)
    }

    /// Adds a text.
    public func add(_ text: String) {
      var text = text
      text.withUTF8 { add(UnsafeRawBufferPointer($0)) }
    }

    /// Ends the entry.
    /// - Returns: what a file takes.
    public func finish() -> Packed { Packed(name: name, content: deflater.finish(), size: size, sum: sum.value) }
  }

  /// An entry as a file holds it.
  public struct Packed: Sendable {
    let name: String
    let content: [UInt8]
    let size: Int
    let sum: UInt32
  }

  /// What a zip file without the extensions for large ones can hold.
  private static let limit = Int(UInt32.max)
  private var bytes: [UInt8] = []
  private var directory: [UInt8] = []
  private var count = 0

  /// Begins a file.
  public init() {}

  /// Adds an entry.
  /// - Throws: `InflateError` where it does not fit into the format.
  public mutating func add(_ entry: Packed) throws {
    let (name, content, size, sum) = (Array(entry.name.utf8), entry.content, entry.size, entry.sum)
    guard size < Self.limit, bytes.count + content.count < Self.limit, count < 0xFFFF else {
      throw InflateError("the zip file would be too large")
    }
    let start = bytes.count
    // Needed to read: 2.0. Names are UTF-8. Compressed by DEFLATE, on 1 January 1980.
    let common =
      Self.short(20) + Self.short(0x0800) + Self.short(8) + Self.short(0) + Self.short(0x21) + Self.long(Int(sum))
      + Self.long(content.count) + Self.long(size) + Self.short(name.count) + Self.short(0)
    bytes += Self.long(0x0403_4B50) + common + name
    bytes += content
    directory += Self.long(0x0201_4B50) + Self.short(20) + common + Self.short(0) + Self.short(0) + Self.short(0)
    directory += Self.long(0) + Self.long(start) + name
    count += 1
  }

  /// Ends the file.
  /// - Returns: its bytes.
  public consuming func finish() -> [UInt8] {
    let start = bytes.count
    let end =
      Self.long(0x0605_4B50) + Self.short(0) + Self.short(0) + Self.short(count) + Self.short(count)
      + Self.long(directory.count) + Self.long(start) + Self.short(0)
    return bytes + directory + end
  }

  private static func short(_ value: Int) -> [UInt8] { [UInt8(value & 0xFF), UInt8(value >> 8 & 0xFF)] }
  private static func long(_ value: Int) -> [UInt8] { short(value & 0xFFFF) + short(value >> 16) }
}
