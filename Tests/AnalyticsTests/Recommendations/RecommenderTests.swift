import Analytics
import Testing

@Suite("Recommendations") struct RecommenderTests {
  private func purchases(_ bought: [[Int32]], products: Int) throws -> Purchases {
    let pairs = bought.enumerated().flatMap { customer, items in items.map { (Int32(customer), $0) } }
    return try Purchases(
      customerCount: bought.count, productCount: products, customer: pairs.map(\.0), product: pairs.map(\.1))
  }

  @Test("Rules first, by lift, confidence and product; then the segment's best sellers not yet bought")
  func byHand() throws {
    let bought = try purchases([[0, 1], [0, 3, 4], [0, 3], [2]], products: 6)
    let rules = [
      Recommender.Rule(antecedent: [0], consequent: 2, lift: 2, confidence: 0.5),
      Recommender.Rule(antecedent: [0, 1], consequent: 2, lift: 3, confidence: 0.9),
      Recommender.Rule(antecedent: [0], consequent: 5, lift: 2, confidence: 0.6),
      Recommender.Rule(antecedent: [1], consequent: 0, lift: 9, confidence: 0.9),
      Recommender.Rule(antecedent: [4, 5], consequent: 1, lift: 9, confidence: 0.9),
    ]
    let offers = try Recommender(purchases: bought, segments: [0, 0, 0, 1], rules: rules, count: 3).offers(threads: 1)
    let first = offers.filter { $0.customer == 0 }
    // 2 by the better of its two rules; 0 is bought; then 3, which two of the segment's three bought.
    #expect(first.map(\.product) == [2, 5, 3] && first.map(\.rank) == [1, 2, 3])
    #expect(first.map(\.source) == [.association, .association, .segment])
    #expect(first.map(\.lift) == [3, 2, 2.0 / 3 / (2.0 / 4)] && first[2].confidence == 2.0 / 3)
    // The second customer: rules 5 and 2 at equal lift by confidence, then what is left of the segment.
    #expect(offers.filter { $0.customer == 1 }.map(\.product) == [5, 2, 1])
    // A segment of one customer has nothing that the customer has not bought.
    #expect(offers.allSatisfy { $0.customer != 3 })
  }

  @Test("Equal to trying every rule on every customer, for any number of threads", arguments: 1...3)
  func random(seed: Int) throws {
    var generator = SeededGenerator(seed: UInt64(seed))
    let bought = (0..<1500).map { _ in
      Array(Set((0..<generator.nextBelow(8)).map { _ in Int32(generator.nextBelow(20)) }))
    }
    let segments = bought.map { _ in Int32(generator.nextBelow(3)) }
    let rules = (0..<60).map { _ in
      let items = Array(Set((0..<3).map { _ in Int32(generator.nextBelow(20)) })).sorted()
      return Recommender.Rule(
        antecedent: Array(items.dropLast()), consequent: items[items.count - 1],
        lift: Double(1 + generator.nextBelow(4)), confidence: Double(generator.nextBelow(5)) / 5)
    }.filter { !$0.antecedent.isEmpty }
    let recommender = try Recommender(
      purchases: try purchases(bought, products: 20), segments: segments, rules: rules, count: 5)
    let offers = recommender.offers(threads: 1)
    #expect(offers == recommender.offers(threads: 4))
    for customer in bought.indices {
      let own = offers.filter { $0.customer == Int32(customer) }
      let has = Set(bought[customer])
      let fitting = rules.filter { has.isSuperset(of: $0.antecedent) && !has.contains($0.consequent) }
      let best = Set(fitting.map(\.consequent)).map { product in
        fitting.filter { $0.consequent == product }.map { ($0.lift, $0.confidence, -product) }.max(by: <) ?? (0, 0, 0)
      }.sorted(by: >).prefix(5)
      let ruled = own.filter { $0.source == .association }
      #expect(ruled.map(\.product) == best.map { -$0.2 } && ruled.map(\.lift) == best.map(\.0))
      #expect(own.allSatisfy { !has.contains($0.product) } && Set(own.map(\.product)).count == own.count)
      #expect(own.map(\.rank) == (1..<(Int32(own.count) + 1)).map { $0 })
    }
  }
}
