public import JSON

extension ReportModel {
  /// The business figures of one run.
  public struct Figures: Sendable {
    /// Net revenue.
    public var revenue: Double
    /// Customers with at least one order.
    public var customers: Int
    /// Distinct orders.
    public var orders: Int
    /// Revenue divided by orders.
    public var averageOrderValue: Double?
    /// Revenue divided by customers.
    public var averageCustomerValue: Double?
    /// Customers in the top quarter by spend and the top quarter by days since the last order.
    public var atRiskCustomers: Int?
    /// What those customers have spent.
    public var atRiskRevenue: Double?
    /// Customers in the bottom quarter by orders and at or above the median by spend.
    public var opportunities: Int?
    /// Share of customers whose last order is at most 90 days old, 0…1.
    public var retentionRate90d: Double?
    /// Fewest customers that reach 80 % of revenue.
    public var concentration80Customers: Int?
    /// The same as a share of customers, 0…1.
    public var concentration80Share: Double?
    /// Key of the segment with the most revenue.
    public var leaderSegment: String?
    /// That segment's share of revenue, 0…1.
    public var leaderShare: Double?

    /// Makes figures.
    public init(
      revenue: Double, customers: Int, orders: Int, averageOrderValue: Double? = nil,
      averageCustomerValue: Double? = nil, atRiskCustomers: Int? = nil, atRiskRevenue: Double? = nil,
      opportunities: Int? = nil, retentionRate90d: Double? = nil, concentration80Customers: Int? = nil,
      concentration80Share: Double? = nil, leaderSegment: String? = nil, leaderShare: Double? = nil
    ) {
      self.revenue = revenue
      self.customers = customers
      self.orders = orders
      self.averageOrderValue = averageOrderValue
      self.averageCustomerValue = averageCustomerValue
      self.atRiskCustomers = atRiskCustomers
      self.atRiskRevenue = atRiskRevenue
      self.opportunities = opportunities
      self.retentionRate90d = retentionRate90d
      self.concentration80Customers = concentration80Customers
      self.concentration80Share = concentration80Share
      self.leaderSegment = leaderSegment
      self.leaderShare = leaderShare
    }

    /// Reads the `figures` output of the `summary` stage.
    /// - Throws: ``ReportModelError/missing(_:)`` where revenue, customers or orders is absent.
    public init(json: JSON) throws(ReportModelError) {
      guard let revenue = json["revenue"]?.double else { throw .missing("figures.revenue") }
      guard let customers = json["customers"]?.int else { throw .missing("figures.customers") }
      guard let orders = json["orders"]?.int else { throw .missing("figures.orders") }
      self.init(
        revenue: revenue, customers: customers, orders: orders,
        averageOrderValue: json["average_order_value"]?.double,
        averageCustomerValue: json["average_customer_value"]?.double,
        atRiskCustomers: json["at_risk_customers"]?.int,
        atRiskRevenue: json["at_risk_revenue"]?.double,
        opportunities: json["opportunities"]?.int,
        retentionRate90d: json["retention_rate_90d"]?.double,
        concentration80Customers: json["concentration_80_customers"]?.int,
        concentration80Share: json["concentration_80_share"]?.double,
        leaderSegment: json["leader_segment"]?.string,
        leaderShare: json["leader_share"]?.double)
    }
  }
}
