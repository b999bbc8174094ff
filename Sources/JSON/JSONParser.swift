/// Reads JSON text, optionally with comments and trailing commas, keeping positions.
///
/// Strict otherwise: RFC 8259 with unique keys, UTF-8 only, nesting of at most 256.
public struct JSONParser {
  /// What a text may hold past RFC 8259.
  public enum Dialect: Sendable {
    /// RFC 8259.
    case strict
    /// Also `//` and `/* */` comments and a comma before `]` or `}`.
    case commented
  }

  private static let deepest = 256

  private let bytes: [UInt8]
  private let dialect: Dialect
  private var offset = 0
  private var line = 1
  /// A place on the current line whose column is known, so that long lines are not counted from their start each time.
  private var anchor = (offset: 0, column: 1)

  /// Parses a whole text.
  /// - Throws: `JSONSyntaxError` with the place of the first fault.
  public static func parse(_ bytes: [UInt8], dialect: Dialect = .strict) throws(JSONSyntaxError) -> JSONNode {
    var parser = JSONParser(bytes: bytes, dialect: dialect)
    return try parser.document()
  }

  private init(bytes: [UInt8], dialect: Dialect) {
    self.bytes = bytes
    self.dialect = dialect
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
      offset = 3
      anchor.offset = 3
    }
  }

  // MARK: - Places

  private func position(at offset: Int) -> TextPosition {
    var column = anchor.column
    for byte in bytes[anchor.offset..<min(offset, bytes.count)] where byte & 0xC0 != 0x80 { column += 1 }
    return TextPosition(line: line, column: column)
  }

  private var here: TextPosition { position(at: offset) }

  private mutating func beginLine() {
    line += 1
    anchor = (offset, 1)
  }

  private func fault(_ message: String, _ mend: String? = nil, at place: TextPosition? = nil) -> JSONSyntaxError {
    JSONSyntaxError(position: place ?? here, message: message, mend: mend)
  }

  private var current: UInt8? { offset < bytes.count ? bytes[offset] : nil }

  // MARK: - Grammar

  private mutating func document() throws(JSONSyntaxError) -> JSONNode {
    try skipBlank()
    guard current != nil else { throw fault("the file is empty", "write a JSON object: { … }") }
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
      throw fault("the file is in UTF-16", "save it in UTF-8")
    }
    let value = try self.value(depth: 0)
    try skipBlank()
    if current != nil { throw fault("there is text after the end of the value", "remove what follows") }
    return value
  }

  private mutating func value(depth: Int) throws(JSONSyntaxError) -> JSONNode {
    guard depth < Self.deepest else { throw fault("nested deeper than \(Self.deepest) levels") }
    let start = here
    anchor = (offset, start.column)
    guard let byte = current else { throw fault("the text ends where a value should stand") }
    switch byte {
    case UInt8(ascii: "{"): return JSONNode(.object(try object(depth: depth)), at: start)
    case UInt8(ascii: "["): return JSONNode(.array(try array(depth: depth)), at: start)
    case UInt8(ascii: "\""): return JSONNode(.string(try string()), at: start)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return JSONNode(try number(), at: start)
    case UInt8(ascii: "'"): throw fault("a string begins with a single quote", "use double quotes")
    default:
      let word = self.word()
      switch word {
      case "true": return JSONNode(.bool(true), at: start)
      case "false": return JSONNode(.bool(false), at: start)
      case "null": return JSONNode(.null, at: start)
      case "": throw fault("unexpected \(shown(byte))", "remove it, or put text in double quotes", at: start)
      default: throw fault("\"\(word)\" is no JSON value", "put text in double quotes", at: start)
      }
    }
  }

  private mutating func object(depth: Int) throws(JSONSyntaxError) -> [JSONNode.Member] {
    let open = here
    offset += 1
    var members: [JSONNode.Member] = []
    var seen = SeenKeys()
    try skipBlank()
    if take(UInt8(ascii: "}")) { return members }
    while true {
      let keyPosition = here
      guard current == UInt8(ascii: "\"") else {
        if current == nil { throw fault("this object is never closed", "add }", at: open) }
        throw fault("a key should stand here, found \(currentShown)", "keys are strings in double quotes")
      }
      let key = try string()
      guard seen.insert(key, among: members) else {
        throw fault("the key \"\(key)\" stands twice in this object", "remove one", at: keyPosition)
      }
      try skipBlank()
      guard take(UInt8(ascii: ":")) else { throw fault("a colon should follow the key, found \(currentShown)") }
      try skipBlank()
      let value = try self.value(depth: depth + 1)
      members.append(JSONNode.Member(key: key, keyPosition: keyPosition, value: value))
      let end = here
      try skipBlank()
      if take(UInt8(ascii: "}")) { return members }
      try comma(before: UInt8(ascii: "}"), opened: open, behind: end)
      if dialect == .commented, take(UInt8(ascii: "}")) { return members }
    }
  }

  private mutating func array(depth: Int) throws(JSONSyntaxError) -> [JSONNode] {
    let open = here
    offset += 1
    var elements: [JSONNode] = []
    try skipBlank()
    if take(UInt8(ascii: "]")) { return elements }
    while true {
      elements.append(try value(depth: depth + 1))
      let end = here
      try skipBlank()
      if take(UInt8(ascii: "]")) { return elements }
      try comma(before: UInt8(ascii: "]"), opened: open, behind: end)
      if dialect == .commented, take(UInt8(ascii: "]")) { return elements }
    }
  }

  private mutating func comma(
    before close: UInt8, opened: TextPosition, behind end: TextPosition
  ) throws(JSONSyntaxError) {
    guard current != nil else {
      throw fault("the bracket opened here is never closed", "add \(shown(close))", at: opened)
    }
    guard take(UInt8(ascii: ",")) else {
      throw fault(
        "a comma or \(shown(close)) should stand here, found \(currentShown)",
        current == UInt8(ascii: "\"") ? "add the comma that is missing before it" : "add what is missing before it",
        at: end)
    }
    try skipBlank()
    if dialect == .strict, current == close { throw fault("a comma stands before \(shown(close))", "remove it") }
  }

  private mutating func number() throws(JSONSyntaxError) -> JSONNode.Content {
    let start = here
    let first = offset
    var whole = true
    while let byte = current {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): break
      case UInt8(ascii: "-"), UInt8(ascii: "+"): break
      case UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"): whole = false
      default: return try number(bytes[first..<offset], whole: whole, at: start)
      }
      offset += 1
    }
    return try number(bytes[first..<offset], whole: whole, at: start)
  }

  private func number(
    _ digits: ArraySlice<UInt8>, whole: Bool, at start: TextPosition
  ) throws(JSONSyntaxError) -> JSONNode.Content {
    let text = String(decoding: digits, as: UTF8.self)
    let unsigned = digits.first == UInt8(ascii: "-") ? digits.dropFirst() : digits
    let leadingZero = unsigned.count > 1 && unsigned.first == UInt8(ascii: "0")
    let zeroThenDigit = leadingZero && unsigned.dropFirst().first.map { (48...57).contains($0) } == true
    let endsInDigit = digits.last.map { (48...57).contains($0) } == true
    let startsInDigit = unsigned.first.map { (48...57).contains($0) } == true
    let bareFraction =
      !whole
      && zip(digits, digits.dropFirst()).contains { $0 == UInt8(ascii: ".") && ($1 | 0x20) == UInt8(ascii: "e") }
    guard startsInDigit, endsInDigit, !zeroThenDigit, !bareFraction else {
      throw fault("\"\(text)\" is no number", "write numbers such as 5, -0.5 or 1e3; text in double quotes", at: start)
    }
    if whole, let value = Int(text) { return .int(value) }
    guard let value = Double(text) else {
      throw fault("\"\(text)\" is no number", "write numbers such as 5, -0.5 or 1e3; text in double quotes", at: start)
    }
    guard value.isFinite else {
      throw fault("\"\(text)\" is past what a number can be", "write a smaller one", at: start)
    }
    return .double(value)
  }

  // MARK: - Strings

  private mutating func string() throws(JSONSyntaxError) -> String {
    let start = here
    offset += 1
    // Most strings hold nothing to take out: those are read where they stand.
    let plain = bytes[offset...].prefix { $0 >= 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }
    if plain.endIndex < bytes.endIndex, bytes[plain.endIndex] == UInt8(ascii: "\""),
      let text = String(validating: plain, as: UTF8.self)
    {
      offset = plain.endIndex + 1
      return text
    }
    var out: [UInt8] = []
    while let byte = current {
      switch byte {
      case UInt8(ascii: "\""):
        offset += 1
        guard let text = String(validating: out, as: UTF8.self) else {
          throw fault("this string is not valid UTF-8", "save the file as UTF-8", at: start)
        }
        return text
      case UInt8(ascii: "\\"): try escape(&out)
      case 0..<0x20:
        throw fault(
          byte == 0x0A ? "this string is never closed" : "a control character stands in this string",
          byte == 0x0A ? "add a double quote" : "write it as \\u00…", at: start)
      default:
        out.append(byte)
        offset += 1
      }
    }
    throw fault("this string is never closed", "add a double quote", at: start)
  }

  private mutating func escape(_ out: inout [UInt8]) throws(JSONSyntaxError) {
    let start = here
    offset += 1
    guard let byte = current else { throw fault("the text ends in an escape") }
    offset += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): out.append(byte)
    case UInt8(ascii: "n"): out.append(0x0A)
    case UInt8(ascii: "t"): out.append(0x09)
    case UInt8(ascii: "r"): out.append(0x0D)
    case UInt8(ascii: "b"): out.append(0x08)
    case UInt8(ascii: "f"): out.append(0x0C)
    case UInt8(ascii: "u"):
      var code = try hex4(start)
      if (0xD800..<0xDC00).contains(code), current == UInt8(ascii: "\\"), offset + 1 < bytes.count,
        bytes[offset + 1] == UInt8(ascii: "u")
      {
        offset += 2
        let low = try hex4(start)
        guard (0xDC00..<0xE000).contains(low) else { throw fault("half of a surrogate pair", at: start) }
        code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
      }
      guard let scalar = Unicode.Scalar(code) else { throw fault("half of a surrogate pair", at: start) }
      out.append(contentsOf: String(scalar).utf8)
    default: throw fault("\\\(String(decoding: [byte], as: UTF8.self)) is no escape", "write \\\\ for one", at: start)
    }
  }

  private mutating func hex4(_ start: TextPosition) throws(JSONSyntaxError) -> UInt32 {
    guard offset + 4 <= bytes.count,
      bytes[offset..<offset + 4].allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
      let code = UInt32(String(decoding: bytes[offset..<offset + 4], as: UTF8.self), radix: 16)
    else { throw fault("\\u takes four hexadecimal digits", at: start) }
    offset += 4
    return code
  }

  // MARK: - Blank

  private mutating func skipBlank() throws(JSONSyntaxError) {
    while let byte = current {
      switch byte {
      case 0x0A:
        offset += 1
        beginLine()
      case 0x20, 0x09, 0x0D: offset += 1
      case UInt8(ascii: "/") where dialect == .commented: try skipComment()
      case UInt8(ascii: "#"): throw fault("a comment begins with #", "write // instead")
      default: return
      }
    }
  }

  private mutating func skipComment() throws(JSONSyntaxError) {
    let start = here
    let next = offset + 1 < bytes.count ? bytes[offset + 1] : 0
    if next == UInt8(ascii: "/") {
      while let byte = current, byte != 0x0A { offset += 1 }
    } else if next == UInt8(ascii: "*") {
      offset += 2
      while offset + 1 < bytes.count, !(bytes[offset] == UInt8(ascii: "*") && bytes[offset + 1] == UInt8(ascii: "/")) {
        offset += 1
        if bytes[offset - 1] == 0x0A { beginLine() }
      }
      guard offset + 1 < bytes.count else { throw fault("this comment is never closed", "add */", at: start) }
      offset += 2
    } else {
      throw fault("a slash stands alone", "a comment begins with //")
    }
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard current == byte else { return false }
    offset += 1
    return true
  }

  private mutating func word() -> String {
    let first = offset
    while let byte = current, isWordByte(byte) { offset += 1 }
    return String(decoding: bytes[first..<offset], as: UTF8.self)
  }

  private func isWordByte(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
      || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "_")
  }

  private var currentShown: String { current.map(shown) ?? "the end of the text" }

  private func shown(_ byte: UInt8) -> String {
    (0x21..<0x7F).contains(byte)
      ? "\"\(String(decoding: [byte], as: UTF8.self))\"" : "byte 0x\(String(byte, radix: 16))"
  }
}

extension JSON {
  /// Parses a whole text by RFC 8259.
  /// - Throws: `JSONSyntaxError`.
  public static func parse(_ bytes: [UInt8]) throws(JSONSyntaxError) -> JSON {
    try JSONParser.parse(bytes).json
  }

  /// Parses a whole text by RFC 8259.
  /// - Throws: `JSONSyntaxError`.
  public static func parse(_ text: String) throws(JSONSyntaxError) -> JSON {
    try parse(Array(text.utf8))
  }
}

/// The keys of an object so far: compared one by one while they are few, which most objects' are.
private struct SeenKeys {
  private static let few = 12
  private var many: Set<String> = []

  /// Notes a key; false where `members` has it already.
  mutating func insert(_ key: String, among members: [JSONNode.Member]) -> Bool {
    if members.count < Self.few { return !members.contains { $0.key == key } }
    if members.count == Self.few { many = Set(members.map(\.key)) }
    return many.insert(key).inserted
  }
}
