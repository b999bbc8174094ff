extension ReportModel {
  /// The details of some neighbouring customers: one file, fetched when one of them is looked at.
  public struct CustomerShard: Sendable {
    /// The shard's place: it holds the customers from `number * Customers.shardSize` on.
    public var number: Int
    /// The customers, in the order of ``Customers``.
    public var customers: [CustomerDetail]

    /// Makes a shard.
    public init(number: Int, customers: [CustomerDetail] = []) {
      self.number = number
      self.customers = customers
    }
  }

  /// What one customer did last and may want next.
  public struct CustomerDetail: Sendable {
    /// The last lines, the newest first.
    public var lines: [CustomerLine] = []
    /// What to offer, the best first.
    public var recommendations: [CustomerRecommendation] = []

    /// Makes a customer without either.
    public init() {}
  }

  /// One order line of a customer.
  public struct CustomerLine: Sendable {
    /// The day, `YYYY-MM-DD`.
    public var day: String
    /// The order's id.
    public var order: String
    /// The product's name, or its id where it has none.
    public var product: String
    /// Pieces; below zero for a return.
    public var quantity: Int
    /// Amount; below zero for a return.
    public var amount: Double

    /// Makes a line.
    public init(day: String, order: String, product: String, quantity: Int, amount: Double) {
      self.day = day
      self.order = order
      self.product = product
      self.quantity = quantity
      self.amount = amount
    }
  }

  /// A product to offer a customer.
  public struct CustomerRecommendation: Sendable {
    /// The product's name, or its id where it has none.
    public var product: String
    /// How much more often than by chance it is bought with what the customer has; nil for a best seller.
    public var lift: Double?
    /// How often it is bought with what the customer has; nil for a best seller.
    public var confidence: Double?
    /// `association` or `segment`.
    public var source: String

    /// Makes a recommendation.
    public init(product: String, lift: Double?, confidence: Double?, source: String) {
      self.product = product
      self.lift = lift
      self.confidence = confidence
      self.source = source
    }
  }
}
