extension ReportModel {
  /// The model in use: its age, how far customers have moved from those it was fitted on, and whether a refit is due.
  public struct ModelWatch: Sendable {
    /// What became of it in this run: `fitted`, `kept` or `refitted`.
    public var event: String
    /// Whether a refit is due.
    public var isDue: Bool
    /// Why a refit is due, or was made.
    public var causes: [LocalizedText]
    /// The day as of which it was fitted, `YYYY-MM-DD`; nil where it is not known.
    public var fittedAsOf: String?
    /// Its age in days, by the dates of the data.
    public var ageDays: Double?
    /// The day by which the stability study recommends a refit, `YYYY-MM-DD`; nil where it sets none.
    public var nextRefit: String?
    /// Share of customers farther from their cluster than 95 % of those fitted were; nil right after a fit.
    public var farShare: Double?
    /// The share above which a refit is due.
    public var farLimit: Double?
    /// Population stability index of each feature against the fit.
    public var features: [DriftRow]
    /// The index above which a refit is due.
    public var psiLimit: Double?
    /// Share of customers that the refit of this run placed elsewhere.
    public var movedShare: Double?
    /// Who went where in the refit of this run; empty where there was none.
    public var migrations: [ClusterMove]

    /// Makes the section.
    public init(
      event: String, isDue: Bool, causes: [LocalizedText] = [], fittedAsOf: String? = nil, ageDays: Double? = nil,
      nextRefit: String? = nil, farShare: Double? = nil, farLimit: Double? = nil, features: [DriftRow] = [],
      psiLimit: Double? = nil, movedShare: Double? = nil, migrations: [ClusterMove] = []
    ) {
      self.event = event
      self.isDue = isDue
      self.causes = causes
      self.fittedAsOf = fittedAsOf
      self.ageDays = ageDays
      self.nextRefit = nextRefit
      self.farShare = farShare
      self.farLimit = farLimit
      self.features = features
      self.psiLimit = psiLimit
      self.movedShare = movedShare
      self.migrations = migrations
    }
  }

  /// Customers that a refit moved from one cluster to another.
  public struct ClusterMove: Sendable {
    /// The cluster before.
    public var from: Int
    /// The cluster after.
    public var to: Int
    /// Customers.
    public var customers: Int

    /// Makes a row.
    public init(from: Int, to: Int, customers: Int) {
      self.from = from
      self.to = to
      self.customers = customers
    }
  }
}
