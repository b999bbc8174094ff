extension ReportModel {
  /// The page of customer lifetime value.
  public struct Lifetime: Sendable {
    /// `bg_nbd`, `pareto_nbd` or `empirical`.
    public var method: String
    /// Why the plain rate stands in for the model; nil where the model holds.
    public var reason: LocalizedText?
    /// Why means stand in for the model of spend; nil where that holds.
    public var spendReason: LocalizedText?
    /// Months that the value looks ahead.
    public var horizonMonths: Int
    /// Customers.
    public var customers: Int
    /// The value of all customers, and the ends of its 95 % interval.
    public var total: Double
    public var low, high: Double?
    /// Customers expected to be active still, and orders expected within a year.
    public var active, orders: Double?
    /// The model fitted on the first part of the history against what followed.
    public var calibration: [CalibrationRow]
    /// Mean of the absolute error per customer in the last part.
    public var error: Double?
    /// Days of the last part.
    public var holdoutDays: Int?

    /// Makes the page.
    public init(
      method: String, reason: LocalizedText? = nil, spendReason: LocalizedText? = nil, horizonMonths: Int,
      customers: Int, total: Double,
      low: Double? = nil, high: Double? = nil, active: Double? = nil, orders: Double? = nil,
      calibration: [CalibrationRow] = [], error: Double? = nil, holdoutDays: Int? = nil
    ) {
      self.method = method
      self.reason = reason
      self.spendReason = spendReason
      self.horizonMonths = horizonMonths
      self.customers = customers
      self.total = total
      self.low = low
      self.high = high
      self.active = active
      self.orders = orders
      self.calibration = calibration
      self.error = error
      self.holdoutDays = holdoutDays
    }
  }

  /// Customers with as many repeat purchases in the first part of the history.
  public struct CalibrationRow: Sendable {
    /// Repeat purchases in the first part.
    public var repeats: Int
    /// Whether customers with more are among them.
    public var orMore: Bool
    /// Customers.
    public var customers: Int
    /// Purchases per customer in the last part, as foretold and as they came.
    public var predicted, actual: Double

    /// Makes a row.
    public init(repeats: Int, orMore: Bool, customers: Int, predicted: Double, actual: Double) {
      self.repeats = repeats
      self.orMore = orMore
      self.customers = customers
      self.predicted = predicted
      self.actual = actual
    }
  }
}
