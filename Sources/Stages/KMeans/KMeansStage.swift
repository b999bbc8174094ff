internal import Analytics
internal import Engines
public import PipelineModel

/// Groups customers into clusters, choosing how many where the config says `auto`; or assigns them by the published
/// model until a refit is due.
public struct KMeansStage: NativeStage {
  /// What the config may say of it.
  public static let kind = StageKind(
    name: "kmeans", codeVersion: 9,
    outputs: ["assignments", "model", "k_selection", "profiles", "refit", "migrations", "comparison"],
    parameters: ["kmeans"], requiredInputs: ["customers"],
    held: HeldState(
      output: "model", companions: ["k_selection"], policy: "kmeans.refit", nothing: "always",
      free: [
        "kmeans.refit", "kmeans.refit_psi", "kmeans.refit_far", "kmeans.refit_after", "kmeans.comparison",
        "kmeans.comparison_sample", "kmeans.stream_from", "kmeans.searches",
      ]))

  /// Makes the stage.
  public init() {}

  /// Fits or assigns, and writes who is where, the model, its evidence, profiles, and what became of the model.
  public func run(_ context: StageContext) throws -> [String: OutputManifest] {
    do {
      let request = try ClusteringRequest(context)
      let clustering: any Clustering =
        try request.isStreamed() ? StreamedClustering(request) : HeldClustering(request)
      return try clustering.run()
    } catch let error as AnalyticsError {
      throw StageFailure(error.message)
    }
  }
}

/// A number that a table may hold: nil where it is not finite.
func finite(_ value: Double) -> Double? { value.isFinite ? value : nil }
