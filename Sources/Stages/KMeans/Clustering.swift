internal import Analytics
internal import PipelineModel

/// A way of clustering customers: in memory, or streamed.
protocol Clustering {
  var request: ClusteringRequest { get }

  /// How far the customers have moved from those that a model was fitted on.
  func reading(_ published: PublishedModel) throws -> DriftReading

  /// Fits a model, and writes the stage's outputs.
  func fit(_ decision: RefitDecision, replacing published: PublishedModel?) throws -> [String: OutputManifest]

  /// Assigns the customers by the published model, and writes the stage's outputs.
  func keep(_ published: PublishedModel, _ decision: RefitDecision) throws -> [String: OutputManifest]
}

extension Clustering {
  /// Fits, or keeps the published model, as the config would have it.
  func run() throws -> [String: OutputManifest] {
    guard let published = request.published else {
      return try fit(RefitDecision(fittedBecause: try request.cause()), replacing: nil)
    }
    let decision = RefitDecision(
      try request.context.text("kmeans.refit"), forced: request.context.held?.isRenewed ?? false, request.rule,
      published, try reading(published), asOf: request.asOf,
      names: published.features.map { FeatureWords($0, meaning: request.categories[$0]).noun })
    return decision.event == .refitted ? try fit(decision, replacing: published) : try keep(published, decision)
  }
}
