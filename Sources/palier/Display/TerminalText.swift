/// Texts that may come from data, as a terminal may show them.
enum TerminalText {
  /// A text without signs that a terminal acts on, or that turn the direction of what follows; lines and tabs stay.
  static func safe(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: isUnsafe) else { return text }
    var safe = ""
    for scalar in text.unicodeScalars { safe.unicodeScalars.append(isUnsafe(scalar) ? "\u{FFFD}" : scalar) }
    return safe
  }

  private static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 9, 10: false
    case 0..<32, 127..<160, 0x202A...0x202E, 0x2066...0x2069: true
    default: false
    }
  }
}
