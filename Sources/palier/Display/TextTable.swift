/// Columns of text in even widths.
struct TextTable {
  let titles: [String]
  private var rows: [[String]] = []
  private let numeric: Set<Int>

  /// A table; the columns in `numeric` are set to the right.
  init(_ titles: [String], numeric: Set<Int> = []) {
    self.titles = titles
    self.numeric = numeric
  }

  mutating func add(_ row: [String]) { rows.append(row) }

  /// The lines, the titles first; cells past `limit` characters end in an ellipsis.
  func lines(limit: Int = 60, header: Bool = true) -> [String] {
    let all = ((header ? [titles] : []) + rows).map { $0.map { Self.clean($0, limit) } }
    let widths = titles.indices.map { column in all.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0 }
    return all.map { row in
      let cells = row.enumerated().map { column, text in
        let gap = String(repeating: " ", count: max(0, widths[column] - text.count))
        return numeric.contains(column) ? gap + text : text + gap
      }
      var line = cells.joined(separator: "  ")
      while line.last == " " { line.removeLast() }
      return line
    }
  }

  private static func clean(_ text: String, _ limit: Int) -> String {
    let safe = TerminalText.safe(String(text.map { $0.isNewline || $0 == "\t" ? " " : $0 }))
    return safe.count > limit ? safe.prefix(limit - 1) + "…" : safe
  }
}
