/// Writes a zip file, entry by entry. Its bytes depend on what is in it alone: every entry has the date of the format's
/// beginning.
public struct ZipWriter {
  /// A stretch of an entry, compressed by itself: those of one entry can be made at the same time.
  public struct Piece: Sendable {
    let content: [UInt8]
    let size: Int
    let sum: UInt32
    let isLast: Bool
  }

  /// Makes pieces. Each thread has its own.
  public final class Packer {
    private let deflater = Deflater()

    /// Makes a packer.
    public init() {}

    /// Compresses a stretch of an entry; what comes out is decompressed again and compared.
    ///
    /// - Parameter isLast: whether it ends its entry.
    /// - Throws: `InflateError` where it would not be read as what it is.
    public func pack(_ bytes: UnsafeRawBufferPointer, isLast: Bool) throws -> Piece {
      let content = deflater.compress(bytes, isLast: isLast)
      try content.withUnsafeBytes { packed in
        let inflater = Inflater(packed, at: 0)
        try inflater.compare(with: bytes)
      }
      var sum = CRC32()
      sum.add(bytes)
      return Piece(content: content, size: bytes.count, sum: sum.value, isLast: isLast)
    }
  }

  /// An entry being made, from one thread.
  public final class Entry {
    private let name: String
    private let packer = Packer()
    private var pieces: [Piece] = []
    private var waiting: [UInt8] = []
    private static let lot = 1 << 20

    /// Begins an entry.
    public init(_ name: String) { self.name = name }

    /// Adds bytes.
    /// - Throws: `InflateError` where what was compressed cannot be read back.
    public func add(_ bytes: UnsafeRawBufferPointer) throws {
      waiting.append(contentsOf: bytes)
      guard waiting.count >= Self.lot else { return }
      pieces.append(try waiting.withUnsafeBytes { try packer.pack($0, isLast: false) })
      waiting.removeAll(keepingCapacity: true)
    }

    /// Adds a text.
    /// - Throws: `InflateError` where what was compressed cannot be read back.
    public func add(_ text: String) throws {
      var text = text
      try text.withUTF8 { try add(UnsafeRawBufferPointer($0)) }
    }

    /// Ends the entry.
    /// - Returns: what a file takes.
    /// - Throws: `InflateError` where what was compressed cannot be read back.
    public func finish() throws -> Packed {
      pieces.append(try waiting.withUnsafeBytes { try packer.pack($0, isLast: true) })
      return Packed(name: name, pieces: pieces)
    }
  }

  /// An entry as a file holds it.
  public struct Packed: Sendable {
    let name: String
    let pieces: [Piece]

    /// Puts an entry together.
    /// - Precondition: the last of the pieces, and it alone, ends it.
    public init(name: String, pieces: [Piece]) {
      precondition(
        pieces.last?.isLast == true && pieces.dropLast().allSatisfy { !$0.isLast }, "an entry without an end")
      self.name = name
      self.pieces = pieces
    }
  }

  /// What a zip file without the extensions for large ones can hold.
  private static let limit = Int(UInt32.max)
  private var parts: [[UInt8]] = []
  private var length = 0
  private var directory: [UInt8] = []
  private var count = 0

  /// Begins a file.
  public init() {}

  /// Adds an entry.
  /// - Throws: `InflateError` where it does not fit into the format.
  public mutating func add(_ entry: Packed) throws {
    let name = Array(entry.name.utf8)
    let size = entry.pieces.reduce(0) { $0 + $1.size }
    let packed = entry.pieces.reduce(0) { $0 + $1.content.count }
    let sum = entry.pieces.reduce(CRC32().value) { CRC32.joined($0, $1.sum, length: $1.size) }
    guard size < Self.limit, length + packed < Self.limit, count < 0xFFFF else {
      throw InflateError("the zip file would be too large")
    }
    let start = length
    // Needed to read: 2.0. Names are UTF-8. Compressed by DEFLATE, on 1 January 1980.
    let common =
      Self.short(20) + Self.short(0x0800) + Self.short(8) + Self.short(0) + Self.short(0x21) + Self.long(Int(sum))
      + Self.long(packed) + Self.long(size) + Self.short(name.count) + Self.short(0)
    put(Self.long(0x0403_4B50) + common + name)
    for piece in entry.pieces { put(piece.content) }
    directory += Self.long(0x0201_4B50) + Self.short(20) + common + Self.short(0) + Self.short(0) + Self.short(0)
    directory += Self.long(0) + Self.long(start) + name
    count += 1
  }

  private mutating func put(_ bytes: [UInt8]) {
    parts.append(bytes)
    length += bytes.count
  }

  /// Ends the file.
  /// - Returns: its bytes, in parts.
  public consuming func finish() -> [[UInt8]] {
    let start = length
    let end =
      Self.long(0x0605_4B50) + Self.short(0) + Self.short(0) + Self.short(count) + Self.short(count)
      + Self.long(directory.count) + Self.long(start) + Self.short(0)
    return parts + [directory + end]
  }

  private static func short(_ value: Int) -> [UInt8] { [UInt8(value & 0xFF), UInt8(value >> 8 & 0xFF)] }
  private static func long(_ value: Int) -> [UInt8] { short(value & 0xFFFF) + short(value >> 16) }
}
