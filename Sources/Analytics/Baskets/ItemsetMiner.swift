/// The depth-first search below one item.
struct ItemsetMiner: Sendable {
  private let table: BasketTable
  private let minimum: Int
  private let maximumSize: Int

  init(_ table: BasketTable, minimum: Int, maximumSize: Int) {
    self.table = table
    self.minimum = minimum
    self.maximumSize = maximumSize
  }

  /// Orders that hold an itemset, and where the last of its items stands in each.
  private struct Occurrences {
    var orders: [Int32]
    var places: [Int32]
  }

  /// Every frequent itemset whose first item is `item`.
  ///
  /// - Parameter take: told of how many itemsets were found; the search ends when it says no.
  func mine(from item: Int32, _ take: (Int) -> Bool) -> [Itemset] {
    let column = table.columnStarts[Int(item)]..<table.columnStarts[Int(item) + 1]
    var found = [Itemset(items: [item], count: column.count)]
    guard take(1) else { return found }
    // One array of counts a level, all zero between uses.
    var counts = [[Int32]](
      repeating: [Int32](repeating: 0, count: table.supports.count), count: max(maximumSize - 1, 0))
    _ = extend(
      [item], Occurrences(orders: Array(table.orders[column]), places: Array(table.places[column])), &counts, &found,
      take)
    return found
  }

  private func extend(
    _ prefix: [Int32], _ occurrences: Occurrences, _ counts: inout [[Int32]], _ found: inout [Itemset],
    _ take: (Int) -> Bool
  ) -> Bool {
    guard prefix.count < maximumSize else { return true }
    let level = prefix.count - 1
    count(occurrences, &counts[level])
    var extensions: [(item: Int32, count: Int)] = []
    let first = Int(prefix[prefix.count - 1]) + 1
    for item in first..<max(first, table.supports.count) {
      let count = Int(counts[level][item])
      counts[level][item] = 0
      if count >= minimum { extensions.append((Int32(item), count)) }
    }
    guard take(extensions.count) else { return false }
    for (item, count) in extensions {
      found.append(Itemset(items: prefix + [item], count: count))
      if prefix.count + 1 < maximumSize, count >= minimum {
        guard extend(prefix + [item], intersection(occurrences, item, count), &counts, &found, take) else {
          return false
        }
      }
    }
    return true
  }

  /// Counts the items that stand behind the itemset in its orders.
  private func count(_ occurrences: Occurrences, _ counts: inout [Int32]) {
    table.items.withUnsafeBufferPointer { items in
      counts.withUnsafeMutableBufferPointer { counts in
        for (order, place) in zip(occurrences.orders, occurrences.places) {
          for index in (Int(place) + 1)..<table.rowStarts[Int(order) + 1] { counts[Int(items[index])] &+= 1 }
        }
      }
    }
  }

  /// The orders of the itemset that hold `item` too.
  private func intersection(_ occurrences: Occurrences, _ item: Int32, _ count: Int) -> Occurrences {
    var both = Occurrences(orders: [], places: [])
    both.orders.reserveCapacity(count)
    both.places.reserveCapacity(count)
    var index = table.columnStarts[Int(item)]
    let end = table.columnStarts[Int(item) + 1]
    for order in occurrences.orders {
      while index < end, table.orders[index] < order { index += 1 }
      if index < end, table.orders[index] == order {
        both.orders.append(order)
        both.places.append(table.places[index])
      }
    }
    return both
  }
}
