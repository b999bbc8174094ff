extension ReportModel {
  /// One of the products on which a segment spends most.
  public struct SegmentProduct: Sendable {
    /// The segment's key.
    public var segment: String
    /// The product's name, or its id where it has none.
    public var product: String
    /// What the segment spent on it.
    public var revenue: Double
    /// Pieces kept.
    public var items: Int
    /// Customers of the segment who bought it.
    public var customers: Int

    /// Makes a product.
    public init(segment: String, product: String, revenue: Double, items: Int, customers: Int) {
      self.segment = segment
      self.product = product
      self.revenue = revenue
      self.items = items
      self.customers = customers
    }
  }

  /// A segment's calendar month, its customers being those who are in it now.
  public struct SegmentMonth: Sendable {
    /// The segment's key.
    public var segment: String
    /// The month, `YYYY-MM`.
    public var month: String
    /// Revenue of the month.
    public var revenue: Double
    /// Distinct orders.
    public var orders: Int
    /// Distinct customers who ordered.
    public var customers: Int

    /// Makes a month.
    public init(segment: String, month: String, revenue: Double, orders: Int, customers: Int) {
      self.segment = segment
      self.month = month
      self.revenue = revenue
      self.orders = orders
      self.customers = customers
    }
  }
}
