extension ReportModel {
  /// The baskets page.
  public struct Baskets: Sendable {
    /// Orders looked at.
    public var orders: Int
    /// Products kept in some order.
    public var products: Int
    /// Rules in all.
    public var ruleCount: Int
    /// The rules, by falling lift; the first few thousand are enough.
    public var rules: [BasketRule]

    /// Makes the page.
    public init(orders: Int, products: Int, ruleCount: Int, rules: [BasketRule]) {
      self.orders = orders
      self.products = products
      self.ruleCount = ruleCount
      self.rules = rules
    }
  }

  /// Who buys this also buys that.
  public struct BasketRule: Sendable {
    /// The products on the left, by name.
    public var antecedent: [String]
    /// The products on the right, by name.
    public var consequent: [String]
    /// Share of all orders that hold both sides.
    public var support: Double
    /// Share of the orders with the left side that hold the right one too.
    public var confidence: Double
    /// Confidence over the share of all orders with the right side.
    public var lift: Double
    /// Orders that hold both sides.
    public var orders: Int

    /// Makes a rule.
    public init(
      antecedent: [String], consequent: [String], support: Double, confidence: Double, lift: Double, orders: Int
    ) {
      self.antecedent = antecedent
      self.consequent = consequent
      self.support = support
      self.confidence = confidence
      self.lift = lift
      self.orders = orders
    }
  }
}
