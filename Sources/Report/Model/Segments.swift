extension ReportModel {
  /// The segments page.
  public struct Segments: Sendable {
    /// Name of the grid in force, such as `seed_six`.
    public var grid: String
    /// How scores were cut: `quantile`, `compat_rank_first` or `custom`.
    public var method: String
    /// Number of score bins.
    public var bins: Int
    /// One row per segment that has customers.
    public var rows: [SegmentRow]
    /// Customers and revenue by recency and frequency score.
    public var cells: [ScoreCell]
    /// What the grid lint found; empty when the grid is clean.
    public var lint: [GridLintNote]
    /// Display names of segments that the built-in grids do not have, or other names for those that they do.
    public var names: [SegmentName]
    /// What to do per segment, where the config says other than the built-in actions.
    public var actions: [SegmentAction]
    /// Remarks of the scoring, such as a distribution too tied for the bins asked.
    public var notes: [LocalizedText]
    /// The products on which each segment spends most, by segment and falling revenue.
    public var products: [SegmentProduct] = []
    /// Revenue of each segment by calendar month, by segment and month.
    public var months: [SegmentMonth] = []
    /// How recency, frequency and amount are spread within each segment.
    public var spreads: [SegmentSpread] = []

    /// Makes the page.
    public init(
      grid: String, method: String, bins: Int, rows: [SegmentRow], cells: [ScoreCell] = [],
      lint: [GridLintNote] = [], names: [SegmentName] = [], actions: [SegmentAction] = [],
      notes: [LocalizedText] = []
    ) {
      self.grid = grid
      self.method = method
      self.bins = bins
      self.rows = rows
      self.cells = cells
      self.lint = lint
      self.names = names
      self.actions = actions
      self.notes = notes
    }
  }

  /// One segment.
  public struct SegmentRow: Sendable {
    /// The stable key, such as `champions`.
    public var segment: String
    /// Customers in the segment.
    public var customers: Int
    /// Share of all customers, 0…1.
    public var customerShare: Double
    /// Revenue of the segment.
    public var revenue: Double
    /// Share of all revenue, 0…1.
    public var revenueShare: Double
    /// Distinct orders.
    public var orders: Int
    /// Revenue divided by orders.
    public var averageOrderValue: Double?
    /// Mean days since the last order.
    public var meanRecencyDays: Double?
    /// Mean number of orders a customer.
    public var meanFrequency: Double?
    /// Mean spend a customer.
    public var meanMonetary: Double?

    /// Makes a row.
    public init(
      segment: String, customers: Int, customerShare: Double, revenue: Double, revenueShare: Double, orders: Int,
      averageOrderValue: Double? = nil, meanRecencyDays: Double? = nil, meanFrequency: Double? = nil,
      meanMonetary: Double? = nil
    ) {
      self.segment = segment
      self.customers = customers
      self.customerShare = customerShare
      self.revenue = revenue
      self.revenueShare = revenueShare
      self.orders = orders
      self.averageOrderValue = averageOrderValue
      self.meanRecencyDays = meanRecencyDays
      self.meanFrequency = meanFrequency
      self.meanMonetary = meanMonetary
    }
  }

  /// The customers who share a recency score and a frequency score.
  public struct ScoreCell: Sendable {
    /// Recency score, 1…bins, best last.
    public var rScore: Int
    /// Frequency score, 1…bins, best last.
    public var fScore: Int
    /// Customers in the cell.
    public var customers: Int
    /// Their revenue.
    public var revenue: Double

    /// Makes a cell.
    public init(rScore: Int, fScore: Int, customers: Int, revenue: Double) {
      self.rScore = rScore
      self.fScore = fScore
      self.customers = customers
      self.revenue = revenue
    }
  }
}
