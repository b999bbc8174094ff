internal import Analytics
internal import Engines
internal import PipelineModel

/// Clusters customers who are all in memory.
struct HeldClustering: Clustering {
  let request: ClusteringRequest
  private let customers: CustomerFeatures

  /// Reads the customers.
  init(_ request: ClusteringRequest) throws {
    self.request = request
    request.context.control.report(.init(step: "reading customers"))
    customers = try CustomerFeatures.read(request.names, request.context, request.session)
    let transform: Transform = try request.context.choice("kmeans.transform")
    if transform == .log1p { try customers.requireLogarithms(request.names) }
  }

  func reading(_ published: PublishedModel) throws -> DriftReading {
    try published.reference.reading(
      features: customers.features,
      distances: try published.assign(customers.features, threads: request.context.threads).distances)
  }

  func fit(_ decision: RefitDecision, replacing published: PublishedModel?) throws -> [String: OutputManifest] {
    let context = request.context
    try CustomerQuery.requireBearers(request.names, customers.borne, context, request.session)
    context.control.report(.init(step: "clustering"))
    let preprocessor = try request.preprocessor(for: customers.features)
    let points = preprocessor.apply(customers.features)
    let selection = try KSelection.run(points, try request.options())
    try context.control.checkCancelled()
    let order = try selection.fit.orderByDescendingMean(of: customers.monetary)
    let fit = selection.fit.relabeled(order: order)
    let profiles = try Profiles.describe(
      customers.features, names: request.names, labels: fit.labels, clusters: fit.model.centroids.rows,
      meanings: request.categories)
    let jaccards = order.map { selection.chosen?.stability.jaccards[$0] ?? .nan }
    let reference = try ModelReference(features: customers.features, distances: fit.distances)
    let migration = try published.map {
      try ContingencyTable(try $0.assign(customers.features, threads: context.threads).labels, fit.labels)
    }
    context.control.report(.init(step: "writing"))
    let fitted = FittedClusters(
      model: fit.model, preprocessor: preprocessor, candidates: selection.candidates, choice: selection.decision,
      profiles: profiles, jaccards: jaccards, revenue: revenue(fit.labels, clusters: profiles.count),
      reference: reference, customers: customers.ids.count, migration: migration)
    var outputs = try fitted.write(request, decision)
    outputs["assignments"] = try request.tables.assignments(customers.ids, fit.labels, fit.distances)
    outputs["comparison"] = try ClusterComparisonTable.write(points, fit.labels, context, request.session)
    return outputs
  }

  func keep(_ published: PublishedModel, _ decision: RefitDecision) throws -> [String: OutputManifest] {
    let context = request.context
    let assigned = try published.assign(customers.features, threads: context.threads)
    // A cluster may have lost all its customers: it keeps its number and its name, and has no profile.
    let present = Set(assigned.labels).sorted()
    let places = Dictionary(uniqueKeysWithValues: present.enumerated().map { ($1, Int32($0)) })
    let profiles = try Profiles.describe(
      customers.features, names: request.names, labels: assigned.labels.map { places[$0] ?? 0 },
      clusters: present.count)
    context.control.report(.init(step: "writing"))
    let kept = KeptClusters(
      published: published, profiles: zip(present, profiles).map { (Int($0), $1) },
      revenue: revenue(assigned.labels, clusters: published.names.count), customers: customers.ids.count)
    var outputs = try kept.write(request, decision)
    outputs["assignments"] = try request.tables.assignments(customers.ids, assigned.labels, assigned.distances)
    outputs["comparison"] = try ClusterComparisonTable.write(
      published.preprocessor.apply(customers.features), assigned.labels, context, request.session)
    return outputs
  }

  private func revenue(_ labels: [Int32], clusters: Int) -> [Double] {
    var revenue = [Double](repeating: 0, count: clusters)
    for (label, monetary) in zip(labels, customers.monetary) { revenue[Int(label)] += monetary }
    return revenue
  }
}
