internal import Analytics
internal import Engines
internal import PipelineModel

/// The published model with the customers of today: the same however they were gone through.
struct KeptClusters {
  let published: PublishedModel
  /// Of the clusters that have customers.
  let profiles: [(cluster: Int, profile: ClusterProfile)]
  /// What the customers of each cluster spent.
  let revenue: [Double]
  let customers: Int

  /// Writes what the stage says of the model: what was published, but for profiles and the reading.
  func write(_ request: ClusteringRequest, _ refit: RefitDecision) throws -> [String: OutputManifest] {
    let (context, tables) = (request.context, request.tables)
    guard let held = context.held else { throw StageFailure("there is no model to keep") }
    return [
      "model": try held.carry("model", to: context.folder),
      "k_selection": try held.carry("k_selection", to: context.folder),
      "profiles": try tables.profiles(profiles, published.names, published.jaccards, revenue: revenue),
      "refit": try request.refit(
        refit, fittedAsOf: published.asOf, customersAtFit: published.reference.customers, customers: customers, nil),
      "migrations": try tables.migrations(nil),
    ]
  }
}
