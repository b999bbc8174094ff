/// What to offer to whom: what rules make of the products bought, then what the customer's segment buys most.
public struct Recommender: Sendable {
  /// A rule with one product on its right.
  public struct Rule: Sendable {
    /// The products that must have been bought, ascending.
    public var antecedent: [Int32]
    /// The product that is offered.
    public var consequent: Int32
    /// The rule's lift.
    public var lift: Double
    /// The rule's confidence.
    public var confidence: Double

    /// Makes a rule.
    public init(antecedent: [Int32], consequent: Int32, lift: Double, confidence: Double) {
      self.antecedent = antecedent
      self.consequent = consequent
      self.lift = lift
      self.confidence = confidence
    }
  }

  /// Why a product is offered.
  public enum Source: String, Sendable {
    /// A rule whose left side the customer bought.
    case association
    /// A best seller of the customer's segment.
    case segment
  }

  /// A product offered to a customer.
  public struct Offer: Sendable, Equatable {
    /// The customer's number.
    public var customer: Int32
    /// From 1, best first.
    public var rank: Int32
    /// The product's number.
    public var product: Int32
    /// Of the rule; for a best seller the share of the segment that bought it over the share of all customers.
    public var lift: Double
    /// Of the rule; for a best seller the share of the segment that bought it.
    public var confidence: Double
    /// Why it is offered.
    public var source: Source
  }

  private let purchases: Purchases
  private let segments: [Int32]
  private let rules: [Rule]
  private let rulesByFirst: [[Int32]]
  private let bestSellers: [[BestSeller]]
  private let count: Int

  private struct BestSeller: Sendable {
    var product: Int32
    var lift: Double
    var confidence: Double
  }

  /// Prepares for all customers.
  ///
  /// - Parameters:
  ///   - segments: the segment of each customer, from 0.
  ///   - rules: in any order; those whose right side has one product.
  ///   - count: how many products each customer is offered at most.
  public init(purchases: Purchases, segments: [Int32], rules: [Rule], count: Int) throws(AnalyticsError) {
    guard segments.count == purchases.customerCount, segments.allSatisfy({ $0 >= 0 }) else {
      throw AnalyticsError(
        .shapeMismatch, "recommendations: \(segments.count) segments for \(purchases.customerCount) customers")
    }
    for product in rules.flatMap({ $0.antecedent + [$0.consequent] }) {
      guard (0..<purchases.productCount).contains(Int(product)) else {
        throw AnalyticsError(.invalidArgument, "recommendations: a rule names a product that there is not")
      }
    }
    self.purchases = purchases
    self.segments = segments
    self.count = count
    self.rules = rules.filter { !$0.antecedent.isEmpty }.sorted(by: Self.precedes)
    var rulesByFirst = [[Int32]](repeating: [], count: purchases.productCount)
    for (number, rule) in self.rules.enumerated() { rulesByFirst[Int(rule.antecedent[0])].append(Int32(number)) }
    self.rulesByFirst = rulesByFirst
    bestSellers = Self.bestSellers(purchases, segments)
  }

  private static func precedes(_ a: Rule, _ b: Rule) -> Bool {
    if a.lift != b.lift { return a.lift > b.lift }
    if a.confidence != b.confidence { return a.confidence > b.confidence }
    if a.consequent != b.consequent { return a.consequent < b.consequent }
    return a.antecedent.lexicographicallyPrecedes(b.antecedent)
  }

  /// Each segment's products by how many of its customers bought them.
  private static func bestSellers(_ purchases: Purchases, _ segments: [Int32]) -> [[BestSeller]] {
    let products = purchases.productCount
    var sizes = [Int](repeating: 0, count: (segments.max().map { Int($0) } ?? -1) + 1)
    var buyers = [Int](repeating: 0, count: sizes.count * products)
    var all = [Int](repeating: 0, count: products)
    for customer in 0..<purchases.customerCount {
      let segment = Int(segments[customer])
      sizes[segment] += 1
      for product in purchases.products(of: customer) {
        buyers[segment * products + Int(product)] += 1
        all[Int(product)] += 1
      }
    }
    return sizes.indices.map { segment in
      let bought = (0..<products).filter { buyers[segment * products + $0] > 0 }
        .sorted { (buyers[segment * products + $1], $0) < (buyers[segment * products + $0], $1) }
      return bought.map { product in
        let here = Double(buyers[segment * products + product])
        return BestSeller(
          product: Int32(product),
          lift: here * Double(purchases.customerCount) / (Double(sizes[segment]) * Double(all[product])),
          confidence: here / Double(sizes[segment]))
      }
    }
  }

  // MARK: - Offers

  /// The offers to all customers, by customer and rank.
  public func offers(threads: Int) -> [Offer] { offers(to: 0..<purchases.customerCount, threads: threads) }

  /// The offers to some customers, by customer and rank.
  ///
  /// - Precondition: the customers are among those prepared for.
  public func offers(to customers: Range<Int>, threads: Int) -> [Offer] {
    let block = 512
    return Parallel.map(count: (customers.count + block - 1) / block, threads: threads) { number in
      var scratch = Scratch(products: purchases.productCount)
      var offers: [Offer] = []
      let first = customers.lowerBound + number * block
      for customer in first..<min(first + block, customers.upperBound) { offer(to: customer, &scratch, &offers) }
      return offers
    }.flatMap { $0 }
  }

  /// What one customer bought and is offered, marked by the customer's number so that nothing need be wiped.
  private struct Scratch {
    var bought: [Int32]
    var offered: [Int32]
    var matching: [Int32] = []

    init(products: Int) {
      bought = [Int32](repeating: -1, count: products)
      offered = bought
    }
  }

  private func offer(to customer: Int, _ scratch: inout Scratch, _ offers: inout [Offer]) {
    let mark = Int32(customer)
    var left = count
    let bought = purchases.products(of: customer)
    for product in bought { scratch.bought[Int(product)] = mark }
    scratch.matching.removeAll(keepingCapacity: true)
    for product in bought {
      for number in rulesByFirst[Int(product)] {
        let rule = rules[Int(number)]
        if scratch.bought[Int(rule.consequent)] != mark,
          rule.antecedent.allSatisfy({ scratch.bought[Int($0)] == mark })
        {
          scratch.matching.append(number)
        }
      }
    }
    scratch.matching.sort()
    func add(_ product: Int32, _ lift: Double, _ confidence: Double, _ source: Source) {
      scratch.offered[Int(product)] = mark
      offers.append(
        Offer(
          customer: mark, rank: Int32(count - left + 1), product: product, lift: lift, confidence: confidence,
          source: source))
      left -= 1
    }
    for number in scratch.matching where left > 0 {
      let rule = rules[Int(number)]
      if scratch.offered[Int(rule.consequent)] != mark {
        add(rule.consequent, rule.lift, rule.confidence, .association)
      }
    }
    for seller in bestSellers[Int(segments[customer])] {
      guard left > 0 else { break }
      let index = Int(seller.product)
      if scratch.bought[index] != mark, scratch.offered[index] != mark {
        add(seller.product, seller.lift, seller.confidence, .segment)
      }
    }
  }
}
