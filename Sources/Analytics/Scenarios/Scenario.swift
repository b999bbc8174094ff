/// What would be changed, each as a share: 0.1 is ten per cent more.
public struct ScenarioLevers: Sendable, Equatable {
  /// The change of retention.
  public var retention: Double
  /// The change of what a sale brings.
  public var margin: Double
  /// The discount given on everything.
  public var discount: Double

  /// Makes levers.
  public init(retention: Double = 0, margin: Double = 0, discount: Double = 0) {
    self.retention = retention
    self.margin = margin
    self.discount = discount
  }

  /// What a sale brings, over what it brought.
  public var price: Double { (1 + margin) * (1 - discount) }
}

/// What the data say of the customers that a scenario is about.
public struct ScenarioBaseline: Sendable, Equatable {
  /// One age in months.
  public struct Age: Sendable, Equatable {
    /// The share of customers who bought at that age.
    public var retention: Double
    /// Revenue per customer who did.
    public var revenuePerActive: Double

    /// Makes an age.
    public init(retention: Double, revenuePerActive: Double) {
      self.retention = retention
      self.revenuePerActive = revenuePerActive
    }
  }

  /// Revenue so far.
  public var revenue: Double
  /// From age 0 on, as far as the data reach or the horizon.
  public var ages: [Age]

  /// Makes a baseline.
  public init(revenue: Double, ages: [Age]) {
    self.revenue = revenue
    self.ages = ages
  }

  /// The share of customers who bought again one month after their first: nil where no cohort is old enough.
  public var retention: Double? { ages.count > 1 ? ages[1].retention : nil }

  /// Revenue per customer over the ages: Σ retention × revenue per active customer.
  public var value: Double? {
    ages.isEmpty ? nil : ages.reduce(0) { $0 + $1.retention * $1.revenuePerActive }
  }
}

/// What a scenario would make of a baseline.
///
/// retention′ = min(1, retention (1 + Δr)); revenue′ = revenue × price × retention′ / retention. Value′ is the same sum
/// over the ages with every retention but that of age 0 raised by the same factor, at most to 1, and the price applied.
public struct ScenarioOutcome: Sendable, Equatable {
  /// Revenue.
  public var revenue: Double
  /// Retention one month on; nil where it is not known.
  public var retention: Double?
  /// Value of a customer; nil where it is not known.
  public var value: Double?

  /// Applies levers; where retention is 0 or not known, its lever changes nothing.
  public init(_ levers: ScenarioLevers, to baseline: ScenarioBaseline) {
    let before = baseline.retention ?? 0
    let raised = max(0, min(1, before * (1 + levers.retention)))
    let factor = before > 0 ? raised / before : 1
    revenue = baseline.revenue * levers.price * factor
    retention = baseline.retention.map { _ in raised }
    value =
      baseline.ages.isEmpty
      ? nil
      : baseline.ages.enumerated().reduce(0) { sum, age in
        let retention = age.offset == 0 ? age.element.retention : min(1, age.element.retention * factor)
        return sum + retention * age.element.revenuePerActive
      } * levers.price
  }
}
