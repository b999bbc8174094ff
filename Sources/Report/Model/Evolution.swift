extension ReportModel {
  /// The page of how segments changed.
  public struct Evolution: Sendable {
    /// Each segment at each quarter's end, in time order.
    public var sizes: [SegmentSize]
    /// Who went from which segment to which in the last period.
    public var moves: [SegmentMove]
    /// The period that `moves` is about, `YYYY-MM-DD`; empty without moves.
    public var from: String
    public var to: String
    /// Share of revenue that the best customers make, by per cent of customers.
    public var concentration: [(percent: Int, share: Double)]

    /// Makes the page.
    public init(
      sizes: [SegmentSize], moves: [SegmentMove], from: String, to: String,
      concentration: [(percent: Int, share: Double)]
    ) {
      self.sizes = sizes
      self.moves = moves
      self.from = from
      self.to = to
      self.concentration = concentration
    }
  }

  /// A segment at one instant.
  public struct SegmentSize: Sendable {
    /// The instant, `YYYY-MM-DD`.
    public var at: String
    /// The segment's key.
    public var segment: String
    /// Customers.
    public var customers: Int
    /// Revenue since the instant before.
    public var revenue: Double

    /// Makes a size.
    public init(at: String, segment: String, customers: Int, revenue: Double) {
      self.at = at
      self.segment = segment
      self.customers = customers
      self.revenue = revenue
    }
  }

  /// Customers who went from one segment to another.
  public struct SegmentMove: Sendable {
    /// The segment before; nil for new customers.
    public var from: String?
    /// The segment after; nil for those no longer known.
    public var to: String?
    /// Customers.
    public var customers: Int

    /// Makes a move.
    public init(from: String?, to: String?, customers: Int) {
      self.from = from
      self.to = to
      self.customers = customers
    }
  }
}
