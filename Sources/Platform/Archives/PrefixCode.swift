/// A code for symbols that occur with known counts, as DEFLATE writes them: canonical, of bounded length.
struct PrefixCode {
  /// Bits of each symbol; 0 where it does not occur.
  private(set) var lengths: [Int]
  /// The bits, the first to be written lowest.
  private(set) var words: [UInt32]

  /// The shortest code, with codes no longer than `limit`.
  init(_ counts: [Int], limit: Int) {
    var weights = counts
    lengths = Self.lengths(weights)
    // Rarer symbols count for more until nothing is too long: never far from the best code within the bound.
    while (lengths.max() ?? 0) > limit {
      weights = weights.map { $0 == 0 ? 0 : $0 / 2 + 1 }
      lengths = Self.lengths(weights)
    }
    words = Self.words(lengths)
  }

  /// Huffman's lengths; two symbols at least get one, as some readers refuse a code of one.
  private static func lengths(_ counts: [Int]) -> [Int] {
    var lengths = [Int](repeating: 0, count: counts.count)
    var used = counts.indices.filter { counts[$0] > 0 }
    for symbol in counts.indices where used.count < 2 && !used.contains(symbol) { used.append(symbol) }
    used.sort { (counts[$0], $0) < (counts[$1], $1) }
    // Two queues, both in rising order: the symbols, and the sums made of them.
    var weights = used.map { max(1, counts[$0]) }
    var parents = [Int](repeating: -1, count: 2 * used.count - 1)
    var (leaf, sum) = (0, used.count)
    for made in used.count..<2 * used.count - 1 {
      var weight = 0
      for _ in 0..<2 {
        if leaf < used.count, sum >= made || weights[leaf] <= weights[sum] {
          weight += weights[leaf]
          parents[leaf] = made
          leaf += 1
        } else {
          weight += weights[sum]
          parents[sum] = made
          sum += 1
        }
      }
      weights.append(weight)
    }
    var depths = [Int](repeating: 0, count: parents.count)
    for node in parents.indices.dropLast().reversed() { depths[node] = depths[parents[node]] + 1 }
    for (place, symbol) in used.enumerated() { lengths[symbol] = depths[place] }
    return lengths
  }

  /// The canonical words: rising with length, then with the symbol.
  private static func words(_ lengths: [Int]) -> [UInt32] {
    var next = [UInt32](repeating: 0, count: 17)
    for length in lengths where length > 0 { next[length + 1] += 1 }
    var code: UInt32 = 0
    var first = [UInt32](repeating: 0, count: 17)
    for length in 1...15 {
      code = (code + next[length]) << 1
      first[length] = code
    }
    return lengths.map { length in
      guard length > 0 else { return 0 }
      defer { first[length] += 1 }
      return reversed(first[length], length)
    }
  }

  private static func reversed(_ word: UInt32, _ length: Int) -> UInt32 {
    (0..<length).reduce(0) { $0 | (word >> UInt32($1) & 1) << UInt32(length - 1 - $1) }
  }

  /// One entry of a list of lengths: a length, or a repetition.
  struct Run {
    var symbol: Int
    var extra = 0
    var extraBits = 0
  }

  /// Lengths with their repetitions told as such.
  static func runs(_ lengths: [Int]) -> [Run] {
    var runs: [Run] = []
    var index = 0
    while index < lengths.count {
      let length = lengths[index]
      var count = 1
      while index + count < lengths.count, lengths[index + count] == length { count += 1 }
      index += count
      if length == 0 {
        while count >= 3 {
          let taken = min(count, 138)
          runs.append(
            taken <= 10
              ? Run(symbol: 17, extra: taken - 3, extraBits: 3) : Run(symbol: 18, extra: taken - 11, extraBits: 7))
          count -= taken
        }
      } else {
        runs.append(Run(symbol: length))
        count -= 1
        while count >= 3 {
          let taken = min(count, 6)
          runs.append(Run(symbol: 16, extra: taken - 3, extraBits: 2))
          count -= taken
        }
      }
      runs += [Run](repeating: Run(symbol: length), count: count)
    }
    return runs
  }
}
