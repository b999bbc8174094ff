/// Where words begin and end in bytes that may be text in UTF-8.
enum WordEdge {
  /// Whether the sign that begins at a place is of a word: a letter of any script, a digit, a mark on a letter.
  static func isWord(_ bytes: UnsafeRawBufferPointer, at position: Int) -> Bool {
    guard bytes.indices.contains(position) else { return false }
    let first = bytes[position]
    if first < 0x80 { return isWord(first) }
    // Bytes that are no text end a word.
    guard let length = length(first), position + length <= bytes.count else { return false }
    var decoder = UTF8()
    var iterator = bytes[position..<position + length].makeIterator()
    guard case .scalarValue(let scalar) = decoder.decode(&iterator) else { return false }
    let properties = scalar.properties
    return properties.isAlphabetic || properties.numericType != nil
      || properties.canonicalCombiningClass != .notReordered
  }

  /// Whether the sign that ends before a place is of a word.
  static func isWord(_ bytes: UnsafeRawBufferPointer, before position: Int) -> Bool {
    guard bytes.indices.contains(position - 1) else { return false }
    if bytes[position - 1] < 0x80 { return isWord(bytes[position - 1]) }
    for start in stride(from: position - 2, through: max(0, position - 4), by: -1) {
      guard let length = length(bytes[start]) else { continue }
      return start + length == position && isWord(bytes, at: start)
    }
    return false
  }

  /// Whether a sign can stand within an id or an address.
  static func isJoint(_ bytes: UnsafeRawBufferPointer, at position: Int) -> Bool {
    bytes.indices.contains(position) && "-_@.+".utf8.contains(bytes[position])
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
  }

  /// How many bytes a sign beyond ASCII has, by its first; nil where none begins so.
  private static func length(_ first: UInt8) -> Int? {
    switch first {
    case 0xC2...0xDF: 2
    case 0xE0...0xEF: 3
    case 0xF0...0xF4: 4
    default: nil
    }
  }
}
