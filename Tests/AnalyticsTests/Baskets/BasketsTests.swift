import Analytics
import Testing

@Suite("Baskets") struct BasketsTests {
  /// Orders of named items; an item may stand twice.
  private func table(_ orders: [[String]]) throws -> (BasketTable, names: [String]) {
    let names = Set(orders.joined()).sorted()
    let pairs = orders.enumerated().flatMap { order, items in
      items.map { (Int32(order), Int32(names.firstIndex(of: $0) ?? -1)) }
    }
    return (
      try BasketTable(
        orderCount: orders.count, itemCount: names.count, order: pairs.map(\.0), item: pairs.map(\.1)), names
    )
  }

  private let groceries = [
    ["Milk", "Onion", "Nutmeg", "Kidney Beans", "Eggs", "Yogurt"],
    ["Dill", "Onion", "Nutmeg", "Kidney Beans", "Eggs", "Yogurt"], ["Milk", "Apple", "Kidney Beans", "Eggs"],
    ["Milk", "Unicorn", "Corn", "Kidney Beans", "Yogurt"],
    ["Corn", "Onion", "Onion", "Kidney Beans", "Ice cream", "Eggs"],
  ]

  @Test("The five grocery orders of the literature: 11 itemsets, 12 rules, and their measures")
  func groceriesAgreeWithPublishedFigures() throws {
    let (table, names) = try table(groceries)
    let frequent = try FrequentItemsets.mine(table, ItemsetOptions(support: 0.6))
    #expect(frequent.itemsets.count == 11 && frequent.minimumCount == 3)
    let rules = try AssociationRules.derive(from: frequent, minimumConfidence: 0.7, minimumLift: 0)
    #expect(rules.count == 12)
    let rule = try #require(
      rules.first {
        $0.antecedent.map { names[Int($0)] } == ["Eggs"] && $0.consequent.map { names[Int($0)] } == ["Onion"]
      })
    #expect(rule.confidence == 0.75 && rule.lift == 1.25 && rule.zhang == 1)
    #expect(abs(rule.leverage - 0.12) < 1e-15)
    #expect(abs((rule.conviction ?? 0) - 1.6) < 1e-15)
    // Onion → Eggs never fails: its conviction has no bound.
    let certain = try #require(rules.first { $0.antecedent.map { names[Int($0)] } == ["Onion"] })
    #expect(certain.confidence == 1 && certain.conviction == nil)
    #expect(rules.allSatisfy { $0.lift.isFinite && $0.leverage.isFinite && $0.zhang.isFinite })
  }

  /// Counts every subset of every order.
  private func naive(_ orders: [[Int32]], minimum: Int, size: Int) -> Set<Itemset> {
    var counts: [[Int32]: Int] = [:]
    for order in orders {
      let items = Set(order).sorted()
      func visit(_ start: Int, _ chosen: [Int32]) {
        if !chosen.isEmpty { counts[chosen, default: 0] += 1 }
        if chosen.count == size { return }
        for index in start..<max(start, items.count) { visit(index + 1, chosen + [items[index]]) }
      }
      visit(0, [])
    }
    return Set(counts.filter { $0.value >= minimum }.map { Itemset(items: $0.key, count: $0.value) })
  }

  @Test("Equal to counting every subset, whatever the order of the input and the number of threads", arguments: 1...6)
  func random(seed: Int) throws {
    var generator = SeededGenerator(seed: UInt64(seed))
    let orders = (0..<200).map { _ in
      (0..<generator.nextBelow(9)).map { _ in Int32(min(generator.nextBelow(12), generator.nextBelow(12))) }
    }
    var pairs = orders.enumerated().flatMap { order, items in items.map { (Int32(order), $0) } }
    pairs.shuffle(using: &generator)
    let table = try BasketTable(
      orderCount: 200, itemCount: 12, order: pairs.map(\.0), item: pairs.map(\.1))
    for (support, size) in [(0.01, 3), (0.1, 4), (0.005, 5), (0.4, 1)] {
      var options = ItemsetOptions(support: support)
      options.maximumSize = size
      let one = try FrequentItemsets.mine(table, options)
      options.threads = 3
      let three = try FrequentItemsets.mine(table, options)
      #expect(one.itemsets == three.itemsets)
      #expect(Set(one.itemsets) == naive(orders, minimum: one.minimumCount, size: size))
      #expect(Double(one.minimumCount) / 200 >= support && Double(one.minimumCount - 1) / 200 < support)
    }
  }

  @Test("An order of ten thousand products and a tiny support are refused with the figures, and soon")
  func giant() throws {
    let items = (0..<10_000).map { Int32($0) }
    let table = try BasketTable(
      orderCount: 2, itemCount: 10_000, order: items.map { _ in 0 } + [1], item: items + [0])
    var options = ItemsetOptions(support: 0.000_001)
    options.threads = 2
    #expect {
      _ = try FrequentItemsets.mine(table, options)
    } throws: { error in
      let message = (error as? AnalyticsError)?.message ?? ""
      return message.contains("200000") && message.contains("10000 products")
    }
    options.minimumOrders = 2
    #expect(try FrequentItemsets.mine(table, options).itemsets == [Itemset(items: [0], count: 2)])
    options.minimumOrders = 1
    options.support = 0.6
    #expect(try FrequentItemsets.mine(table, options).itemsets == [Itemset(items: [0], count: 2)])
  }

  @Test("Nothing, one order, and orders that are all equal give results without a gap")
  func degenerate() throws {
    let nothing = try BasketTable(orderCount: 0, itemCount: 0, order: [], item: [])
    let none = try FrequentItemsets.mine(nothing, ItemsetOptions(support: 0.01))
    #expect(none.itemsets.isEmpty)
    #expect(try AssociationRules.derive(from: none, minimumConfidence: 0, minimumLift: 0).isEmpty)
    let (equal, _) = try table([["a", "b"], ["a", "b"], ["b", "a"]])
    let sets = try FrequentItemsets.mine(equal, ItemsetOptions(support: 0.01))
    let rules = try AssociationRules.derive(from: sets, minimumConfidence: 0, minimumLift: 0)
    #expect(throws: AnalyticsError.self) {
      try AssociationRules.derive(
        from: sets, minimumConfidence: 0, minimumLift: 0, maximumCount: rules.count - 1)
    }
    #expect(rules.count == 2 && rules.allSatisfy { $0.lift == 1 && $0.leverage == 0 && $0.zhang == 0 })
    #expect(rules.allSatisfy { $0.conviction == nil })
    #expect(throws: AnalyticsError.self) {
      _ = try BasketTable(orderCount: 1, itemCount: 1, order: [1], item: [0])
    }
  }

  @Test("A stopped search says so")
  func cancelled() throws {
    let (table, _) = try table(groceries)
    #expect(throws: CancellationError.self) {
      _ = try FrequentItemsets.mine(table, ItemsetOptions(support: 0.6), isCancelled: { true })
    }
  }
}
