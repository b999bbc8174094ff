/// Every purchase and return of every customer, laid out so that one pass gives features as of many past instants.
///
/// Exact (money and quantities are integers), immutable, and independent of the order in which lines are given.
/// Lines are kept by customer and, within one, in the order that matches returns: time, purchases before returns,
/// order, unit price, quantity.
public struct PurchaseHistory: Sendable {
  /// One line, with its order and product numbered from 0 within its customer.
  struct Line: Sendable {
    let time: Int64
    let quantity: Int64
    let price: Int64
    var order: Int32
    var product: Int32
    /// Which tags the line bears; see `LineTags`.
    var mark: Int32
    /// Whether it counts among a customer's products: postage and fees do not.
    var isProduct: Bool

    /// Whether the line comes before `other` among the lines of a customer.
    @inline(__always)
    func precedes(_ other: Line) -> Bool {
      if time != other.time { return time < other.time }
      let isReturn = quantity < 0
      if isReturn != (other.quantity < 0) { return !isReturn }
      if order != other.order { return order < other.order }
      if price != other.price { return price < other.price }
      if quantity != other.quantity { return quantity < other.quantity }
      if product != other.product { return product < other.product }
      return mark < other.mark
    }
  }

  /// The number of customers, with or without lines.
  public let customerCount: Int
  /// The first instant of a line; nil without lines.
  public let firstInstant: Int64?
  /// The last instant of a line; nil without lines.
  public let lastInstant: Int64?
  /// The number of lines.
  public var lineCount: Int { lines.count }

  let lines: [Line]
  /// The lines of customer `c` are `offsets[c] ..< offsets[c + 1]`.
  let offsets: [Int]
  /// The score of each order in millionths, `offsets[c] + order` for order of customer `c`; empty where none has one.
  let scores: [Int64]
  /// What lines are marked with.
  let tags: LineTags
  /// The largest numbers of lines, orders and products that one customer has.
  let widest: (lines: Int, orders: Int, products: Int)

  /// The score of an order that has none.
  public static let noScore = Int64.min

  /// Lays out lines given as columns of equal length.
  ///
  /// - Parameters:
  ///   - customerCount: customers are numbered `0 ..< customerCount`.
  ///   - customer: the customer of each line.
  ///   - product: the product of each line, numbered from 0.
  ///   - order: the order of each line, numbered from 0; number orders by their id's order, so that ties at one
  ///     instant break as they do where lines carry the id itself.
  ///   - occurredAt: microseconds since 1970-01-01 00:00 UTC.
  ///   - quantity: signed; below zero for a return, as bought or returned (not net of later returns).
  ///   - unitPrice: ten-thousandths of the currency's unit; lines at price 0 match returns and enter no feature.
  ///   - isProduct: whether each line is of a product, or of postage, a fee and the like; empty where all are.
  ///   - scores: what customers thought of each order, in millionths, by the order's number; `noScore` for an order
  ///     without; empty where nothing is known of any.
  ///   - tags: what each line is marked with; `.none` where features need no tags.
  ///   - threads: threads to use; changes the time taken and nothing else.
  /// - Throws: `AnalyticsError` for columns that differ in length, a number out of range, a price below zero, or amounts
  ///   that add up past Int64.
  /// - Complexity: O(n log m), n lines and m lines of the widest customer.
  public init(
    customerCount: Int, customer: [Int32], product: [Int32], order: [Int32], occurredAt: [Int64], quantity: [Int64],
    unitPrice: [Int64], isProduct: [Bool] = [], scores: [Int64] = [], tags: LineTags = .none, threads: Int = 1
  ) throws {
    let count = customer.count
    guard product.count == count, order.count == count, occurredAt.count == count, quantity.count == count,
      unitPrice.count == count, isProduct.isEmpty || isProduct.count == count
    else { throw AnalyticsError.invalidHistory("columns differ in length") }
    try PurchaseHistory.checkRanges(
      customerCount: customerCount, customer: customer, product: product, order: order, quantity: quantity,
      unitPrice: unitPrice)

    try tags.check(lines: count)
    let isMarked = !tags.counts.isEmpty

    var offsets = [Int](repeating: 0, count: customerCount + 1)
    for index in customer { offsets[Int(index) + 1] += 1 }
    for index in 0..<customerCount { offsets[index + 1] += offsets[index] }
    var next = offsets
    let empty = Line(time: 0, quantity: 0, price: 0, order: 0, product: 0, mark: 0, isProduct: true)
    var lines = [Line](repeating: empty, count: count)
    for index in 0..<count {
      let owner = Int(customer[index])
      lines[next[owner]] = Line(
        time: occurredAt[index], quantity: quantity[index], price: unitPrice[index], order: order[index],
        product: product[index], mark: isMarked ? tags.marks[index] : 0,
        isProduct: isProduct.isEmpty || isProduct[index])
      next[owner] += 1
    }
    PurchaseHistory.sort(&lines, offsets: offsets, threads: threads)
    let isScored = !scores.isEmpty
    guard !isScored || scores.count > Int(order.max() ?? -1) else {
      throw AnalyticsError.invalidHistory("an order has no place among the scores")
    }
    var lineScores = [Int64](repeating: Self.noScore, count: isScored ? count : 0)
    let orders = PurchaseHistory.renumber(offsets: offsets, bound: order.max() ?? -1) { index, number in
      let old = lines[index].order
      if isScored { lineScores[index] = scores[Int(old)] }
      lines[index].order = number(old)
    }
    let products = PurchaseHistory.renumber(offsets: offsets, bound: product.max() ?? -1) { index, number in
      let old = lines[index].product
      lines[index].product = number(old)
    }

    var ownScores = lineScores
    if isScored {
      for owner in 0..<customerCount {
        for index in offsets[owner]..<offsets[owner + 1] {
          ownScores[offsets[owner] + Int(lines[index].order)] = lineScores[index]
        }
      }
    }
    self.scores = ownScores
    self.tags = LineTags(marks: [], codes: tags.codes, counts: tags.counts)
    self.customerCount = customerCount
    self.offsets = offsets
    self.lines = lines
    self.widest = (zip(offsets.dropFirst(), offsets).map { $0 - $1 }.max() ?? 0, orders, products)
    firstInstant = occurredAt.min()
    lastInstant = occurredAt.max()
  }

