/// A feature made of a column of words: `country=France` is 1 for customers of France and 0 for all others.
struct OneHot: Equatable {
  let column: String
  let value: String

  /// Reads `COLUMN=VALUE`; nil where there is no `=` between two words.
  init?(_ name: String) {
    guard let sign = name.firstIndex(of: "="), sign > name.startIndex, name.index(after: sign) < name.endIndex else {
      return nil
    }
    column = String(name[..<sign])
    value = String(name[name.index(after: sign)...])
  }
}
