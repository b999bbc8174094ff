/// What the texts of a column say when they are read as numbers.
struct NumberGuess {
  /// Texts that are no number either way.
  private(set) var others = 0
  /// Texts that only a decimal point, and only a decimal comma, makes numbers.
  private(set) var pointOnly = 0
  private(set) var commaOnly = 0
  /// Texts in all, empty ones not counted.
  private(set) var count = 0
  private(set) var hasFraction = false

  init(_ texts: some Sequence<String?>) {
    for case let text? in texts {
      let bare = Self.bare(text)
      if bare.isEmpty { continue }
      count += 1
      let (point, comma) = (
        Self.isNumber(bare, decimal: ".", group: ","), Self.isNumber(bare, decimal: ",", group: ".")
      )
      if !point, !comma { others += 1 }
      if point, !comma { pointOnly += 1 }
      if comma, !point { commaOnly += 1 }
      if bare.contains(where: { $0 == "." || $0 == "," }) { hasFraction = true }
    }
  }

  /// Whether all but a few are numbers by one mark.
  var isNumeric: Bool { count > 0 && (others + min(pointOnly, commaOnly)) * 50 <= count }

  /// The mark that they were written with, where they tell.
  var mark: SourceOptions.DecimalMark? {
    if commaOnly > pointOnly { return .comma }
    return pointOnly > commaOnly ? .point : nil
  }

  private static func bare(_ text: String) -> String {
    var bare = text.filter { !$0.isWhitespace && !"€$£¥'’".contains($0) }
    for unit in ["EUR", "USD", "GBP", "CHF"] where bare.uppercased().hasSuffix(unit) { bare.removeLast(3) }
    return bare
  }

  private static func isNumber(_ text: String, decimal: Character, group: Character) -> Bool {
    var rest = text[...]
    if let sign = rest.first, "+-".contains(sign) { rest = rest.dropFirst() }
    // Very small and large ones as programs write them: 7e-15.
    if let mark = rest.lastIndex(where: { $0 == "e" || $0 == "E" }), mark > rest.startIndex {
      let power = rest[rest.index(after: mark)...].drop { $0 == "+" || $0 == "-" }
      if !power.isEmpty, power.count < 4, power.allSatisfy(isDigit) { rest = rest[..<mark] }
    }
    let halves = rest.split(separator: decimal, omittingEmptySubsequences: false)
    guard (1...2).contains(halves.count), !rest.isEmpty else { return false }
    if halves.count == 2, !halves[1].allSatisfy(isDigit) { return false }
    let groups = halves[0].split(separator: group, omittingEmptySubsequences: false)
    guard groups.allSatisfy({ $0.allSatisfy(isDigit) }) else { return false }
    if groups.count == 1 { return !(groups[0].isEmpty && (halves.count == 1 || halves[1].isEmpty)) }
    return (1...3).contains(groups[0].count) && groups.dropFirst().allSatisfy { $0.count == 3 }
  }

  private static func isDigit(_ character: Character) -> Bool { character.isASCII && character.isNumber }
}
