/// Runs through one customer's lines in time and keeps the aggregates that features are made of.
///
/// A return pops the stack of its product's purchases when it happens, so a state never holds what was not yet known:
/// the features as of t are those of the history cut at t. (Seen from after the last line, this is the closed form
/// with window functions: net quantity = clamp(min of what is still held from here on − held before, 0, quantity).)
/// Reused for customer after customer; its arrays are as long as the widest of them.
struct CustomerSweep {
  private let lines: UnsafeBufferPointer<PurchaseHistory.Line>
  private let scores: UnsafeBufferPointer<Int64>
  private let policy: ReturnsPolicy

  // By line, counted from the customer's first.
  /// What is left of a purchase after the returns so far.
  private var remaining: [Int64]
  /// The purchase below it in its product's stack, or -1.
  private var below: [Int32]
  /// Neighbours in time among the lines that count now: earlier, later; -1 at the ends.
  private var earlier: [Int32]
  private var later: [Int32]
  private var counts: [Bool]

  // By product and by order of the customer.
  private var stackTop: [Int32]
  private var productLines: [Int32]
  private var orderLines: [Int32]

  private var base = 0
  private var end = 0
  private var nextLine = 0
  private var nextExpiry = 0
  private var firstCounting: Int32 = -1
  private var lastCounting: Int32 = -1
  private(set) var orders: Int64 = 0
  private(set) var products: Int64 = 0
  private(set) var items: Int64 = 0
  /// Ten-thousandths of the currency's unit.
  private(set) var amount: Int64 = 0
  /// The sum of the orders' scores in millionths, and how many have one.
  private(set) var scoreSum: Int64 = 0
  private(set) var scored: Int64 = 0
  /// Spend by what lines are marked with.
  private(set) var tagged: TaggedSpend

  /// The instants of the first and last line that count; nil when none does.
  var span: (first: Int64, last: Int64)? {
    guard firstCounting >= 0 else { return nil }
    return (lines[base + Int(firstCounting)].time, lines[base + Int(lastCounting)].time)
  }

  init(
    lines: UnsafeBufferPointer<PurchaseHistory.Line>, scores: UnsafeBufferPointer<Int64>, tags: LineTags,
    policy: ReturnsPolicy, widest: (lines: Int, orders: Int, products: Int)
  ) {
    self.lines = lines
    self.scores = scores
    tagged = TaggedSpend(tags)
    self.policy = policy
    remaining = Array(repeating: 0, count: widest.lines)
    below = Array(repeating: -1, count: widest.lines)
    earlier = Array(repeating: -1, count: widest.lines)
    later = Array(repeating: -1, count: widest.lines)
    counts = Array(repeating: false, count: widest.lines)
    stackTop = Array(repeating: -1, count: widest.products)
    productLines = Array(repeating: 0, count: widest.products)
    orderLines = Array(repeating: 0, count: widest.orders)
  }

  /// Starts on the customer whose lines are `range`.
  mutating func start(_ range: Range<Int>) {
    base = range.lowerBound
    end = range.upperBound
    nextLine = base
    nextExpiry = base
    firstCounting = -1
    lastCounting = -1
    orders = 0
    products = 0
    items = 0
    amount = 0
    scoreSum = 0
    scored = 0
    tagged.clear()
    // Numbers within a customer are dense, so their count never exceeds the lines'.
    for index in 0..<min(range.count, stackTop.count) {
      stackTop[index] = -1
      productLines[index] = 0
    }
    for index in 0..<min(range.count, orderLines.count) { orderLines[index] = 0 }
  }

  /// Takes in what happened before `instant` and forgets what the window no longer sees.
  /// Instants and window starts must not decrease from call to call.
  mutating func advance(to instant: Int64, windowStart: Int64) {
    while nextLine < end, lines[nextLine].time < instant {
      let line = lines[nextLine]
      let local = Int32(truncatingIfNeeded: nextLine - base)
      if line.quantity > 0 {
        buy(line, local)
      } else if line.quantity < 0 {
        giveBack(line)
      }
      nextLine += 1
    }
    while nextExpiry < nextLine, lines[nextExpiry].time < windowStart {
      expire(Int32(truncatingIfNeeded: nextExpiry - base))
      nextExpiry += 1
    }
  }

  private mutating func buy(_ line: PurchaseHistory.Line, _ local: Int32) {
    let index = Int(local)
    remaining[index] = line.quantity
    below[index] = stackTop[Int(line.product)]
    stackTop[Int(line.product)] = local
    counts[index] = line.price > 0
    guard line.price > 0 else { return }
    earlier[index] = lastCounting
    later[index] = -1
    if lastCounting >= 0 { later[Int(lastCounting)] = local } else { firstCounting = local }
    lastCounting = local
    if orderLines[Int(line.order)] == 0 {
      orders += 1
      score(line.order, 1)
    }
    orderLines[Int(line.order)] += 1
    if line.isProduct {
      if productLines[Int(line.product)] == 0 { products += 1 }
      productLines[Int(line.product)] += 1
    }
    items += line.quantity
    spend(line.quantity * line.price, line)
  }

  private mutating func spend(_ sum: Int64, _ line: PurchaseHistory.Line) {
    amount += sum
    tagged.add(sum, mark: line.mark)
  }

  private mutating func giveBack(_ line: PurchaseHistory.Line) {
    switch policy {
    case .exclude:
      return
    case .keep:
      guard line.price > 0 else { return }
      items += line.quantity
      spend(line.quantity * line.price, line)
    case .net:
      var open = -line.quantity
      while open > 0 {
        let top = stackTop[Int(line.product)]
        guard top >= 0 else { return }  // Bought before the data starts: stays unmatched.
        let matched = min(open, remaining[Int(top)])
        open -= matched
        remaining[Int(top)] -= matched
        if counts[Int(top)] {
          items -= matched
          let bought = lines[base + Int(top)]
          spend(-matched * bought.price, bought)
        }
        if remaining[Int(top)] == 0 {
          stackTop[Int(line.product)] = below[Int(top)]
          drop(top)
        }
      }
    }
  }

  /// An order begins (1) or ceases (-1) to count.
  private mutating func score(_ order: Int32, _ sign: Int64) {
    guard !scores.isEmpty, scores[base + Int(order)] != PurchaseHistory.noScore else { return }
    scoreSum += sign * scores[base + Int(order)]
    scored += sign
  }

  /// A line leaves the window; what is left of it may still be returned, without effect on features.
  private mutating func expire(_ local: Int32) {
    let line = lines[base + Int(local)]
    if line.quantity > 0 {
      guard counts[Int(local)] else { return }
      items -= remaining[Int(local)]
      spend(-remaining[Int(local)] * line.price, line)
      drop(local)
    } else if policy == .keep, line.price > 0 {
      items -= line.quantity
      spend(-line.quantity * line.price, line)
    }
  }

  /// A line counts no more: its order and product may go with it.
  private mutating func drop(_ local: Int32) {
    let index = Int(local)
    guard counts[index] else { return }
    counts[index] = false
    let before = earlier[index]
    let after = later[index]
    if before >= 0 { later[Int(before)] = after } else { firstCounting = after }
    if after >= 0 { earlier[Int(after)] = before } else { lastCounting = before }
    let line = lines[base + index]
    orderLines[Int(line.order)] -= 1
    if orderLines[Int(line.order)] == 0 {
      orders -= 1
      score(line.order, -1)
    }
    guard line.isProduct else { return }
    productLines[Int(line.product)] -= 1
    if productLines[Int(line.product)] == 0 { products -= 1 }
  }
}
