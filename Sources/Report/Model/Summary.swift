extension ReportModel {
  /// The summary page.
  public struct Summary: Sendable {
    /// The figures of this run.
    public var figures: Figures
    /// Revenue by calendar month, in time order.
    public var months: [Month]
    /// High-value customers at risk, by falling amount; a first few are enough, the whole list is an export.
    public var atRisk: [AtRiskCustomer]

    /// Makes the summary.
    public init(figures: Figures, months: [Month] = [], atRisk: [AtRiskCustomer] = []) {
      self.figures = figures
      self.months = months
      self.atRisk = atRisk
    }
  }

  /// One calendar month.
  public struct Month: Sendable {
    /// The month, `YYYY-MM`.
    public var month: String
    /// Revenue of the month.
    public var revenue: Double
    /// Distinct orders.
    public var orders: Int
    /// Distinct customers who ordered.
    public var customers: Int
    /// Whether the data cover only part of the month.
    public var isPartial: Bool

    /// Makes a month.
    public init(month: String, revenue: Double, orders: Int, customers: Int, isPartial: Bool = false) {
      self.month = month
      self.revenue = revenue
      self.orders = orders
      self.customers = customers
      self.isPartial = isPartial
    }
  }

  /// A high-value customer who has not ordered for long.
  public struct AtRiskCustomer: Sendable {
    /// The customer id as the pipeline publishes it (pseudonymised when the pipeline says so).
    public var customerID: String
    /// The segment's key.
    public var segment: String
    /// Whole days since the last order.
    public var recencyDays: Int
    /// Distinct orders.
    public var frequency: Int
    /// Total spend.
    public var monetary: Double

    /// Makes a customer.
    public init(customerID: String, segment: String, recencyDays: Int, frequency: Int, monetary: Double) {
      self.customerID = customerID
      self.segment = segment
      self.recencyDays = recencyDays
      self.frequency = frequency
      self.monetary = monetary
    }
  }
}
