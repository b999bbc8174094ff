internal import Synchronization

/// All itemsets that stand in enough orders, exactly.
///
/// Depth first over items in ascending order of support. The orders of an itemset are found by intersecting sorted
/// lists; what else they hold is counted by walking through the rest of each order. Working memory is proportional to
/// the order lines, however many itemsets there are.
///
/// Source: the lists are those of M. J. Zaki, "Scalable algorithms for association mining" (IEEE TKDE 12, 2000), the
/// counting that of T. Uno et al., "LCM ver. 2" (FIMI 2004).
public struct FrequentItemsets: Sendable {
  /// How many orders there are.
  public let orderCount: Int
  /// The least number of orders of an itemset.
  public let minimumCount: Int
  /// The itemsets: smaller ones first, then by their items.
  public let itemsets: [Itemset]

  /// Finds the itemsets.
  ///
  /// - Throws: `AnalyticsError` where there are more than `options.maximumCount`; `CancellationError`.
  public static func mine(
    _ table: BasketTable, _ options: ItemsetOptions, isCancelled: @Sendable () -> Bool = { false }
  ) throws -> FrequentItemsets {
    guard options.support > 0, options.support <= 1, options.maximumSize >= 1 else {
      throw AnalyticsError(.invalidArgument, "baskets.support is \(options.support): it lies above 0 and up to 1")
    }
    let minimum = options.minimumCount(of: table.orderCount)
    let frequent = table.supports.indices.filter { table.supports[$0] >= minimum }.sorted {
      (table.supports[$0], $0) < (table.supports[$1], $1)
    }.map { Int32($0) }
    let miner = ItemsetMiner(table.restricted(to: frequent), minimum: minimum, maximumSize: options.maximumSize)
    let budget = Atomic<Int>(options.maximumCount)
    let found = Parallel.map(count: frequent.count, threads: options.threads) { item in
      miner.mine(from: Int32(item)) { taken in
        budget.wrappingSubtract(taken, ordering: .relaxed).newValue >= 0 && !isCancelled()
      }
    }
    if isCancelled() { throw CancellationError() }
    guard budget.load(ordering: .relaxed) >= 0 else {
      throw AnalyticsError(
        .invalidArgument,
        "more than \(options.maximumCount) sets of up to \(options.maximumSize) products stand in \(minimum) orders or "
          + "more: \(frequent.count) products do, and the fullest of \(table.orderCount) orders holds "
          + "\(table.largestOrder) products")
    }
    var itemsets = found.flatMap { $0 }
    for index in itemsets.indices {
      itemsets[index].items = itemsets[index].items.map { frequent[Int($0)] }.sorted()
    }
    itemsets.sort(by: precedes)
    return FrequentItemsets(orderCount: table.orderCount, minimumCount: minimum, itemsets: itemsets)
  }

  private static func precedes(_ a: Itemset, _ b: Itemset) -> Bool {
    if a.items.count != b.items.count { return a.items.count < b.items.count }
    return a.items.lexicographicallyPrecedes(b.items)
  }
}
