/// A customer's id as the pipeline knows it.
public enum CustomerName {
  /// The id without what does not tell customers apart: blanks around it, and the `.0` of a number that went through a
  /// float. As the function `clean_identifier` of the stages' prelude.
  public static func clean(_ text: String) -> String {
    var id = trimmed(text[...])
    let whole = id.dropLast(2)
    if id.hasSuffix(".0"), !whole.isEmpty, whole.utf8.allSatisfy(digits.contains) { id = whole }
    return String(id)
  }

  private static let digits = UInt8(ascii: "0")...UInt8(ascii: "9")

  private static func trimmed(_ text: Substring) -> Substring {
    var text = text.drop { $0 == " " }
    while text.last == " " { text.removeLast() }
    return text
  }
}
