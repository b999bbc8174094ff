extension KCandidate {
  /// A fit with what all its points say of it.
  struct Fitted: Sendable {
    /// The fit.
    let model: KMeansModel
    /// Points of each cluster.
    let sizes: [Int]
    /// Davies-Bouldin index.
    let daviesBouldin: Double
    /// Calinski-Harabasz index.
    let calinskiHarabasz: Double
    /// The same model with labels and distances of the points that silhouettes and resamples look at.
    let looked: KMeansFit
  }

  /// The evidence on each fit: silhouettes, those of shapeless clouds, and refits of resamples.
  ///
  /// - Parameters:
  ///   - looked: the points to look at, in the order of the fits' `looked`.
  ///   - isSampled: whether they are but a sample.
  static func weigh(
    _ fits: [Fitted], _ looked: Matrix, isSampled: Bool, _ options: KSelectionOptions
  ) throws -> [KCandidate] {
    let silhouettes = try Validity.silhouettes(
      looked, labelings: fits.map(\.looked.labels), threads: options.fit.threads)
    var refit = options.fit
    refit.restarts = options.resampleRestarts
    let stabilities = try Validity.bootstrap(
      looked, references: fits.map(\.looked), refit, resamples: options.resamples)
    let clouds = try NullSilhouette.references(
      looked, clusters: fits.map { $0.model.centroids.rows }, clouds: options.clouds, refit)
    return fits.indices.map { index in
      let fit = fits[index]
      return KCandidate(
        clusters: fit.model.centroids.rows, inertia: fit.model.inertia,
        silhouette: Silhouette(of: silhouettes[index], isSampled: isSampled), nullSilhouette: clouds[index],
        daviesBouldin: fit.daviesBouldin, calinskiHarabasz: fit.calinskiHarabasz, stability: stabilities[index],
        smallestShare: Double(fit.sizes.min() ?? 0) / Double(max(fit.sizes.reduce(0, +), 1)))
    }
  }
}
