/// Items that stand together in some orders.
public struct Itemset: Sendable, Hashable {
  /// The items, ascending.
  public var items: [Int32]
  /// In how many orders they all stand.
  public var count: Int

  /// Makes an itemset.
  public init(items: [Int32], count: Int) {
    self.items = items
    self.count = count
  }
}

/// How itemsets are looked for.
public struct ItemsetOptions: Sendable {
  /// The least share of the orders that an itemset stands in, above 0.
  public var support: Double
  /// The least number of orders that an itemset stands in, whatever their share. A share of few orders is less than one
  /// order, and what a single order holds is no pattern.
  public var minimumOrders = 1
  /// The most items of an itemset.
  public var maximumSize = 3
  /// The most itemsets that are kept; more are refused.
  public var maximumCount = 200_000
  /// Threads; they change no result.
  public var threads = 1

  /// Options with a least support.
  public init(support: Double) { self.support = support }

  /// The least number of orders, at least `minimumOrders`.
  func minimumCount(of orders: Int) -> Int {
    var count = max(1, Int(Double(orders) * min(support, 1)) - 1)
    while count < orders, Double(count) / Double(orders) < support { count += 1 }
    return max(count, minimumOrders)
  }
}
