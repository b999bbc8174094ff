/// What one customer spent under each code of each tag. Reused for customer after customer.
struct TaggedSpend {
  private let tags: LineTags
  /// Where the codes of each tag begin.
  private let starts: [Int]
  private var amounts: [Int64]
  private var isTouched: [Bool]
  private var touched: [Int] = []

  init(_ tags: LineTags) {
    self.tags = tags
    var starts: [Int] = []
    var total = 0
    for count in tags.counts {
      starts.append(total)
      total += count
    }
    self.starts = starts
    amounts = Array(repeating: 0, count: total)
    isTouched = Array(repeating: false, count: total)
  }

  /// Forgets the customer before.
  mutating func clear() {
    for index in touched {
      amounts[index] = 0
      isTouched[index] = false
    }
    touched.removeAll(keepingCapacity: true)
  }

  /// Adds to what was spent under a mark.
  @inline(__always)
  mutating func add(_ amount: Int64, mark: Int32) {
    for tag in starts.indices {
      let code = tags.codes[tag][Int(mark)]
      guard code >= 0 else { continue }
      let index = starts[tag] + Int(code)
      amounts[index] += amount
      if !isTouched[index] {
        isTouched[index] = true
        touched.append(index)
      }
    }
  }

  /// The share of spend under a code; not a number where nothing was spent under any.
  func share(tag: Int, code: Int) -> Double {
    let total = amounts[starts[tag]..<starts[tag] + tags.counts[tag]].reduce(0, +)
    return total > 0 ? Double(amounts[starts[tag] + code]) / Double(total) : .nan
  }

  /// The code under which most was spent, the lowest among equals; nil where nothing was bought under any.
  func most(tag: Int) -> Int? {
    var best: Int?
    for index in touched where index >= starts[tag] && index < starts[tag] + tags.counts[tag] {
      guard let other = best else {
        best = index
        continue
      }
      if amounts[index] > amounts[other] || amounts[index] == amounts[other] && index < other { best = index }
    }
    return best.map { $0 - starts[tag] }
  }
}
