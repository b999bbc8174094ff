/// Quoting of names and texts for SQL.
public enum SQL {
  /// A name in double quotes, as in `"order"`.
  public static func quoteIdentifier(_ name: String) -> String { quote(name, "\"") }

  /// A text in single quotes, as in `'l''été'`.
  public static func quoteLiteral(_ text: String) -> String { quote(text, "'") }

  private static func quote(_ text: String, _ mark: Character) -> String {
    // By scalar, not by character: a quote followed by a combining mark is one character, but still ends a literal.
    var result = String(mark)
    for scalar in text.unicodeScalars {
      if Character(scalar) == mark { result.append(mark) }
      result.unicodeScalars.append(scalar)
    }
    result.append(mark)
    return result
  }
}
