internal import Analytics
internal import Engines

extension StageContext {
  /// How a clustering is fitted, as the parameters `kmeans` say.
  ///
  /// - Parameter restarts: the path of the number of restarts.
  func kmeansOptions(clusters: Int, restarts: String) throws -> KMeansOptions {
    var options = KMeansOptions(clusters: clusters, seed: UInt64(try integer("kmeans.seed")))
    options.restarts = try integer(restarts)
    options.maximumIterations = try integer("kmeans.max_iterations")
    options.tolerance = try number("kmeans.tolerance")
    options.threads = threads
    return options
  }
}
