/// Reads the reasons for which rows are rejected, such as `price: negative: "-3"; quantity: missing`, which stand in
/// the data in English, so that the page can tell them in its language.
public enum RejectWording {
  /// The faults that the built-in sources find in a field, with the label of each.
  static let faults: [String: String] = [
    "missing": "missing", "negative": "negative", "not a number": "notNumber",
    "not a whole number": "notWhole", "not a date": "notDate", "not a time": "notTime", "not a price": "notPrice",
    "no such date or time": "noSuchTime", "no such date or time, or of another format": "noSuchTimeOrFormat",
    "too large": "tooLarge", "quantity times price is too large": "product", "zero, with an amount": "zeroAmount",
    "not among the orders": "noOrder",
    "not one of view, cart, remove_from_cart, purchase": "notEvent",
  ]

  /// The faults of a row that could not be split into fields.
  static let rowFaults: [String: String] = [
    "a quote is never closed": "openQuote", "text after a closing quote": "afterQuote", "a NUL byte": "nul",
    "erased": "erased",
  ]

  /// The words of a reason; what is of no known form stands as it is.
  public static func phrases(_ reason: String) -> [ReportModel.Phrase] {
    var out: [ReportModel.Phrase] = []
    for part in parts(Array(reason.utf8)) { out.append(phrase(part)) }
    return out
  }

  /// The parts of a reason. A value is quoted as it stands, quotes and semicolons included, so it ends where the next
  /// field's part begins or the text does.
  private static func parts(_ reason: [UInt8]) -> [String] {
    var parts: [String] = []
    var from = 0
    var at = 0
    var isQuoted = false
    while at < reason.count {
      if !isQuoted, reason[at...].starts(with: ": \"".utf8) {
        isQuoted = true
        at += 3
        continue
      }
      let isEnd =
        reason[at...].starts(with: "; ".utf8) && beginsField(reason[(at + 2)...])
        && (!isQuoted || (at > from && reason[at - 1] == UInt8(ascii: "\"")))
      if isEnd {
        parts.append(String(decoding: reason[from..<at], as: UTF8.self))
        from = at + 2
        at = from
        isQuoted = false
        continue
      }
      at += 1
    }
    parts.append(String(decoding: reason[from...], as: UTF8.self))
    return parts
  }

  /// Whether a name such as `unit_price` stands before a colon and a space.
  private static func beginsField(_ bytes: ArraySlice<UInt8>) -> Bool {
    let name = bytes.prefix { byte in
      byte == UInt8(ascii: "_") || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
        || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
    return !name.isEmpty && bytes[name.endIndex...].starts(with: ": ".utf8)
  }

  private static func phrase(_ part: String) -> ReportModel.Phrase {
    if let known = rowFaults[part] { return .init("reject." + known) }
    if let match = part.wholeMatch(of: /(\d+) fields instead of (\d+)/), let found = Int(match.output.1),
      let wanted = Int(match.output.2)
    {
      return .init("reject.fields", ["found": .count(found), "wanted": .count(wanted)])
    }
    if let match = part.wholeMatch(of: /not ([A-Za-z0-9_-]+)/) {
      return .init("reject.encoding", ["name": .text(String(match.output.1))])
    }
    guard let colon = part.firstRange(of: ": ") else { return .init(text: part) }
    let field = String(part[..<colon.lowerBound])
    let rest = String(part[colon.upperBound...])
    if let match = rest.wholeMatch(of: /(.+) does not count/) {
      let status = String(match.output.1)
      return .init("reject.status", ["field": .text(field), "value": .text(status)])
    }
    let quote = rest.firstRange(of: ": \"")
    let fault = quote.map { String(rest[..<$0.lowerBound]) } ?? rest
    guard let known = faults[fault] else { return .init(text: part) }
    let words = ReportModel.Phrase("reject." + known)
    guard let quote else { return .init("reject.field", ["field": .text(field), "fault": .phrase(words)]) }
    let value =
      rest[quote.upperBound...].hasSuffix("\"") ? rest[quote.upperBound...].dropLast() : rest[quote.upperBound...]
    return .init(
      "reject.value", ["field": .text(field), "fault": .phrase(words), "value": .text(String(value))])
  }
}
