extension ReportModel {
  /// Every customer in the order of their ids, in columns of equal length: what the table of customers and the search
  /// for one need. A page loads them only when it is opened.
  public struct Customers: Sendable {
    /// How many customers' details one file holds.
    public static let shardSize = 128

    /// The ids as the pipeline publishes them (pseudonymised when the pipeline says so).
    public var ids: [String]
    /// The segments' keys, to which `segment` refers.
    public var segments: [String]
    /// The index of each customer's segment in `segments`.
    public var segment: [Int]
    /// Whole days since the last order.
    public var recencyDays: [Int]
    /// Distinct orders.
    public var frequency: [Int]
    /// Total spend.
    public var monetary: [Double]
    /// The scores as one text, such as `554`.
    public var code: [String]
    /// Whole days since the first order.
    public var tenureDays: [Int]?
    /// Countries, to which `country` refers.
    public var countries: [String] = []
    /// The index of each customer's country in `countries`; -1 where unknown.
    public var country: [Int]?
    /// KMeans clusters, from 0.
    public var cluster: [Int]?
    /// The probability that the customer is still one, from 0 to 1.
    public var pAlive: [Double?]?
    /// Orders expected within 90 days.
    public var expectedOrders: [Double?]?
    /// Expected value over the model's horizon.
    public var lifetimeValue: [Double?]?
    /// Whether each customer's last lines are in files of their own.
    public var hasDetails = false

    /// Makes the columns that every pipeline has.
    public init(
      ids: [String], segments: [String], segment: [Int], recencyDays: [Int], frequency: [Int], monetary: [Double],
      code: [String]
    ) {
      self.ids = ids
      self.segments = segments
      self.segment = segment
      self.recencyDays = recencyDays
      self.frequency = frequency
      self.monetary = monetary
      self.code = code
    }
  }
}
