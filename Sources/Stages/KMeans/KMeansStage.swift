internal import Analytics
internal import DuckDB
internal import Engines
internal import JSON
public import PipelineModel

/// Groups customers into clusters, choosing how many where the config says `auto`; or assigns them by the published
/// model until a refit is due.
public struct KMeansStage: NativeStage {
  /// What the config may say of it.
  public static let kind = StageKind(
    name: "kmeans", codeVersion: 7,
    outputs: ["assignments", "model", "k_selection", "profiles", "refit", "migrations", "comparison"],
    parameters: ["kmeans"], requiredInputs: ["customers"],
    held: HeldState(
      output: "model", companions: ["k_selection"], policy: "kmeans.refit", nothing: "always",
      free: [
        "kmeans.refit", "kmeans.refit_psi", "kmeans.refit_far", "kmeans.refit_after", "kmeans.comparison",
        "kmeans.comparison_sample",
      ]))

  /// Makes the stage.
  public init() {}

  /// Fits or assigns, and writes who is where, the model, its evidence, profiles, and what became of the model.
  public func run(_ context: StageContext) throws -> [String: OutputManifest] {
    let names = try context.texts("kmeans.features")
    let session = try context.session()
    context.control.report(.init(step: "reading customers"))
    let customers = try CustomerFeatures.read(names, context, session)
    let tables = ClusterTables(session: session, customers: customers, names: names)
    let asOf = try Self.asOf(context, session)
    do {
      let published = try Self.published(context, names)
      let rule = try Self.rule(context)
      guard let published else {
        return try fit(context, tables, asOf: asOf, rule, RefitDecision(fittedBecause: try Self.cause(context)), nil)
      }
      let assigned = published.assign(customers.features, threads: context.threads)
      let decision = RefitDecision(
        try context.text("kmeans.refit"), forced: context.held?.isRenewed ?? false, rule, published,
        try published.reference.reading(features: customers.features, distances: assigned.distances), asOf: asOf)
      return decision.event == .refitted
        ? try fit(context, tables, asOf: asOf, rule, decision, assigned.labels)
        : try keep(published, context, tables, asOf: asOf, rule, decision, assigned)
    } catch let error as AnalyticsError {
      throw StageFailure(error.message)
    }
  }

  // MARK: - Fitting

  private func fit(
    _ context: StageContext, _ tables: ClusterTables, asOf: Int64?, _ rule: RefitRule, _ decision: RefitDecision,
    _ before: [Int32]?
  ) throws -> [String: OutputManifest] {
    let customers = tables.customers
    try customers.requireBearers(tables.names, context, tables.session)
    context.control.report(.init(step: "clustering"))
    let preprocessor = try Preprocessor.fit(
      customers.features, transform: try choice("kmeans.transform", context),
      scale: try choice("kmeans.scale", context))
    let points = preprocessor.apply(customers.features)
    let selection = try KSelection.run(points, try Self.options(context))
    try context.control.checkCancelled()
    let order = try selection.fit.orderByDescendingMean(of: customers.monetary)
    let fit = selection.fit.relabeled(order: order)
    let profiles = try Profiles.describe(
      customers.features, names: tables.names, labels: fit.labels, clusters: fit.model.centroids.rows)
    let jaccards = order.map { selection.chosen?.stability.jaccards[$0] ?? .nan }
    let reference = try ModelReference(features: customers.features, distances: fit.distances)
    let comparison = try before.map { try PartitionComparison($0, fit.labels) }
    context.control.report(.init(step: "writing"))
    return [
      "assignments": try tables.assignments(fit.labels, fit.distances),
      "model": try DuckDBSession.write(
        try KMeansModelJSON.make(
          fit.model, preprocessor, tables.names, profiles, selection, context,
          and: PublishedModel.referenceJSON(reference, tables.names, jaccards: jaccards, asOf: asOf)), "model",
        in: context.folder),
      "k_selection": try tables.selection(selection),
      "profiles": try tables.profiles(
        profiles.map { ($0.cluster, $0) }, profiles.map(\.name), jaccards, fit.labels),
      "refit": try DuckDBSession.write(
        decision.json(
          policy: try context.text("kmeans.refit"), rule: rule, tables.names, fittedAsOf: asOf, asOf: asOf,
          customersAtFit: customers.ids.count, customers: customers.ids.count, comparison: comparison), "refit",
        in: context.folder),
      "migrations": try tables.migrations(from: before ?? [], to: before == nil ? [] : fit.labels),
      "comparison": try ClusterComparisonTable.write(points, fit.labels, context, tables.session),
    ]
  }

