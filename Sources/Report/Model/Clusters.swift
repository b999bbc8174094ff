extension ReportModel {
  /// The clusters page.
  public struct Clusters: Sendable {
    /// The chosen number of clusters.
    public var k: Int
    /// Why this k, in words.
    public var reason: LocalizedText
    /// The features used, in model order, such as `recency_days`.
    public var features: [String]
    /// The transform fitted, such as `log1p`.
    public var transform: String
    /// The scaling fitted, such as `standard`.
    public var scale: String
    /// Within-cluster sum of squares of the final model.
    public var inertia: Double?
    /// Number of restarts.
    public var restarts: Int?
    /// The seed.
    public var seed: Int?
    /// The k at the bend of the inertia curve, where the curve has one.
    public var elbow: Int?
    /// The curves that the choice rests on, by rising k; empty when k was given.
    public var selection: [KRow]
    /// One profile per cluster, by number.
    public var profiles: [ClusterProfile]
    /// Other methods on the same data, for comparison.
    public var comparison: [MethodRow]
    /// The model in use, where the pipeline watches it.
    public var watch: ModelWatch?

    /// Makes the page.
    public init(
      k: Int, reason: LocalizedText, features: [String], transform: String, scale: String, inertia: Double? = nil,
      restarts: Int? = nil, seed: Int? = nil, elbow: Int? = nil, selection: [KRow] = [],
      profiles: [ClusterProfile] = [], comparison: [MethodRow] = [], watch: ModelWatch? = nil
    ) {
      self.k = k
      self.reason = reason
      self.features = features
      self.transform = transform
      self.scale = scale
      self.inertia = inertia
      self.restarts = restarts
      self.seed = seed
      self.elbow = elbow
      self.selection = selection
      self.profiles = profiles
      self.comparison = comparison
      self.watch = watch
    }
  }

  /// The indices at one k.
  public struct KRow: Sendable {
    /// Number of clusters.
    public var k: Int
    /// Within-cluster sum of squares.
    public var inertia: Double?
    /// Mean silhouette, −1…1.
    public var silhouette: Double?
    /// Standard error of the silhouette, where it was estimated on a sample.
    public var silhouetteError: Double?
    /// Davies-Bouldin index, lower is better.
    public var daviesBouldin: Double?
    /// Calinski-Harabasz index, higher is better.
    public var calinskiHarabasz: Double?
    /// Mean adjusted Rand index between bootstrap fits.
    public var bootstrapARI: Double?
    /// Whether this k was chosen.
    public var chosen: Bool

    /// Makes a row.
    public init(
      k: Int, inertia: Double? = nil, silhouette: Double? = nil, silhouetteError: Double? = nil,
      daviesBouldin: Double? = nil, calinskiHarabasz: Double? = nil, bootstrapARI: Double? = nil, chosen: Bool = false
    ) {
      self.k = k
      self.inertia = inertia
      self.silhouette = silhouette
      self.silhouetteError = silhouetteError
      self.daviesBouldin = daviesBouldin
      self.calinskiHarabasz = calinskiHarabasz
      self.bootstrapARI = bootstrapARI
      self.chosen = chosen
    }
  }

  /// The same indices for another clustering method.
  public struct MethodRow: Sendable {
    /// The method's name, such as `ward` or `dbscan`.
    public var method: String
    /// Clusters that it found.
    public var clusters: Int
    /// Points that it was run on, where that is a sample.
    public var points: Int?
    /// Share of points left out as noise, 0…1.
    public var noiseShare: Double?
    /// Mean silhouette.
    public var silhouette: Double?
    /// Davies-Bouldin index.
    public var daviesBouldin: Double?
    /// Calinski-Harabasz index.
    public var calinskiHarabasz: Double?

    /// Makes a row.
    public init(
      method: String, clusters: Int, points: Int? = nil, noiseShare: Double? = nil, silhouette: Double? = nil,
      daviesBouldin: Double? = nil, calinskiHarabasz: Double? = nil
    ) {
      self.method = method
      self.clusters = clusters
      self.points = points
      self.noiseShare = noiseShare
      self.silhouette = silhouette
      self.daviesBouldin = daviesBouldin
      self.calinskiHarabasz = calinskiHarabasz
    }
  }
}
