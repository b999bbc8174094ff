internal import Analytics
internal import Engines
internal import JSON
internal import PipelineModel

/// Clusters customers who are too many to hold.
///
/// Starts come from a sample; Lloyd's iteration then takes all customers, chunk by chunk, for every number of clusters
/// tried. Sizes, means, revenue, inertia and drift are of all customers; medians, ranks and the bins' limits are of the
/// sample.
struct StreamedClustering: Clustering {
  let request: ClusteringRequest
  private let customers: StreamedCustomers

  /// Reads the customers.
  init(_ request: ClusteringRequest) throws {
    self.request = request
    request.context.control.report(.init(step: "reading customers"))
    customers = try StreamedCustomers(request)
  }

  func reading(_ published: PublishedModel) throws -> DriftReading {
    var tally = ReferenceTally(bins: published.reference.bins, farDistance: published.reference.farDistance)
    try customers.forEachChunk { chunk in
      try request.context.control.checkCancelled()
      try tally.add(
        features: chunk.features,
        distances: try published.assign(chunk.features, threads: request.context.threads).distances)
    }
    return try published.reference.reading(tally)
  }

  func fit(_ decision: RefitDecision, replacing published: PublishedModel?) throws -> [String: OutputManifest] {
    let context = request.context
    try CustomerQuery.requireBearers(request.names, customers.borne, context, request.session)
    let preprocessor = try request.preprocessor(for: customers.sample)
    context.control.report(.init(step: "scaling"))
    let points = try customers.points(preprocessor)
    context.control.report(.init(step: "clustering"))
    let selection = try ChunkedSelection.run(
      points, sample: preprocessor.apply(customers.sample), try request.options(),
      checkpoint: { try context.control.checkCancelled() })
    context.control.report(.init(step: "counting"))
    let unordered = try StreamedSummary(customers, selection.model, preprocessor, context)
    let order = unordered.orderByDescendingSpend
    let model = selection.model.relabeled(order: order)
    let sampled = model.assign(preprocessor.apply(customers.sample), threads: context.threads)
    let draft = try ModelReference(features: customers.sample, distances: sampled.distances)
    var tally = ReferenceTally(bins: draft.bins, farDistance: draft.farDistance)
    var crossing = published.map {
      PartitionCrossing(rows: $0.model.centroids.rows, columns: model.centroids.rows)
    }
    let summary = unordered.reordered(order)
    let profiles = try summary.profiles(customers, request, labels: sampled.labels)
    let jaccards = order.map { selection.chosen?.stability.jaccards[$0] ?? .nan }
    context.control.report(.init(step: "writing"))
    let assignments = try write(model, preprocessor) { features, assigned in
      try tally.add(features: features, distances: assigned.distances)
      guard let published else { return }
      crossing?.add(try published.assign(features, threads: context.threads).labels, assigned.labels)
    }
    let fitted = FittedClusters(
      model: model, preprocessor: preprocessor, candidates: selection.candidates, choice: selection.decision,
      profiles: profiles, jaccards: jaccards, revenue: summary.revenue, reference: try ModelReference(tally),
      customers: customers.count, migration: crossing?.table)
    var outputs = try fitted.write(request, decision, notes: [("sample", .int(customers.sample.rows))])
    outputs["assignments"] = assignments
    outputs["comparison"] = try ClusterComparisonTable.write(
      preprocessor.apply(customers.sample), sampled.labels, context, request.session)
    return outputs
  }

  func keep(_ published: PublishedModel, _ decision: RefitDecision) throws -> [String: OutputManifest] {
    let context = request.context
    context.control.report(.init(step: "counting"))
    let summary = try StreamedSummary(customers, published.model, published.preprocessor, context)
    let sampled = try published.assign(customers.sample, threads: context.threads)
    let profiles = try summary.profiles(customers, request, labels: sampled.labels)
    context.control.report(.init(step: "writing"))
    let kept = KeptClusters(
      published: published, profiles: profiles.map { ($0.cluster, $0) }, revenue: summary.revenue,
      customers: customers.count)
    var outputs = try kept.write(request, decision)
    outputs["assignments"] = try write(published.model, published.preprocessor) { _, _ in }
    outputs["comparison"] = try ClusterComparisonTable.write(
      published.preprocessor.apply(customers.sample), sampled.labels, context, request.session)
    return outputs
  }

  /// Writes who is in which cluster.
  ///
  /// - Parameter body: gets the features of each lot of customers, with their labels and distances.
  private func write(
    _ model: KMeansModel, _ preprocessor: Preprocessor,
    _ body: (_ features: Matrix, _ assigned: (labels: [Int32], distances: [Double])) throws -> Void
  ) throws -> OutputManifest {
    try request.tables.assignments { write in
      try customers.forEachChunk { chunk in
        try request.context.control.checkCancelled()
        let assigned = model.assign(preprocessor.apply(chunk.features), threads: request.context.threads)
        try body(chunk.features, assigned)
        try write(customers.ids(of: chunk), assigned.labels, assigned.distances)
      }
    }
  }
}
