internal import Analytics
internal import DuckDB
internal import Engines
internal import JSON
public import PipelineModel

/// Studies how long the clusters stay valid, and recommends how often to refit.
public struct StabilityStage: NativeStage {
  /// What the config may say of it.
  public static let kind = StageKind(
    name: "stability", codeVersion: 6,
    outputs: ["path", "horizons", "strategies", "drift", "recommendation"],
    parameters: [
      "returns", "kmeans.features", "kmeans.transform", "kmeans.scale", "kmeans.seed", "kmeans.max_iterations",
      "kmeans.tolerance", "stability",
    ], requiredInputs: ["lines", "window", "model"])

  /// Makes the stage.
  public init() {}

  /// Runs the study and writes its path, summaries, drift and recommendation.
  public func run(_ context: StageContext) throws -> [String: OutputManifest] {
    guard let lines = context.table("lines"), let window = context.table("window"), let model = context.table("model")
    else { throw StageFailure("an input is missing") }
    guard let k = try context.json(model)["k"]?.int else { throw StageFailure("\(model.input) names no k") }
    let session = try context.session()
    context.control.report(.init(step: "reading lines"))
    let asOf = try session.asOf(window)
    let control = context.control
    let result: StabilityResult
    let sample: Int?
    do {
      let (history, features, isSampled) = try StudyFeatures.read(
        try context.texts("kmeans.features"), view: lines.view, asOf: asOf,
        limit: try context.integer("stability.sample"), session)
      sample = isSampled ? history.customerCount : nil
      let parameters = try Self.parameters(context, features, k: k, asOf: asOf)
      result = try StabilityStudy.run(
        history: history, parameters: parameters,
        progress: { done, total in
          control.report(.init(step: "simulating", fraction: Double(done) / Double(max(total, 1))))
        }, isCancelled: { control.isCancelled })
    } catch let error as AnalyticsError {
      throw StageFailure(error.message)
    } catch is CancellationError {
      throw StageFailure("stopped", cause: .cancelled)
    }
    control.report(.init(step: "writing"))
    return [
      "path": try writePath(result, session),
      "horizons": try writeHorizons(result, session),
      "strategies": try writeStrategies(result, session),
      "drift": try writeDrift(result, try context.texts("kmeans.features"), session),
      "recommendation": try DuckDBSession.write(
        RecommendationJSON.make(result.recommendation, sample: sample), "recommendation", in: context.folder),
    ]
  }

  private static func parameters(
    _ context: StageContext, _ features: [StudyFeature], k: Int, asOf: Int64
  ) throws -> StabilityParameters {
    var parameters = StabilityParameters(
      features: features, kmeans: try context.kmeansOptions(clusters: k, restarts: "stability.restarts"), asOf: asOf,
      step: try CalendarStep(parsing: try context.text("stability.step")))
    parameters.transform = try context.choice("kmeans.transform")
    parameters.scale = try context.choice("kmeans.scale")
    parameters.initial = try StudyStart(parsing: try context.text("stability.initial"))
    parameters.threshold = try context.number("stability.threshold")
    parameters.origins = try context.integer("stability.origins")
    parameters.window = try HistoryWindow(parsing: try context.text("stability.window"))
    parameters.returns = try context.choice("returns")
    parameters.scaler = try context.choice("stability.scaler")
    parameters.noiseSeeds = try context.integer("stability.noise_seeds")
    parameters.noiseResamples = try context.integer("stability.noise_resamples")
    parameters.costPerRefit = try context.number("stability.cost_per_refit")
    parameters.monitoringCost = try context.number("stability.cost_of_monitoring")
    parameters.currency = try context.text("stability.currency")
    parameters.threads = context.threads
    return parameters
  }

  // MARK: - Outputs

