internal import JSON

/// What differs between two texts of a stage's SQL, in lines as they are written.
///
/// Layout and comments do not count: lines are compared by what the fingerprint sees of them, and a passage that was
/// only broken into other lines is no difference.
public struct SQLLineDifference: Sendable, Hashable {
  /// Lines of the first text that the second has no more.
  public private(set) var removed: [String] = []
  /// Lines of the second text that the first does not have.
  public private(set) var added: [String] = []

  /// Compares two texts.
  /// - Complexity: O(n·d), n lines, d of them different.
  public init(from old: String, to new: String) {
    let (before, after) = (Self.lines(old), Self.lines(new))
    let change = after.map(\.code).difference(from: before.map(\.code))
    var (gone, come): (Set<Int>, Set<Int>) = ([], [])
    for step in change {
      switch step {
      case .remove(let offset, _, _): gone.insert(offset)
      case .insert(let offset, _, _): come.insert(offset)
      }
    }
    var (i, j) = (0, 0)
    while i < before.count || j < after.count {
      let (oldStart, newStart) = (i, j)
      while i < before.count, gone.contains(i) { i += 1 }
      while j < after.count, come.contains(j) { j += 1 }
      let (left, right) = (before[oldStart..<i], after[newStart..<j])
      if Self.code(left) != Self.code(right) {
        removed += left.map(\.text)
        added += right.map(\.text)
      }
      i += 1
      j += 1
    }
  }

  private struct Line {
    var text: String
    var code: String
  }

  private static func code(_ lines: ArraySlice<Line>) -> String {
    SQLText.normalized(lines.map(\.code).joined(separator: "\n"))
  }

  /// The lines that hold code, or introduce a block.
  private static func lines(_ text: String) -> [Line] {
    let rows = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    var code = [String](repeating: "", count: rows.count)
    var scanner = SQLScanner(text)
    while let (token, bytes, position) = scanner.next() {
      let row = position.line - 1
      switch token {
      case .comment where position.column == 1 && SQLStageFile.isHeader(rows[row]):
        // Without its dashes it counts: it names what the lines below make.
        code[row] = SQLText.normalized(String(rows[row].dropFirst(2)))
      case .blank, .comment: code[row] += " "
      default: code[row] += String(decoding: bytes, as: UTF8.self)
      }
    }
    return zip(rows, code).compactMap { row, code in
      let seen = SQLStageFile.isHeader(row) ? code : SQLText.normalized(code)
      return seen.isEmpty ? nil : Line(text: trimmed(row), code: seen)
    }
  }

  private static func trimmed(_ line: String) -> String {
    var rest = Substring(line)
    while rest.first?.isWhitespace == true { rest.removeFirst() }
    while rest.last?.isWhitespace == true { rest.removeLast() }
    return String(rest)
  }
}
