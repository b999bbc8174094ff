extension ReportModel {
  /// The cohorts page.
  public struct Cohorts: Sendable {
    /// Every cohort at every age, by cohort and age; masked cells are among them.
    public var cells: [CohortCell]
    /// All cohorts together at each age.
    public var curve: [CohortAge]
    /// The figures of the page's head.
    public var figures: CohortFigures

    /// Makes the page.
    public init(cells: [CohortCell], curve: [CohortAge], figures: CohortFigures) {
      self.cells = cells
      self.curve = curve
      self.figures = figures
    }
  }

  /// One cohort at one age.
  public struct CohortCell: Sendable {
    /// The month of the first purchase, `YYYY-MM`.
    public var cohort: String
    /// Whole calendar months since.
    public var ageMonths: Int
    /// Customers of the cohort.
    public var size: Int
    /// Those who bought at that age; nil where the month is not over, as for the rest.
    public var active: Int?
    /// Their share.
    public var retention: Double?
    /// Revenue at that age.
    public var revenue: Double?
    /// Revenue up to that age per customer of the cohort.
    public var valuePerCustomer: Double?

    /// Makes a cell.
    public init(
      cohort: String, ageMonths: Int, size: Int, active: Int?, retention: Double?, revenue: Double?,
      valuePerCustomer: Double?
    ) {
      self.cohort = cohort
      self.ageMonths = ageMonths
      self.size = size
      self.active = active
      self.retention = retention
      self.revenue = revenue
      self.valuePerCustomer = valuePerCustomer
    }
  }

  /// All cohorts that are old enough, at one age.
  public struct CohortAge: Sendable {
    /// Whole calendar months since the first purchase.
    public var ageMonths: Int
    /// How many cohorts are old enough.
    public var cohorts: Int
    /// Their customers.
    public var size: Int
    /// Share of them who bought at that age.
    public var retention: Double
    /// Revenue at that age.
    public var revenue: Double
    /// Revenue up to that age per customer.
    public var valuePerCustomer: Double

    /// Makes an age.
    public init(
      ageMonths: Int, cohorts: Int, size: Int, retention: Double, revenue: Double, valuePerCustomer: Double
    ) {
      self.ageMonths = ageMonths
      self.cohorts = cohorts
      self.size = size
      self.retention = retention
      self.revenue = revenue
      self.valuePerCustomer = valuePerCustomer
    }
  }

  /// Figures over all cohorts.
  public struct CohortFigures: Sendable {
    /// Cohorts.
    public var cohorts: Int
    /// Share of customers who buy in the month after their first, and in the third; nil where no cohort is old enough.
    public var retentionM1, retentionM3: Double?
    /// How many customers the share in the third month rests on.
    public var sizeM3: Int?
    /// Revenue within 90 days of the first purchase, per customer with 90 days of follow-up.
    public var revenue90d: Double?
    /// Revenue per customer up to `valueMonths`.
    public var value: Double?
    /// The age up to which `value` counts.
    public var valueMonths: Int?

    /// Makes the figures.
    public init(
      cohorts: Int, retentionM1: Double?, retentionM3: Double?, sizeM3: Int?, revenue90d: Double?, value: Double?,
      valueMonths: Int?
    ) {
      self.cohorts = cohorts
      self.retentionM1 = retentionM1
      self.retentionM3 = retentionM3
      self.sizeM3 = sizeM3
      self.revenue90d = revenue90d
      self.value = value
      self.valueMonths = valueMonths
    }
  }
}
