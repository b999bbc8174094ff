/// The currency of amounts, by the signs that stand beside them.
public enum CurrencyGuess {
  /// Signs and ISO 4217 codes; `R$` before `$`, which it holds.
  private static let signs = [
    ("R$", "BRL"), ("€", "EUR"), ("£", "GBP"), ("$", "USD"), ("zł", "PLN"), ("₹", "INR"), ("₺", "TRY"), ("Kč", "CZK"),
    ("EUR", "EUR"), ("GBP", "GBP"), ("USD", "USD"), ("BRL", "BRL"), ("CHF", "CHF"), ("CAD", "CAD"), ("PLN", "PLN"),
    ("SEK", "SEK"), ("NOK", "NOK"), ("DKK", "DKK"), ("AUD", "AUD"),
  ]
  /// Longer texts are names and remarks.
  private static let longest = 24

  /// The currency that most numbers bear, or that a column's name tells; nil where none does.
  ///
  /// - Parameters:
  ///   - headers: the columns' names.
  ///   - rows: some rows as texts.
  public static func code(headers: [String], rows: [[String?]]) -> String? {
    var counts: [String: Int] = [:]
    for case let text? in rows.joined() where text.count <= longest && text.contains(where: \.isNumber) {
      if let code = code(beside: text) { counts[code, default: 0] += 1 }
    }
    let most = counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
    return most ?? headers.lazy.compactMap { code(in: $0) }.first
  }

  /// The currency of a text that is a number with a sign.
  private static func code(beside text: String) -> String? {
    signs.first { sign, _ in
      guard let place = text.firstRange(of: sign) else { return false }
      let rest = text[..<place.lowerBound] + text[place.upperBound...]
      return !rest.contains(where: \.isLetter)
    }?.1
  }

  private static func code(in header: String) -> String? {
    let words = header.split { !$0.isLetter && !$0.isCurrencySymbol }
    return signs.first { sign, _ in words.contains { $0 == sign } }?.1
  }
}
