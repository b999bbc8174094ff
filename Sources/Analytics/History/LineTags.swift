/// What lines are marked with: for each tag, such as the category of the product, a code.
public struct LineTags: Sendable {
  /// The mark of each line: which of the combinations of codes below it bears. Empty where lines bear none.
  public var marks: [Int32]
  /// By tag, then by mark: the code, or −1 for none.
  public var codes: [[Int32]]
  /// By tag: how many codes there are.
  public var counts: [Int]

  /// No tags.
  public static let none = LineTags(marks: [], codes: [], counts: [])

  /// Tags from their parts.
  public init(marks: [Int32], codes: [[Int32]], counts: [Int]) {
    self.marks = marks
    self.codes = codes
    self.counts = counts
  }

  /// Refuses what would be read wrongly.
  func check(lines: Int) throws {
    guard !counts.isEmpty else { return }
    let marked = codes.first?.count ?? 0
    guard marks.count == lines, codes.count == counts.count, codes.allSatisfy({ $0.count == marked }),
      marks.allSatisfy({ $0 >= 0 && Int($0) < marked }),
      zip(codes, counts).allSatisfy({ codes, count in codes.allSatisfy { $0 >= -1 && Int($0) < count } })
    else { throw AnalyticsError.invalidHistory("a line's mark or a mark's code is out of range") }
  }
}
