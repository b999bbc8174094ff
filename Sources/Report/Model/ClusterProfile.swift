extension ReportModel {
  /// Who is in a cluster.
  public struct ClusterProfile: Sendable {
    /// The cluster's number.
    public var cluster: Int
    /// A generated plain-language name.
    public var name: LocalizedText
    /// Customers in the cluster.
    public var customers: Int
    /// Share of all customers, 0…1.
    public var customerShare: Double
    /// Revenue of its customers.
    public var revenue: Double?
    /// Share of all revenue, 0…1.
    public var revenueShare: Double?
    /// Mean Jaccard similarity with its bootstrap counterparts, 0…1.
    public var jaccard: Double?
    /// Features in model order.
    public var features: [FeatureProfile]

    /// Makes a profile.
    public init(
      cluster: Int, name: LocalizedText, customers: Int, customerShare: Double, revenue: Double? = nil,
      revenueShare: Double? = nil, jaccard: Double? = nil, features: [FeatureProfile]
    ) {
      self.cluster = cluster
      self.name = name
      self.customers = customers
      self.customerShare = customerShare
      self.revenue = revenue
      self.revenueShare = revenueShare
      self.jaccard = jaccard
      self.features = features
    }
  }

  /// One feature in one cluster.
  public struct FeatureProfile: Sendable {
    /// The feature's name.
    public var feature: String
    /// Mean in the feature's own unit.
    public var mean: Double
    /// (Cluster mean − overall mean) / overall standard deviation, in the space the model was fitted in.
    public var zScore: Double

    /// Makes a feature's profile.
    public init(feature: String, mean: Double, zScore: Double) {
      self.feature = feature
      self.mean = mean
      self.zScore = zScore
    }
  }
}
