internal import Analytics
internal import DuckDB
internal import Engines
internal import JSON
public import PipelineModel

/// Groups customers into clusters, choosing how many where the config says `auto`.
public struct KMeansStage: NativeStage {
  /// What the config may say of it.
  public static let kind = StageKind(
    name: "kmeans", codeVersion: 2, outputs: ["assignments", "model", "k_selection", "profiles"],
    parameters: ["kmeans"], requiredInputs: ["customers"])

  /// Makes the stage.
  public init() {}

  /// Fits, numbers clusters by descending mean monetary, and writes assignments, model, evidence and profiles.
  public func run(_ context: StageContext) throws -> [String: OutputManifest] {
    let names = try context.texts("kmeans.features")
    let session = try context.session()
    context.control.report(.init(step: "reading customers"))
    let customers = try CustomerFeatures.read(names, context, session)
    let preprocessor: Preprocessor
    let selection: KSelection
    do {
      preprocessor = try Preprocessor.fit(
        customers.features, transform: try choice("kmeans.transform", context),
        scale: try choice("kmeans.scale", context))
      context.control.report(.init(step: "clustering"))
      selection = try KSelection.run(preprocessor.apply(customers.features), try Self.options(context))
    } catch let error as AnalyticsError {
      throw StageFailure(error.message)
    }
    try context.control.checkCancelled()
    let order = try selection.fit.orderByDescendingMean(of: customers.monetary)
    let fit = selection.fit.relabeled(order: order)
    let k = fit.model.centroids.rows
    let profiles = try Profiles.describe(customers.features, names: names, labels: fit.labels, clusters: k)
    let jaccards = order.map { selection.chosen?.stability.jaccards[$0] ?? .nan }
    context.control.report(.init(step: "writing"))
    return [
      "assignments": try session.export(
        "assignments",
        columns: [("customer_id", "VARCHAR"), ("cluster", "INTEGER"), ("distance", "DOUBLE")],
        customers.ids, fit.labels, fit.distances),
      "model": try DuckDBSession.write(
        try KMeansModelJSON.make(fit.model, preprocessor, names, profiles, selection, context), "model",
        in: context.folder),
      "k_selection": try writeSelection(selection, session),
      "profiles": try writeProfiles(profiles, jaccards, customers, fit.labels, names, session),
    ]
  }

  private func choice<Choice: RawRepresentable>(_ path: String, _ context: StageContext) throws -> Choice
  where Choice.RawValue == String {
    let text = try context.text(path)
    guard let value = Choice(rawValue: text) else {
      throw StageFailure("\"\(path)\" cannot be \"\(text)\"", cause: .usage)
    }
    return value
  }

  private static func options(_ context: StageContext) throws -> KSelectionOptions {
    let k = try context.parameter("kmeans.k").int
    let range = try context.parameter("kmeans.k_range").array?.compactMap(\.int) ?? []
    guard range.count == 2, range[0] <= range[1] else {
      throw StageFailure("\"kmeans.k_range\" should be two whole numbers", cause: .usage)
    }
    var fit = KMeansOptions(
      clusters: k ?? range[0], seed: UInt64(try context.integer("kmeans.seed")))
    fit.restarts = try context.integer("kmeans.restarts")
    fit.maximumIterations = try context.integer("kmeans.max_iterations")
    fit.tolerance = try context.number("kmeans.tolerance")
    fit.threads = context.threads
    var options = KSelectionOptions(range: k.map { $0...$0 } ?? range[0]...range[1], fit: fit)
    options.resamples = try context.integer("kmeans.bootstrap")
    options.sampleLimit = try context.integer("kmeans.silhouette_sample")
    return options
  }

  // MARK: - Outputs

  private func writeSelection(_ selection: KSelection, _ session: DuckDBSession) throws -> OutputManifest {
    let rows = selection.candidates
    return try session.export(
      "k_selection",
      columns: [
        ("k", "INTEGER"), ("inertia", "DOUBLE"), ("silhouette", "DOUBLE"), ("davies_bouldin", "DOUBLE"),
        ("calinski_harabasz", "DOUBLE"), ("bootstrap_ari", "DOUBLE"), ("chosen", "BOOLEAN"),
        ("silhouette_error", "DOUBLE"), ("silhouette_points", "BIGINT"), ("bootstrap_error", "DOUBLE"),
        ("smallest_share", "DOUBLE"), ("eligible", "BOOLEAN"), ("null_silhouette", "DOUBLE"),
      ],
      rows.map { Int32($0.clusters) }, rows.map(\.inertia), rows.map(\.silhouette.mean), rows.map(\.daviesBouldin),
      rows.map(\.calinskiHarabasz), rows.map { finite($0.stability.meanAgreement) },
      rows.map { $0.clusters == selection.decision.clusters }, rows.map { finite($0.silhouette.standardError) },
      rows.map { Int64($0.silhouette.count) }, rows.map { finite($0.stability.standardError) },
      rows.map(\.smallestShare), rows.map { selection.decision.eligible.contains($0.clusters) },
      rows.map { finite($0.nullSilhouette.mean) })
  }

  /// One row for each cluster and feature.
  private func writeProfiles(
    _ profiles: [ClusterProfile], _ jaccards: [Double], _ customers: CustomerFeatures, _ labels: [Int32],
    _ names: [String], _ session: DuckDBSession
  ) throws -> OutputManifest {
    var revenue = [Double](repeating: 0, count: profiles.count)
    for (label, monetary) in zip(labels, customers.monetary) { revenue[Int(label)] += monetary }
    let total = revenue.reduce(0, +)
    let rows = profiles.flatMap { profile in names.indices.map { (profile: profile, feature: $0) } }
    return try session.export(
      "profiles",
      columns: [
        ("cluster", "INTEGER"), ("name_en", "VARCHAR"), ("name_fr", "VARCHAR"), ("customers", "BIGINT"),
        ("customer_share", "DOUBLE"), ("revenue", "DOUBLE"), ("revenue_share", "DOUBLE"), ("jaccard", "DOUBLE"),
        ("stability", "VARCHAR"), ("feature", "VARCHAR"), ("mean", "DOUBLE"), ("median", "DOUBLE"),
        ("z_score", "DOUBLE"), ("dominance", "DOUBLE"),
      ],
      rows.map { Int32($0.profile.cluster) }, rows.map(\.profile.name.english), rows.map(\.profile.name.french),
      rows.map { Int64($0.profile.size) }, rows.map(\.profile.share), rows.map { revenue[$0.profile.cluster] },
      rows.map { total == 0 ? nil : revenue[$0.profile.cluster] / total },
      rows.map { finite(jaccards[$0.profile.cluster]) },
      rows.map { row -> String? in
        finite(jaccards[row.profile.cluster]).map { StabilityVerdict(jaccard: $0).rawValue }
      },
      rows.map { names[$0.feature] }, rows.map { $0.profile.means[$0.feature] },
      rows.map { $0.profile.medians[$0.feature] }, rows.map { $0.profile.zScores[$0.feature] },
      rows.map { row in row.profile.traits.first { $0.feature == row.feature }?.dominance })
  }
}

/// A number that a table may hold: nil where it is not finite.
func finite(_ value: Double) -> Double? { value.isFinite ? value : nil }
