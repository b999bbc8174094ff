/// The currencies of amounts, by the signs that stand beside them and by a column of codes.
public enum CurrencyGuess {
  /// Signs and ISO 4217 codes; `R$` before `$`, which it holds.
  private static let signs = [
    ("R$", "BRL"), ("€", "EUR"), ("£", "GBP"), ("$", "USD"), ("zł", "PLN"), ("₹", "INR"), ("₺", "TRY"), ("Kč", "CZK"),
    ("EUR", "EUR"), ("GBP", "GBP"), ("USD", "USD"), ("BRL", "BRL"), ("CHF", "CHF"), ("CAD", "CAD"), ("PLN", "PLN"),
    ("SEK", "SEK"), ("NOK", "NOK"), ("DKK", "DKK"), ("AUD", "AUD"),
  ]
  /// Longer texts are names and remarks.
  private static let longest = 24

  /// What a column of codes is called, in the languages of columns' names.
  private static let columnWords: Set = ["currency", "devise", "waehrung", "wahrung", "moneda", "moeda", "valuta"]

  /// The currencies that numbers bear or a column of codes holds, the most frequent first; else that of a column's name,
  /// if any tells one.
  ///
  /// - Parameters:
  ///   - headers: the columns' names.
  ///   - rows: some rows as texts.
  public static func codes(headers: [String], rows: [[String?]]) -> [String] {
    var counts: [String: Int] = [:]
    for column in headers.indices where !columnWords.isDisjoint(with: ColumnNames.words(headers[column])) {
      for row in rows where column < row.count {
        if let code = row[column]?.uppercased(), isCode(code) { counts[code, default: 0] += 1 }
      }
    }
    for case let text? in rows.joined() where text.count <= longest && text.contains(where: \.isNumber) {
      if let code = code(beside: text) { counts[code, default: 0] += 1 }
    }
    guard counts.isEmpty else {
      return counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
    }
    return headers.lazy.compactMap { code(in: $0) }.first.map { [$0] } ?? []
  }

  /// Whether a text is written as ISO 4217 writes currencies.
  private static func isCode(_ text: String) -> Bool {
    text.utf8.count == 3 && text.utf8.allSatisfy((UInt8(ascii: "A")...UInt8(ascii: "Z")).contains)
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