  private func writePath(_ result: StabilityResult, _ session: DuckDBSession) throws -> OutputManifest {
    let rows = result.path
    return try session.export(
      "path",
      columns: [
        ("strategy", "VARCHAR"), ("window", "VARCHAR"), ("origin", "TIMESTAMP"), ("at", "TIMESTAMP"),
        ("horizon_steps", "INTEGER"), ("ari", "DOUBLE"), ("ami", "DOUBLE"), ("noise_ari", "DOUBLE"),
        ("moved_share", "DOUBLE"), ("age_steps", "INTEGER"), ("is_refit", "BOOLEAN"),
        ("resampled_ari", "DOUBLE"),
      ],
      rows.map(\.strategy.key), rows.map { _ in result.window.description },
      rows.map { SQLTimestamp(microsecondsSinceEpoch: $0.origin) },
      rows.map { SQLTimestamp(microsecondsSinceEpoch: $0.at) }, rows.map { Int32($0.horizonSteps) },
      rows.map { finite($0.adjustedRand) }, rows.map { finite($0.adjustedMutualInformation) },
      rows.map { finite($0.noiseAdjustedRand) }, rows.map { finite($0.movedShare) }, rows.map { Int32($0.ageSteps) },
      rows.map(\.isRefit), rows.map { $0.resampledAdjustedRand.flatMap(finite) })
  }

  private func writeHorizons(_ result: StabilityResult, _ session: DuckDBSession) throws -> OutputManifest {
    let rows = result.horizons
    return try session.export(
      "horizons",
      columns: [
        ("horizon_steps", "INTEGER"), ("origins", "INTEGER"), ("ari_median", "DOUBLE"), ("ari_minimum", "DOUBLE"),
        ("ari_p10", "DOUBLE"), ("noise_p10", "DOUBLE"), ("moved_share", "DOUBLE"), ("resampled_median", "DOUBLE"),
        ("resampled_p10", "DOUBLE"),
      ],
      rows.map { Int32($0.steps) }, rows.map { Int32($0.origins) }, rows.map { finite($0.median) },
      rows.map { finite($0.minimum) }, rows.map { finite($0.tenthPercentile) },
      rows.map { finite($0.noiseTenthPercentile) }, rows.map { finite($0.movedShare) },
      rows.map { $0.resampledMedian.flatMap(finite) }, rows.map { $0.resampledTenthPercentile.flatMap(finite) })
  }

  private func writeStrategies(_ result: StabilityResult, _ session: DuckDBSession) throws -> OutputManifest {
    let rows = result.strategies
    return try session.export(
      "strategies",
      columns: [
        ("strategy", "VARCHAR"), ("window", "VARCHAR"), ("steps", "INTEGER"), ("mean_ari", "DOUBLE"),
        ("minimum_ari", "DOUBLE"), ("share_under_threshold", "DOUBLE"), ("moved_share", "DOUBLE"),
        ("refits", "INTEGER"), ("cost", "DOUBLE"),
      ],
      rows.map(\.strategy.key), rows.map { _ in result.window.description }, rows.map { Int32($0.steps) },
      rows.map { finite($0.meanAdjustedRand) }, rows.map { finite($0.minimumAdjustedRand) },
      rows.map { finite($0.shareBelowThreshold) }, rows.map { finite($0.meanMovedShare) },
      rows.map { Int32($0.refits) }, rows.map { finite($0.cost) })
  }

  private func writeDrift(
    _ result: StabilityResult, _ names: [String], _ session: DuckDBSession
  ) throws -> OutputManifest {
    let rows = result.comparisons.flatMap { comparison in
      comparison.featureDrift.indices.map { (comparison: comparison, feature: $0) }
    }
    return try session.export(
      "drift",
      columns: [
        ("origin", "TIMESTAMP"), ("at", "TIMESTAMP"), ("horizon_steps", "INTEGER"), ("feature", "VARCHAR"),
        ("psi", "DOUBLE"),
      ],
      rows.map { SQLTimestamp(microsecondsSinceEpoch: $0.comparison.origin) },
      rows.map { SQLTimestamp(microsecondsSinceEpoch: $0.comparison.at) },
      rows.map { Int32($0.comparison.horizonSteps) }, rows.map { names[$0.feature] },
      rows.map { finite($0.comparison.featureDrift[$0.feature]) })
  }
}
