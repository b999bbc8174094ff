internal import JSON

/// Splits SQL text into what counts and what does not: enough of the language for that, no more.
///
/// Strings `'…'`, identifiers `"…"` and `` `…` `` (a doubled quote stands for one), comments `-- …` and `/* … */`
/// (nested) are told apart; everything else is code.
struct SQLScanner {
  enum Token {
    case blank
    case comment
    case quoted
    case word
    case placeholder(String)
    case symbol
  }

  private let bytes: [UInt8]
  private(set) var offset = 0
  private var line: Int
  private var column = 1

  init(_ text: String, firstLine: Int = 1) {
    bytes = Array(text.utf8)
    line = firstLine
  }

  /// The next token with its bytes and place, or nil at the end.
  mutating func next() -> (token: Token, bytes: ArraySlice<UInt8>, position: TextPosition)? {
    guard offset < bytes.count else { return nil }
    let (start, position) = (offset, TextPosition(line: line, column: column))
    let token = scan()
    for byte in bytes[start..<offset] {
      if byte == 0x0A {
        line += 1
        column = 1
      } else if byte & 0xC0 != 0x80 {
        column += 1
      }
    }
    return (token, bytes[start..<offset], position)
  }

  private func peek(_ distance: Int = 1) -> UInt8 { offset + distance < bytes.count ? bytes[offset + distance] : 0 }

  private mutating func scan() -> Token {
    let byte = bytes[offset]
    switch byte {
    case 0x20, 0x09, 0x0A, 0x0D:
      while offset < bytes.count, Self.isBlank(bytes[offset]) { offset += 1 }
      return .blank
    case UInt8(ascii: "-") where peek() == UInt8(ascii: "-"):
      while offset < bytes.count, bytes[offset] != 0x0A { offset += 1 }
      return .comment
    case UInt8(ascii: "/") where peek() == UInt8(ascii: "*"):
      skipBlockComment()
      return .comment
    case UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "`"):
      skipQuoted(byte)
      return .quoted
    case UInt8(ascii: "$") where peek() == UInt8(ascii: "{"):
      let start = offset + 2
      while offset < bytes.count, bytes[offset] != UInt8(ascii: "}") { offset += 1 }
      let name = String(decoding: bytes[min(start, offset)..<offset], as: UTF8.self)
      offset = min(offset + 1, bytes.count)
      return .placeholder(name)
    case _ where Self.isWord(byte):
      while offset < bytes.count, Self.isWord(bytes[offset]) { offset += 1 }
      return .word
    default:
      offset += 1
      return .symbol
    }
  }

  private mutating func skipBlockComment() {
    var depth = 0
    repeat {
      if bytes[offset] == UInt8(ascii: "/"), peek() == UInt8(ascii: "*") {
        depth += 1
        offset += 2
      } else if bytes[offset] == UInt8(ascii: "*"), peek() == UInt8(ascii: "/") {
        depth -= 1
        offset += 2
      } else {
        offset += 1
      }
    } while depth > 0 && offset < bytes.count
  }

  private mutating func skipQuoted(_ quote: UInt8) {
    offset += 1
    while offset < bytes.count {
      if bytes[offset] == quote {
        offset += 1
        if offset >= bytes.count || bytes[offset] != quote { return }
      }
      offset += 1
    }
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x0A || byte == 0x09 || byte == 0x0D
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
      || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "_") || byte >= 0x80
  }
}

/// SQL text without what does not count.
public enum SQLText {
  /// Signs that stand for themselves: no gap around them means anything.
  private static let punctuation = Set("(),[];".utf8)

  /// The text without comments, with every run of white space as one space and none around punctuation.
  ///
  /// Two texts that differ in layout alone normalise equally; quoted text is kept to the byte.
  public static func normalized(_ text: String) -> String {
    var scanner = SQLScanner(text)
    var out: [UInt8] = []
    var gap = false
    var afterWord = false
    var afterOperator = false
    while let (token, bytes, _) = scanner.next() {
      var isWord = false
      var isOperator = false
      switch token {
      case .blank, .comment:
        gap = true
        continue
      case .word, .placeholder: isWord = true
      case .quoted: isWord = true
      case .symbol:
        // Operators of several characters must not come to be, nor fall apart: keep the gap between two of their signs.
        isOperator = !punctuation.contains(bytes[bytes.startIndex])
        if isOperator, afterOperator, gap { out.append(0x20) }
      }
      if isWord, afterWord, gap { out.append(0x20) }
      out.append(contentsOf: bytes)
      gap = false
      afterWord = isWord
      afterOperator = isOperator
    }
    while out.last == UInt8(ascii: ";") || out.last == 0x20 { out.removeLast() }
    return String(decoding: out, as: UTF8.self)
  }
}
