extension ReportModel {
  /// The scenarios page: what the pipeline computed, and what the page needs to compute any other.
  public struct Scenarios: Sendable {
    /// The scenarios named in the config, three measures each.
    public var results: [ScenarioResult]
    /// Whom a scenario can be about.
    public var targets: [ScenarioTarget]

    /// Makes the page.
    public init(results: [ScenarioResult], targets: [ScenarioTarget]) {
      self.results = results
      self.targets = targets
    }
  }

  /// One measure of a named scenario.
  public struct ScenarioResult: Sendable {
    /// The scenario's name.
    public var scenario: String
    /// `all`, `segment` or `cohort`.
    public var kind: String
    /// The segment's key or the cohort's month; empty for all.
    public var target: String
    /// Changes of retention and margin and the discount, in per cent.
    public var retention, margin, discount: Double
    /// `revenue`, `clv` or `retention`.
    public var measure: String
    /// What it is, and what it would be; nil where not known.
    public var baseline, value: Double?

    /// Makes a result.
    public init(
      scenario: String, kind: String, target: String, retention: Double, margin: Double, discount: Double,
      measure: String, baseline: Double?, value: Double?
    ) {
      self.scenario = scenario
      self.kind = kind
      self.target = target
      self.retention = retention
      self.margin = margin
      self.discount = discount
      self.measure = measure
      self.baseline = baseline
      self.value = value
    }
  }

  /// Customers that a scenario can be about, as the data have them.
  public struct ScenarioTarget: Sendable {
    /// `all`, `segment` or `cohort`.
    public var kind: String
    /// The segment's key or the cohort's month; empty for all.
    public var target: String
    /// Customers.
    public var customers: Int
    /// Revenue so far.
    public var revenue: Double
    /// By age in months: the share who bought, and revenue per customer who did.
    public var ages: [(retention: Double, revenuePerActive: Double)]

    /// Makes a target.
    public init(
      kind: String, target: String, customers: Int, revenue: Double,
      ages: [(retention: Double, revenuePerActive: Double)]
    ) {
      self.kind = kind
      self.target = target
      self.customers = customers
      self.revenue = revenue
      self.ages = ages
    }
  }
}
