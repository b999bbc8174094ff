extension JSON {
  /// How a value is written.
  public enum Style: Sendable {
    /// On one line, members in their order.
    case compact
    /// Indented by two spaces, members in their order.
    case pretty
    /// On one line, members sorted by key as UTF-8 bytes: equal values give equal text.
    case canonical
  }

  /// The value as JSON text (RFC 8259).
  ///
  /// Numbers are written in the shortest form that reads back as the same double. JSON has no word for a number that
  /// is not finite, so one is written as `null`; code that must not lose one checks before.
  public func text(_ style: Style = .compact) -> String { String(decoding: bytes(style), as: UTF8.self) }

  /// The bytes of `text`, for a file or a stream: a run's record is megabytes for a thousand stages.
  public func bytes(_ style: Style = .compact) -> [UInt8] {
    var bytes: [UInt8] = []
    write(to: &bytes, style: style, depth: 0)
    return bytes
  }

  private func write(to out: inout [UInt8], style: Style, depth: Int) {
    switch self {
    case .null: out.append(contentsOf: "null".utf8)
    case .bool(let value): out.append(contentsOf: (value ? "true" : "false").utf8)
    case .int(let value): out.append(contentsOf: String(value).utf8)
    case .double(let value): Self.write(number: value, to: &out)
    case .string(let value): Self.write(string: value, to: &out)
    case .array(let elements):
      Self.write(elements, open: UInt8(ascii: "["), close: UInt8(ascii: "]"), to: &out, style, depth) {
        $0.write(to: &$1, style: style, depth: depth + 1)
      }
    case .object(let members):
      let ordered =
        style == .canonical ? members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) } : members
      Self.write(ordered, open: UInt8(ascii: "{"), close: UInt8(ascii: "}"), to: &out, style, depth) {
        Self.write(string: $0.key, to: &$1)
        $1.append(UInt8(ascii: ":"))
        if style == .pretty { $1.append(UInt8(ascii: " ")) }
        $0.value.write(to: &$1, style: style, depth: depth + 1)
      }
    }
  }

  private static func write<Element>(
    _ elements: [Element], open: UInt8, close: UInt8, to out: inout [UInt8], _ style: Style, _ depth: Int,
    _ body: (Element, inout [UInt8]) -> Void
  ) {
    out.append(open)
    for (index, element) in elements.enumerated() {
      if index > 0 { out.append(UInt8(ascii: ",")) }
      if style == .pretty { newline(&out, depth + 1) }
      body(element, &out)
    }
    if style == .pretty, !elements.isEmpty { newline(&out, depth) }
    out.append(close)
  }

  private static func newline(_ out: inout [UInt8], _ depth: Int) {
    out.append(UInt8(ascii: "\n"))
    out.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 2 * depth))
  }

  private static func write(number value: Double, to out: inout [UInt8]) {
    guard value.isFinite else {
      out.append(contentsOf: "null".utf8)
      return
    }
    var text = value.description
    if text.hasSuffix(".0") { text.removeLast(2) }
    out.append(contentsOf: text.utf8)
  }

  private static func write(string value: String, to out: inout [UInt8]) {
    out.append(UInt8(ascii: "\""))
    var value = value
    value.withUTF8 { bytes in
      // Most texts have no byte that needs anything; else whole stretches at a time.
      guard bytes.reduce(false, { $0 || needsEscape($1) }) else {
        out.append(contentsOf: bytes)
        return
      }
      var start = 0
      for index in bytes.indices where needsEscape(bytes[index]) {
        out.append(contentsOf: bytes[start..<index])
        writeEscaped(bytes[index], to: &out)
        start = index + 1
      }
      out.append(contentsOf: bytes[start...])
    }
    out.append(UInt8(ascii: "\""))
  }

  private static func needsEscape(_ byte: UInt8) -> Bool {
    byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte == 0x7F
  }

  private static func writeEscaped(_ byte: UInt8, to out: inout [UInt8]) {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): out.append(contentsOf: [UInt8(ascii: "\\"), byte])
    case 0x0A: out.append(contentsOf: "\\n".utf8)
    case 0x0D: out.append(contentsOf: "\\r".utf8)
    case 0x09: out.append(contentsOf: "\\t".utf8)
    default:
      out.append(contentsOf: "\\u00".utf8)
      let digits = String(byte, radix: 16)
      if digits.utf8.count == 1 { out.append(UInt8(ascii: "0")) }
      out.append(contentsOf: digits.utf8)
    }
  }
}
