internal import Glibc
internal import Synchronization

/// Looks for customers by their ids and pseudonyms in texts and bytes, as whole words: `1785` is not in `17850`, nor in
/// `1785-B`, and `ann@shop.fr` is not in `mary-ann@shop.fr`.
final class PersonFinder: Sendable {
  /// One text to look for.
  private struct Needle: Sendable {
    var bytes: [UInt8]
    /// Which customer it stands for.
    var customer: Int
    /// Whether an equal text of another meaning, such as the number of a product, is unlikely.
    var isDistinctive: Bool
  }

  /// What a look at some bytes found.
  struct Hits: Sendable, Hashable {
    /// Places that name a customer.
    var count = 0
    /// Those of them that can hardly mean anything else.
    var distinctive = 0
  }

  private let needles: [Needle]
  /// The needles by what they begin with: their first three bytes, or all there are.
  private let beginnings: [UInt32: [Int]]
  /// By byte, whether a needle begins with it.
  private let isFirst: [Bool]
  /// The length of the longest text looked for.
  let longest: Int
  private let seen = Mutex<Set<Int>>([])

  /// From this length on a text that is not a number of something else is looked for in binary data whatever stands
  /// beside it.
  private static let long = 16

  /// Makes a finder of customers.
  ///
  /// - Parameters:
  ///   - customers: for each customer its id, and its pseudonym where there are such.
  init(_ customers: [[String]]) {
    var needles: [Needle] = []
    for (index, texts) in customers.enumerated() {
      for text in texts where !text.isEmpty {
        for spelling in PersonSpelling.all(text).sorted() {
          needles.append(
            Needle(bytes: Array(spelling.utf8), customer: index, isDistinctive: Self.isDistinctive(text)))
        }
      }
    }
    self.needles = needles
    var beginnings: [UInt32: [Int]] = [:]
    for (index, needle) in needles.enumerated() {
      beginnings[Self.beginning(needle.bytes[...]), default: []].append(index)
    }
    self.beginnings = beginnings
    var isFirst = [Bool](repeating: false, count: 256)
    for needle in needles { isFirst[Int(needle.bytes[0])] = true }
    self.isFirst = isFirst
    longest = needles.map(\.bytes.count).max() ?? 0
  }

  /// The customers that were found so far, by their place in the list.
  var found: Set<Int> { seen.withLock { $0 } }

  private static func isDistinctive(_ text: String) -> Bool {
    text.utf8.count >= 9
      || text.utf8.contains { !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        && text.utf8.count >= 4
  }

  private static func beginning(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    bytes.prefix(3).reduce(UInt32(min(3, bytes.count)) << 24) { ($0 & 0xFF00_0000) | (($0 & 0xFFFF) << 8) | UInt32($1) }
  }

  /// The places in some bytes that name a customer.
  func hits(_ bytes: UnsafeRawBufferPointer) -> Hits {
    var hits = Hits()
    var customers: Set<Int> = []
    for position in bytes.indices where isFirst[Int(bytes[position])] {
      var here: Set<Int> = []
      for needle in candidates(bytes, position) where isNamed(needle, bytes, position) {
        // An id can stand there in two spellings, one the beginning of the other.
        guard here.insert(needle.customer).inserted else { continue }
        hits.count += 1
        if needle.isDistinctive { hits.distinctive += 1 }
      }
      customers.formUnion(here)
    }
    if !customers.isEmpty { seen.withLock { $0.formUnion(customers) } }
    return hits
  }

  /// The places in a text that name a customer.
  func hits(_ text: String) -> Hits {
    var text = text
    return text.withUTF8 { hits(UnsafeRawBufferPointer($0)) }
  }

  private func isNamed(_ needle: Needle, _ bytes: UnsafeRawBufferPointer, _ position: Int) -> Bool {
    let end = position + needle.bytes.count
    guard end <= bytes.count, let base = bytes.baseAddress,
      memcmp(base + position, needle.bytes, needle.bytes.count) == 0
    else { return false }
    if needle.bytes.count >= Self.long { return true }
    if WordEdge.isWord(bytes, before: position) || WordEdge.isWord(bytes, at: end) { return false }
    // A sign can go on with the word, as in `1785-B`.
    let isJoinedBefore = WordEdge.isJoint(bytes, at: position - 1) && WordEdge.isWord(bytes, before: position - 1)
    let isJoinedAfter = WordEdge.isJoint(bytes, at: end) && WordEdge.isWord(bytes, at: end + 1)
    return !isJoinedBefore && !isJoinedAfter
  }

  private func candidates(_ bytes: UnsafeRawBufferPointer, _ position: Int) -> [Needle] {
    var key: UInt32 = 0
    var found: [Needle] = []
    for length in 1...3 where position + length <= bytes.count {
      key = (key & 0xFFFF) << 8 | UInt32(bytes[position + length - 1])
      if let here = beginnings[UInt32(length) << 24 | key] { found += here.map { needles[$0] } }
    }
    return found
  }

  /// The text with `[erased]` in the place of whoever is named; nil where nobody is.
  ///
  /// - Parameter surely: whether to leave what may as well mean something else, as a short number.
  func redacted(_ bytes: [UInt8], surely: Bool = false) -> [UInt8]? {
    var result: [UInt8] = []
    var position = 0
    var isChanged = false
    bytes.withUnsafeBytes { raw in
      while position < raw.count {
        let match = (isFirst[Int(raw[position])] ? candidates(raw, position) : [])
          .filter { ($0.isDistinctive || !surely) && isNamed($0, raw, position) }.max {
            $0.bytes.count < $1.bytes.count
          }
        if let match {
          result += Array("[erased]".utf8)
          position += match.bytes.count
          isChanged = true
        } else {
          result.append(raw[position])
          position += 1
        }
      }
    }
    return isChanged ? result : nil
  }

  /// The text with `[erased]` in the place of whoever is named.
  func redacted(_ text: String, surely: Bool = false) -> String {
    redacted(Array(text.utf8), surely: surely).map { String(decoding: $0, as: UTF8.self) } ?? text
  }
}

extension PersonFinder.Hits {
  static func + (a: Self, b: Self) -> Self {
    Self(count: a.count + b.count, distinctive: a.distinctive + b.distinctive)
  }
}
