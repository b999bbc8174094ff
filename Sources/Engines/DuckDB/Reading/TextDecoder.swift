package import PipelineModel

/// Turns text of an encoding into UTF-8, piece by piece, line by line where it stood.
///
/// What is no text of the encoding becomes a byte that no UTF-8 has, so that the line that holds it is rejected and no
/// character is guessed.
package struct TextDecoder {
  private let encoding: TextEncoding
  private var isBigEndian = false
  private var isStart = true
  private var rest: [UInt8] = []
  private var high: UInt16?

  /// Begins to decode.
  package init(_ encoding: TextEncoding) { self.encoding = encoding }

  private static let invalid: UInt8 = 0xFF

  /// Decodes a piece.
  /// - Returns: its text in UTF-8, but for a character that the piece cuts off.
  package mutating func decode(_ piece: UnsafeRawBufferPointer) -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity(piece.count + piece.count / 4)
    switch encoding {
    case .utf8: text.append(contentsOf: piece)
    case .latin1: for byte in piece { Self.append(UInt32(byte), &text) }
    case .windows1252: for byte in piece { append(byte, Self.windows1252, &text) }
    case .latin9:
      for byte in piece { Self.append(Self.latin9[byte] ?? UInt32(byte), &text) }
    case .utf16: decode16(piece, &text)
    }
    return text
  }

  /// What is left when there is no more: the sign of a character that was cut off.
  package mutating func finish() -> [UInt8] {
    defer {
      rest = []
      high = nil
    }
    return rest.isEmpty && high == nil ? [] : [Self.invalid]
  }

  // MARK: - One byte a character

  private func append(_ byte: UInt8, _ upper: [UInt32], _ text: inout [UInt8]) {
    guard (0x80..<0xA0).contains(byte) else { return Self.append(UInt32(byte), &text) }
    let scalar = upper[Int(byte) - 0x80]
    if scalar == 0 { text.append(Self.invalid) } else { Self.append(scalar, &text) }
  }

  private static func append(_ scalar: UInt32, _ text: inout [UInt8]) {
    if scalar < 0x80 {
      text.append(UInt8(scalar))
    } else if let scalar = Unicode.Scalar(scalar) {
      text.append(contentsOf: String(Character(scalar)).utf8)
    } else {
      text.append(invalid)
    }
  }

  /// 0x80 to 0x9F; 0 for the five bytes that stand for nothing.
  private static let windows1252: [UInt32] = [
    0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017D, 0,
    0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0, 0x017E,
    0x0178,
  ]

  /// Where ISO 8859-15 differs from ISO 8859-1.
  private static let latin9: [UInt8: UInt32] = [
    0xA4: 0x20AC, 0xA6: 0x0160, 0xA8: 0x0161, 0xB4: 0x017D, 0xB8: 0x017E, 0xBC: 0x0152, 0xBD: 0x0153, 0xBE: 0x0178,
  ]

  // MARK: - UTF-16

  private mutating func decode16(_ piece: UnsafeRawBufferPointer, _ text: inout [UInt8]) {
    rest.append(contentsOf: piece)
    var position = 0
    if isStart, rest.count >= 2 {
      isStart = false
      if rest[0] == 0xFE, rest[1] == 0xFF {
        isBigEndian = true
        position = 2
      } else if rest[0] == 0xFF, rest[1] == 0xFE {
        position = 2
      } else {
        // Without a mark: text begins with a Latin letter or a sign more often than not.
        isBigEndian = rest[0] == 0
      }
    }
    while position + 1 < rest.count {
      let (first, second) = (UInt16(rest[position]), UInt16(rest[position + 1]))
      append16(isBigEndian ? first << 8 | second : second << 8 | first, &text)
      position += 2
    }
    rest.removeFirst(position)
  }

  private mutating func append16(_ unit: UInt16, _ text: inout [UInt8]) {
    if let first = high {
      high = nil
      if (0xDC00..<0xE000).contains(unit) {
        Self.append(0x10000 + (UInt32(first) - 0xD800) << 10 + (UInt32(unit) - 0xDC00), &text)
        return
      }
      text.append(Self.invalid)
    }
    switch unit {
    case 0xD800..<0xDC00: high = unit
    case 0xDC00..<0xE000: text.append(Self.invalid)
    default: Self.append(UInt32(unit), &text)
    }
  }
}
