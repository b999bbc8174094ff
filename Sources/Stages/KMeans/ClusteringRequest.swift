internal import Analytics
internal import DuckDB
internal import Engines
internal import JSON
internal import PipelineModel

/// What is asked of a clustering: the parameters, the session with the customers, and the model that is published.
struct ClusteringRequest {
  let context: StageContext
  let session: DuckDBSession
  /// The features.
  let names: [String]
  /// The categories that features are shares of, by feature; none where no input says.
  let categories: [String: String]
  /// When a refit is due.
  let rule: RefitRule
  /// The model to keep; nil where there is none, or one of an earlier release that cannot be held against the data.
  let published: PublishedModel?
  /// The instant as of which the features are, in microseconds since 1970; nil where no input says.
  let asOf: Int64?

  var tables: ClusterTables { ClusterTables(session: session, names: names) }

  /// Opens the session and reads the parameters.
  init(_ context: StageContext) throws {
    self.context = context
    session = try context.session()
    let names = try context.texts("kmeans.features")
    self.names = names
    asOf = try context.table("window", having: "as_of", session).map { [session] in try session.asOf($0) }
    categories = try Self.categories(context, session)
    let lifetime = try context.text("kmeans.refit_after")
    rule = RefitRule(
      psiLimit: try context.number("kmeans.refit_psi"), farLimit: try context.number("kmeans.refit_far"),
      lifetime: lifetime == "never" ? nil : try CalendarStep(parsing: lifetime))
    published = try context.held?.tables["model"].flatMap { PublishedModel(json: try context.json($0)) }
      .flatMap { $0.features == names ? $0 : nil }
  }

  private static func categories(_ context: StageContext, _ session: DuckDBSession) throws -> [String: String] {
    guard let table = try context.table("categories", having: "category_rank", session) else { return [:] }
    let (ranks, names) = try session.execute(
      "SELECT CAST(category_rank AS BIGINT), category FROM \(SQL.quoteIdentifier(table.view))"
    ).columns(Int64.self, String.self)
    return Dictionary(zip(ranks.map { "category_share_\($0)" }, names)) { first, _ in first }
  }

  /// Whether the customers are too many to be held.
  func isStreamed() throws -> Bool {
    guard let table = context.table("customers") else { return false }
    let counts = try session.execute("SELECT count(*) FROM \(SQL.quoteIdentifier(table.view))").columns(Int64.self)
    return try Int(counts.first ?? 0) >= context.integer("kmeans.stream_from")
  }

  /// Why a model is fitted although the config would rather keep one.
  func cause() throws -> Wording? {
    if try context.text("kmeans.refit") == "always" { return nil }
    return context.held == nil
      ? Wording(
        english: "there is no published model of these parameters yet",
        french: "aucun modèle de ces paramètres n'est encore publié")
      : Wording(
        english: "the published model does not say what its customers were like",
        french: "le modèle publié ne dit pas comment étaient ses clients")
  }

  /// The transform and scale that `features` call for.
  func preprocessor(for features: Matrix) throws -> Preprocessor {
    try Preprocessor.fit(
      features, transform: try context.choice("kmeans.transform"), scale: try context.choice("kmeans.scale"))
  }

  /// How the number of clusters is chosen, and each fitted.
  func options() throws -> KSelectionOptions {
    let k = try context.parameter("kmeans.k").int
    let range = try context.parameter("kmeans.k_range").array?.compactMap(\.int) ?? []
    guard range.count == 2, range[0] <= range[1] else {
      throw StageFailure("\"kmeans.k_range\" should be two whole numbers", cause: .usage)
    }
    var fit = try context.kmeansOptions(clusters: k ?? range[0], restarts: "kmeans.restarts")
    fit.searches = try context.integer("kmeans.searches")
    var options = KSelectionOptions(range: k.map { $0...$0 } ?? range[0]...range[1], fit: fit)
    options.resamples = try context.integer("kmeans.bootstrap")
    options.sampleLimit = try context.integer("kmeans.silhouette_sample")
    return options
  }

  /// The output `refit`.
  func refit(
    _ decision: RefitDecision, fittedAsOf: Int64?, customersAtFit: Int, customers: Int, _ migration: ContingencyTable?
  ) throws -> OutputManifest {
    try DuckDBSession.write(
      decision.json(
        policy: try context.text("kmeans.refit"), rule: rule, names, fittedAsOf: fittedAsOf, asOf: asOf,
        customersAtFit: customersAtFit, customers: customers, comparison: migration.map { PartitionComparison($0) }),
      "refit", in: context.folder)
  }
}
