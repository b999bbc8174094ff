import JSON

/// Data as a script, because a page opened from a file may not fetch.
package enum ScriptData {
  /// A script that sets `window.PALIER.<name>`.
  static func script(_ name: String, _ value: JSON) -> String {
    "(window.PALIER = window.PALIER || {}).\(name) = \(escaped(value.text()));\n"
  }

  /// JSON text made safe inside a script and inside HTML: `<`, `>`, `&` and the two line separators that JSON allows in
  /// a string are written as escapes. All of them can only occur inside strings.
  package static func escaped(_ json: String) -> String {
    var out: [UInt8] = []
    out.reserveCapacity(json.utf8.count)
    let bytes = Array(json.utf8)
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      switch byte {
      case UInt8(ascii: "<"): out.append(contentsOf: "\\u003C".utf8)
      case UInt8(ascii: ">"): out.append(contentsOf: "\\u003E".utf8)
      case UInt8(ascii: "&"): out.append(contentsOf: "\\u0026".utf8)
      case 0xE2 where index + 2 < bytes.count && bytes[index + 1] == 0x80 && (bytes[index + 2] | 1) == 0xA9:
        out.append(contentsOf: bytes[index + 2] == 0xA8 ? "\\u2028".utf8 : "\\u2029".utf8)
        index += 2
      default: out.append(byte)
      }
      index += 1
    }
    return String(decoding: out, as: UTF8.self)
  }
}
