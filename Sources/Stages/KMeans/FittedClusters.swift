internal import Analytics
internal import Engines
internal import JSON
internal import PipelineModel

/// A model just fitted, with what is told of it: the same however its customers were gone through.
struct FittedClusters {
  let model: KMeansModel
  let preprocessor: Preprocessor
  /// What each number of clusters came to.
  let candidates: [KCandidate]
  /// The number chosen.
  let choice: KDecision
  /// By cluster, as are the two below.
  let profiles: [ClusterProfile]
  let jaccards: [Double]
  /// What the customers of each cluster spent.
  let revenue: [Double]
  /// What later customers are held against.
  let reference: ModelReference
  let customers: Int
  /// The customers by cluster of the replaced model and of this one; nil where none is replaced.
  let migration: ContingencyTable?

  /// Writes what the stage says of the model.
  ///
  /// - Parameter notes: more members of the model's JSON.
  func write(
    _ request: ClusteringRequest, _ refit: RefitDecision, notes: [(String, JSON)] = []
  ) throws -> [String: OutputManifest] {
    let (context, tables) = (request.context, request.tables)
    let reference = PublishedModel.referenceJSON(reference, request.names, jaccards: jaccards, asOf: request.asOf)
    return [
      "model": try DuckDBSession.write(
        try KMeansModelJSON.make(
          model, preprocessor, request.names, profiles, choice, context, and: reference + notes),
        "model", in: context.folder),
      "k_selection": try tables.selection(candidates, choice),
      "profiles": try tables.profiles(
        profiles.map { ($0.cluster, $0) }, profiles.map(\.name), jaccards, revenue: revenue),
      "refit": try request.refit(
        refit, fittedAsOf: request.asOf, customersAtFit: customers, customers: customers, migration),
      "migrations": try tables.migrations(migration),
    ]
  }
}
