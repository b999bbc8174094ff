/// Files compressed by gzip (RFC 1952).
public enum Gzip {
  /// Whether bytes begin as a gzip file does.
  public static func isGzip(_ bytes: UnsafeRawBufferPointer) -> Bool {
    bytes.count > 2 && bytes[0] == 0x1F && bytes[1] == 0x8B
  }

  /// Decompresses all members of a gzip file, checking each against its sum and length.
  ///
  /// - Parameters:
  ///   - passed: is told which bytes have been read.
  ///   - sink: gets the bytes lot by lot.
  /// - Throws: `InflateError` where the data are damaged or cut off, or what `sink` throws.
  public static func inflate(
    _ bytes: UnsafeRawBufferPointer, passed: (Range<Int>) -> Void = { _ in },
    _ sink: (UnsafeRawBufferPointer) throws -> Void
  ) throws {
    var position = 0
    var told = 0
    repeat {
      position = try headerEnd(bytes, position)
      var sum = CRC32()
      var length: UInt32 = 0
      let inflater = Inflater(bytes, at: position)
      position = try inflater.run { lot in
        sum.add(lot)
        length &+= UInt32(truncatingIfNeeded: lot.count)
        try sink(lot)
        if inflater.position > told {
          passed(told..<inflater.position)
          told = inflater.position
        }
      }
      guard position + 8 <= bytes.count else { throw InflateError("the data end too early") }
      guard number(bytes, position) == sum.value, number(bytes, position + 4) == length else {
        throw InflateError("the data do not agree with their check sum")
      }
      position += 8
      // What pads the end is no member.
      while position < bytes.count, bytes[position] == 0 { position += 1 }
    } while position < bytes.count
  }

  private static func number(_ bytes: UnsafeRawBufferPointer, _ position: Int) -> UInt32 {
    UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: position, as: UInt32.self))
  }

  /// The position behind a member's header.
  private static func headerEnd(_ bytes: UnsafeRawBufferPointer, _ start: Int) throws -> Int {
    guard start + 10 <= bytes.count, bytes[start] == 0x1F, bytes[start + 1] == 0x8B, bytes[start + 2] == 8 else {
      throw InflateError("this is no gzip data")
    }
    let flags = bytes[start + 3]
    var position = start + 10
    if flags & 4 != 0 {
      guard position + 2 <= bytes.count else { throw InflateError("the data end too early") }
      position += 2 + Int(bytes[position]) + Int(bytes[position + 1]) << 8
    }
    for flag in [UInt8(8), 16] where flags & flag != 0 {
      while position < bytes.count, bytes[position] != 0 { position += 1 }
      position += 1
    }
    if flags & 2 != 0 { position += 2 }
    guard position < bytes.count else { throw InflateError("the data end too early") }
    return position
  }
}

/// The check sum of gzip and zip files.
struct CRC32 {
  private var register: UInt32 = 0xFFFF_FFFF

  var value: UInt32 { ~register }

  mutating func add(_ bytes: UnsafeRawBufferPointer) {
    var register = self.register
    Self.tables.withUnsafeBufferPointer { table in
      var index = 0
      // Eight bytes at a time, each by the table for its distance from the end.
      while index + 8 <= bytes.count {
        let word =
          UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)) ^ UInt64(register)
        register = 0
        for place in 0..<8 {
          let byte = Int(truncatingIfNeeded: word >> UInt64(8 * place)) & 0xFF
          register ^= table[(7 - place) * 256 + byte]
        }
        index += 8
      }
      while index < bytes.count {
        register = table[Int((register ^ UInt32(bytes[index])) & 0xFF)] ^ register >> 8
        index += 1
      }
    }
    self.register = register
  }

  /// Eight tables: what a byte comes to with none to seven bytes of zero behind it.
  private static let tables: [UInt32] = {
    var tables: [UInt32] = (0..<256).map { index in
      (0..<8).reduce(UInt32(index)) { value, _ in value & 1 == 1 ? 0xEDB8_8320 ^ value >> 1 : value >> 1 }
    }
    for index in 256..<2048 {
      let before = tables[index - 256]
      tables.append(tables[Int(before & 0xFF)] ^ before >> 8)
    }
    return tables
  }()
}
