/// How a KMeans fit is run.
public struct KMeansOptions: Sendable, Equatable {
  /// Number of clusters, k.
  public var clusters: Int
  /// Independent starts; the fit of lowest inertia wins, the earliest among equals.
  public var restarts: Int
  /// Most searches, from five restarts on: each makes as many starts of its own. Fewer follow once the best end has
  /// been found three times, and none where all starts come to the same.
  public var searches = 1
  /// Seed of every random choice.
  public var seed: UInt64
  /// Most Lloyd iterations per start, on a sample and then on all points alike.
  public var maximumIterations: Int
  /// Convergence of each start: the squared shift of all centroids, relative to the mean variance of the columns. The
  /// fit returned is taken to a hundredth of it.
  public var tolerance: Double
  /// Threads to use; changes the time taken and nothing else.
  public var threads: Int

  /// Options with the usual defaults.
  public init(
    clusters: Int, restarts: Int = 10, seed: UInt64, maximumIterations: Int = 300, tolerance: Double = 1e-4,
    threads: Int = 1
  ) {
    self.clusters = clusters
    self.restarts = restarts
    self.seed = seed
    self.maximumIterations = maximumIterations
    self.tolerance = tolerance
    self.threads = threads
  }
}
