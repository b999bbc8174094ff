/// Writes JSON inside a script, byte by byte, for files of which there are thousands.
struct ScriptWriter {
  private(set) var bytes: [UInt8] = []

  /// Adds text that is JSON already.
  mutating func raw(_ text: StaticString) {
    text.withUTF8Buffer { bytes.append(contentsOf: $0) }
  }

  /// Adds text that is JSON already.
  mutating func raw(_ text: String) { bytes.append(contentsOf: text.utf8) }

  mutating func number(_ value: Int) { bytes.append(contentsOf: String(value).utf8) }

  mutating func number(_ value: Int?) {
    if let value { number(value) } else { raw("null") }
  }

  /// Adds a number; one that is none, or not finite, is null.
  mutating func number(_ value: Double?) {
    guard let value, value.isFinite else { return raw("null") }
    if let whole = Int(exactly: value) { number(whole) } else { bytes.append(contentsOf: value.description.utf8) }
  }

  mutating func text(_ value: String?) {
    guard let value else { return raw("null") }
    text(value)
  }

  /// Adds a text; what HTML or a script could mistake for its own is written as escapes.
  mutating func text(_ value: String) {
    bytes.append(UInt8(ascii: "\""))
    var value = value
    value.withUTF8 { utf8 in
      var from = 0
      for (index, byte) in utf8.enumerated() {
        var length = 1
        let escape: String
        switch byte {
        case UInt8(ascii: "\""): escape = "\\\""
        case UInt8(ascii: "\\"): escape = "\\\\"
        case UInt8(ascii: "<"): escape = "\\u003C"
        case UInt8(ascii: ">"): escape = "\\u003E"
        case UInt8(ascii: "&"): escape = "\\u0026"
        case ..<32: escape = "\\u00" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
        case 0xE2 where index + 2 < utf8.count && utf8[index + 1] == 0x80 && utf8[index + 2] | 1 == 0xA9:
          escape = utf8[index + 2] == 0xA8 ? "\\u2028" : "\\u2029"
          length = 3
        default: continue
        }
        bytes.append(contentsOf: UnsafeBufferPointer(rebasing: utf8[from..<index]))
        bytes.append(contentsOf: escape.utf8)
        from = index + length
      }
      bytes.append(contentsOf: UnsafeBufferPointer(rebasing: utf8[from...]))
    }
    bytes.append(UInt8(ascii: "\""))
  }

  /// Adds a list in brackets.
  mutating func list<Items: Collection>(_ items: Items, _ add: (inout ScriptWriter, Items.Element) -> Void) {
    bytes.append(UInt8(ascii: "["))
    var isFirst = true
    for item in items {
      if !isFirst { bytes.append(UInt8(ascii: ",")) }
      isFirst = false
      add(&self, item)
    }
    bytes.append(UInt8(ascii: "]"))
  }
}
