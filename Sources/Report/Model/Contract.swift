public import JSON

extension ReportModel {
  /// What keeping the segmentation up to date costs a year, for a few intervals.
  public struct Contract: Sendable {
    /// Price of one refit.
    public var costPerRefit: Double
    /// The contract's currency, as an ISO 4217 code.
    public var currency: String
    /// The intervals offered, by rising interval.
    public var options: [ContractOption]

    /// Makes a contract.
    public init(costPerRefit: Double, currency: String, options: [ContractOption]) {
      self.costPerRefit = costPerRefit
      self.currency = currency
      self.options = options
    }

    /// Reads `{cost_per_refit, currency, options: [{interval_steps, refits_per_year, refit_cost, monitoring_cost?,
    /// total_cost, misassigned_share?, recommended}]}`.
    /// - Throws: ``ReportModelError/missing(_:)`` naming the member.
    public init(json: JSON) throws(ReportModelError) {
      guard let cost = json["cost_per_refit"]?.double else { throw .missing("contract.cost_per_refit") }
      guard let currency = json["currency"]?.string else { throw .missing("contract.currency") }
      guard let values = json["options"]?.array else { throw .missing("contract.options") }
      var options: [ContractOption] = []
      for (index, value) in values.enumerated() {
        options.append(try ContractOption(json: value, path: "contract.options[\(index)]"))
      }
      self.init(costPerRefit: cost, currency: currency, options: options)
    }
  }

  /// One interval of the contract.
  public struct ContractOption: Sendable {
    /// Steps between refits.
    public var intervalSteps: Int
    /// Refits a year.
    public var refitsPerYear: Double
    /// Their cost a year.
    public var refitCost: Double
    /// Cost of monitoring a year.
    public var monitoringCost: Double?
    /// Both together.
    public var totalCost: Double
    /// Share of customers expected to be in another cluster than a refit would put them, 0…1.
    public var misassignedShare: Double?
    /// Whether this is the recommended interval.
    public var isRecommended: Bool

    /// Makes an option.
    public init(
      intervalSteps: Int, refitsPerYear: Double, refitCost: Double, monitoringCost: Double? = nil, totalCost: Double,
      misassignedShare: Double? = nil, isRecommended: Bool = false
    ) {
      self.intervalSteps = intervalSteps
      self.refitsPerYear = refitsPerYear
      self.refitCost = refitCost
      self.monitoringCost = monitoringCost
      self.totalCost = totalCost
      self.misassignedShare = misassignedShare
      self.isRecommended = isRecommended
    }

    fileprivate init(json: JSON, path: String) throws(ReportModelError) {
      guard let interval = json["interval_steps"]?.int else { throw .missing("\(path).interval_steps") }
      guard let refits = json["refits_per_year"]?.double else { throw .missing("\(path).refits_per_year") }
      guard let refitCost = json["refit_cost"]?.double else { throw .missing("\(path).refit_cost") }
      guard let total = json["total_cost"]?.double else { throw .missing("\(path).total_cost") }
      self.init(
        intervalSteps: interval, refitsPerYear: refits, refitCost: refitCost,
        monitoringCost: json["monitoring_cost"]?.double, totalCost: total,
        misassignedShare: json["misassigned_share"]?.double, isRecommended: json["recommended"]?.bool ?? false)
    }
  }
}
