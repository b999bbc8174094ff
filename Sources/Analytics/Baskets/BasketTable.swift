/// Which items each order holds, kept both ways: by order and by item.
///
/// Orders and items are numbers from 0; an item that stands twice in an order counts once.
public struct BasketTable: Sendable {
  /// How many orders there are, those without any item included.
  public let orderCount: Int
  /// In how many orders each item stands.
  public let supports: [Int]
  /// Where each order's items begin in `items`, and where the last one's end.
  let rowStarts: [Int]
  /// The items of all orders, ascending within each.
  let items: [Int32]
  /// Where each item's orders begin in `orders`, and where the last one's end.
  let columnStarts: [Int]
  /// The orders of all items, ascending within each.
  let orders: [Int32]
  /// For each entry of `orders`, where the item stands in `items`.
  let places: [Int32]

  /// How many items the fullest order holds.
  public var largestOrder: Int { zip(rowStarts, rowStarts.dropFirst()).map { $1 - $0 }.max() ?? 0 }

  /// Makes a table of pairs of an order and an item, in any order.
  ///
  /// - Parameters:
  ///   - order: the order's number, below `orderCount`.
  ///   - item: the item's number, below `itemCount`.
  /// - Throws: `AnalyticsError` where the arrays differ in length, a number is out of bounds, or there are more pairs
  ///   than 32 bits count.
  /// - Complexity: O(pairs + orders + items), without comparing.
  public init(orderCount: Int, itemCount: Int, order: [Int32], item: [Int32]) throws(AnalyticsError) {
    guard order.count == item.count else {
      throw AnalyticsError(.shapeMismatch, "baskets: \(order.count) orders for \(item.count) items")
    }
    guard order.count <= Int(Int32.max) else {
      throw AnalyticsError(.invalidArgument, "baskets: \(order.count) order lines are more than 2,147,483,647")
    }
    guard order.allSatisfy({ (0..<orderCount).contains(Int($0)) }),
      item.allSatisfy({ (0..<itemCount).contains(Int($0)) })
    else { throw AnalyticsError(.invalidArgument, "baskets: a number lies outside the orders or the items") }
    // Sorted by order first and then, keeping that, by item: each item's orders ascend, so copies are neighbours.
    let byOrder = Self.sorted(order, keys: orderCount)
    let byItem = Self.sorted(byOrder.map { item[Int($0)] }, keys: itemCount).map { byOrder[Int($0)] }
    var supports = [Int](repeating: 0, count: itemCount)
    var orders: [Int32] = []
    orders.reserveCapacity(order.count)
    var columnStarts = [0]
    columnStarts.reserveCapacity(itemCount + 1)
    var next = 0
    for number in 0..<itemCount {
      let start = orders.count
      while next < byItem.count, item[Int(byItem[next])] == Int32(number) {
        let this = order[Int(byItem[next])]
        if orders.count == start || orders[orders.count - 1] != this { orders.append(this) }
        next += 1
      }
      supports[number] = orders.count - start
      columnStarts.append(orders.count)
    }
    self.init(orderCount: orderCount, supports: supports, columnStarts: columnStarts, orders: orders)
  }

  private init(orderCount: Int, supports: [Int], columnStarts: [Int], orders: [Int32]) {
    self.orderCount = orderCount
    self.supports = supports
    self.columnStarts = columnStarts
    self.orders = orders
    var rowStarts = [Int](repeating: 0, count: orderCount + 1)
    for order in orders { rowStarts[Int(order) + 1] += 1 }
    for order in 0..<orderCount { rowStarts[order + 1] += rowStarts[order] }
    var fill = rowStarts
    var items = [Int32](repeating: 0, count: orders.count)
    var places = items
    for number in supports.indices {
      for index in columnStarts[number]..<columnStarts[number + 1] {
        let order = Int(orders[index])
        items[fill[order]] = Int32(number)
        places[index] = Int32(fill[order])
        fill[order] += 1
      }
    }
    self.rowStarts = rowStarts
    self.items = items
    self.places = places
  }

  /// The table of some of the items alone, which get the numbers in which they are given.
  func restricted(to kept: [Int32]) -> BasketTable {
    var columnStarts = [0]
    var orders: [Int32] = []
    for item in kept {
      orders += self.orders[self.columnStarts[Int(item)]..<self.columnStarts[Int(item) + 1]]
      columnStarts.append(orders.count)
    }
    return BasketTable(
      orderCount: orderCount, supports: kept.map { supports[Int($0)] }, columnStarts: columnStarts, orders: orders)
  }

  /// The positions of `keys` in ascending order of key, equal ones in their order.
  private static func sorted(_ values: [Int32], keys: Int) -> [Int32] {
    var fill = [Int](repeating: 0, count: keys + 1)
    for value in values { fill[Int(value) + 1] += 1 }
    for key in 0..<keys { fill[key + 1] += fill[key] }
    var sorted = [Int32](repeating: 0, count: values.count)
    for (index, value) in values.enumerated() {
      sorted[fill[Int(value)]] = Int32(index)
      fill[Int(value)] += 1
    }
    return sorted
  }
}