  // MARK: - Keeping

  private func keep(
    _ published: PublishedModel, _ context: StageContext, _ tables: ClusterTables, asOf: Int64?, _ rule: RefitRule,
    _ decision: RefitDecision, _ assigned: (labels: [Int32], distances: [Double])
  ) throws -> [String: OutputManifest] {
    guard let held = context.held else { throw StageFailure("there is no model to keep") }
    let customers = tables.customers
    // A cluster may have lost all its customers: it keeps its number and its name, and has no profile.
    let present = Set(assigned.labels).sorted()
    let places = Dictionary(uniqueKeysWithValues: present.enumerated().map { ($1, Int32($0)) })
    let profiles = try Profiles.describe(
      customers.features, names: tables.names, labels: assigned.labels.map { places[$0] ?? 0 },
      clusters: present.count)
    context.control.report(.init(step: "writing"))
    return [
      "assignments": try tables.assignments(assigned.labels, assigned.distances),
      "model": try held.carry("model", to: context.folder),
      "k_selection": try held.carry("k_selection", to: context.folder),
      "profiles": try tables.profiles(
        zip(present, profiles).map { (Int($0), $1) }, published.names, published.jaccards, assigned.labels),
      "refit": try DuckDBSession.write(
        decision.json(
          policy: try context.text("kmeans.refit"), rule: rule, tables.names, fittedAsOf: published.asOf, asOf: asOf,
          customersAtFit: published.reference.customers, customers: customers.ids.count, comparison: nil), "refit",
        in: context.folder),
      "migrations": try tables.migrations(from: [], to: []),
      "comparison": try ClusterComparisonTable.write(
        published.preprocessor.apply(customers.features), assigned.labels, context, tables.session),
    ]
  }

  // MARK: - Input

  /// The model to keep; nil where there is none, or one of an earlier release that cannot be held against the data.
  private static func published(_ context: StageContext, _ names: [String]) throws -> PublishedModel? {
    guard let table = context.held?.tables["model"], let model = PublishedModel(json: try context.json(table)),
      model.features == names
    else { return nil }
    return model
  }

  /// Why a model is fitted although the config would rather keep one.
  private static func cause(_ context: StageContext) throws -> Wording? {
    if try context.text("kmeans.refit") == "always" { return nil }
    return context.held == nil
      ? Wording(
        english: "there is no published model of these parameters yet",
        french: "aucun modèle de ces paramètres n'est encore publié")
      : Wording(
        english: "the published model does not say what its customers were like",
        french: "le modèle publié ne dit pas comment étaient ses clients")
  }

  /// The instant as of which the features are, in microseconds since 1970; nil where no input says.
  private static func asOf(_ context: StageContext, _ session: DuckDBSession) throws -> Int64? {
    try context.table("window", having: "as_of", session).map { try session.asOf($0) }
  }

  private static func rule(_ context: StageContext) throws -> RefitRule {
    let lifetime = try context.text("kmeans.refit_after")
    return RefitRule(
      psiLimit: try context.number("kmeans.refit_psi"), farLimit: try context.number("kmeans.refit_far"),
      lifetime: lifetime == "never" ? nil : try CalendarStep(parsing: lifetime))
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
}

/// A number that a table may hold: nil where it is not finite.
func finite(_ value: Double) -> Double? { value.isFinite ? value : nil }
