/// Text as a cell of a sheet holds it.
enum CellText {
  /// A sheet holds 32,767 units of text in a cell, two for some characters.
  private static let longest = 16_383

  /// Whether a text cannot stand as it is: XML or Excel would take part of it for something else, drop space at an end,
  /// or find it too long.
  @inline(__always)
  static func isDelicate(_ text: UnsafeRawBufferPointer) -> Bool {
    guard let first = text.first, let last = text.last else { return false }
    if first == UInt8(ascii: " ") || last == UInt8(ascii: " ") || text.count > longest { return true }
    for index in text.indices {
      let byte = text[index]
      guard byte < 0x20 || special[Int(byte)] else { continue }
      switch byte {
      case UInt8(ascii: "_"): if index + 1 < text.count, text[index + 1] == UInt8(ascii: "x") { return true }
      case 0xEF: if index + 1 < text.count, text[index + 1] == 0xBF { return true }
      default: return true
      }
    }
    return false
  }

  private static let special: [Bool] = (0..<256).map { byte in "&<>_".utf8.contains(UInt8(byte)) || byte == 0xEF }

  /// A delicate text as it is written: without what XML cannot hold, cut where a cell ends, its underlines that would
  /// begin a code written as one.
  static func written(_ text: UnsafeRawBufferPointer) -> [UInt8] {
    var kept: [UInt8] = []
    var characters = 0
    for scalar in String(decoding: text, as: UTF8.self).unicodeScalars {
      guard characters < longest else { break }
      characters += 1
      let value = scalar.value
      let isRefused = (value < 0x20 && ![9, 10, 13].contains(value)) || value == 0xFFFE || value == 0xFFFF
      if !isRefused { kept.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter) }
    }
    var out: [UInt8] = []
    var index = 0
    while index < kept.count {
      // Excel reads _x0041_ as an A: its first underline is written as a code itself.
      if kept[index] == UInt8(ascii: "_"), isCode(kept, index) {
        out.append(contentsOf: "_x005F".utf8)
        out.append(contentsOf: kept[index..<index + 7])
        index += 7
        continue
      }
      switch kept[index] {
      case UInt8(ascii: "&"): out.append(contentsOf: "&amp;".utf8)
      case UInt8(ascii: "<"): out.append(contentsOf: "&lt;".utf8)
      case UInt8(ascii: ">"): out.append(contentsOf: "&gt;".utf8)
      default: out.append(kept[index])
      }
      index += 1
    }
    return out
  }

  private static func isCode(_ text: [UInt8], _ index: Int) -> Bool {
    guard index + 6 < text.count, text[index + 1] == UInt8(ascii: "x"), text[index + 6] == UInt8(ascii: "_") else {
      return false
    }
    return text[index + 2..<index + 6].allSatisfy { byte in
      Character(UnicodeScalar(byte)).isHexDigit
    }
  }

  /// How many characters a text has.
  static func length(_ text: UnsafeRawBufferPointer) -> Int {
    text.reduce(0) { $0 + ($1 & 0xC0 == 0x80 ? 0 : 1) }
  }
}