  /// The first and last instants of the lines before `end`; nil when there is none.
  func span(before end: Int64) -> (first: Int64, last: Int64)? {
    var first = Int64.max
    var last = Int64.min
    for line in lines where line.time < end {
      first = min(first, line.time)
      last = max(last, line.time)
    }
    return first <= last ? (first, last) : nil
  }

  /// Puts the lines of each customer in their order.
  private static func sort(_ lines: inout [Line], offsets: [Int], threads: Int) {
    let customers = offsets.count - 1
    let pieces = min(max(customers, 1), 64)
    lines.withUnsafeMutableBufferPointer { buffer in
      nonisolated(unsafe) let buffer = buffer  // Each piece touches its own customers' lines.
      Parallel.forEach(count: pieces, threads: threads) { piece in
        for customer in customers * piece / pieces..<customers * (piece + 1) / pieces {
          var own = UnsafeMutableBufferPointer(rebasing: buffer[offsets[customer]..<offsets[customer + 1]])
          own.sort { $0.precedes($1) }
        }
      }
    }
  }

  /// Numbers orders or products from 0 within each customer, in order of first appearance.
  /// - Parameters:
  ///   - bound: the largest number given.
  ///   - replace: called line by line with what turns a given number into the customer's own.
  /// - Returns: the largest count that one customer has.
  @inline(__always)
  private static func renumber(
    offsets: [Int], bound: Int32, replace: (_ line: Int, _ number: (Int32) -> Int32) -> Void
  ) -> Int {
    var owner = [Int32](repeating: -1, count: Int(bound) + 1)
    var local = [Int32](repeating: 0, count: Int(bound) + 1)
    var widest: Int32 = 0
    for customer in 0..<(offsets.count - 1) {
      var distinct: Int32 = 0
      for index in offsets[customer]..<offsets[customer + 1] {
        replace(index) { given in
          if owner[Int(given)] != Int32(customer) {
            owner[Int(given)] = Int32(customer)
            local[Int(given)] = distinct
            distinct += 1
          }
          return local[Int(given)]
        }
      }
      widest = max(widest, distinct)
    }
    return Int(widest)
  }

  /// Refuses what would give wrong features, sums past Int64 among it.
  private static func checkRanges(
    customerCount: Int, customer: [Int32], product: [Int32], order: [Int32], quantity: [Int64], unitPrice: [Int64]
  ) throws {
    guard customerCount >= 0, customerCount < Int(Int32.max) else {
      throw AnalyticsError.invalidHistory("\(customerCount) customers are out of range")
    }
    var total: UInt64 = 0
    for index in customer.indices {
      guard customer[index] >= 0, Int(customer[index]) < customerCount, product[index] >= 0, order[index] >= 0 else {
        throw AnalyticsError.invalidHistory("line \(index) has a customer, product or order out of range")
      }
      guard unitPrice[index] >= 0 else {
        throw AnalyticsError.invalidHistory("line \(index) has a price below zero; reject such lines at ingest")
      }
      // Also bounds the sum of quantities, whatever the prices.
      let (amount, overflow) = quantity[index].magnitude.multipliedReportingOverflow(
        by: max(unitPrice[index].magnitude, 1))
      let (sum, carry) = total.addingReportingOverflow(amount)
      guard !overflow, !carry, sum <= UInt64(Int64.max) else {
        throw AnalyticsError.invalidHistory("amounts add up past \(Int64.max) ten-thousandths")
      }
      total = sum
    }
  }
}
