/// "Did you mean …": the known word nearest to an unknown one.
public enum Suggestion {
  /// The nearest of `known` by edits (insert, delete, replace, swap of neighbours), where it is near enough to be meant.
  public static func nearest(to word: String, in known: some Sequence<String>) -> String? {
    var best: (word: String, distance: Int)?
    for candidate in known.sorted() {
      let distance = edits(Array(word.lowercased().unicodeScalars), Array(candidate.lowercased().unicodeScalars))
      if best.map({ distance < $0.distance }) ?? true { best = (candidate, distance) }
    }
    guard let best, best.distance <= max(1, word.count / 3) else { return nil }
    return best.word
  }

  /// A mend that names the nearest known word, or lists what is known.
  public static func mend(_ word: String, known: [String]) -> String {
    if let near = nearest(to: word, in: known) { return "did you mean \"\(near)\"?" }
    return known.isEmpty ? "remove it" : "known here: \(known.joined(separator: ", "))"
  }

  /// Optimal string alignment distance.
  private static func edits(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...b.count)
    for i in 0..<a.count {
      var row = [i + 1]
      for j in 0..<b.count {
        var cost = min(last[j + 1] + 1, row[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { cost = min(cost, beforeLast[j - 1] + 1) }
        row.append(cost)
      }
      beforeLast = last
      last = row
    }
    return last[b.count]
  }
}
