internal import Analytics
internal import Engines

/// What all customers of each cluster add up to, from one reading of them.
struct StreamedSummary {
  /// Sizes and features.
  let totals: FeatureTotals
  /// What the customers of each cluster spent.
  let revenue: [Double]
  /// The place of the first customer of each cluster; nil where it has none.
  private let firsts: [Int?]

  private init(_ totals: FeatureTotals, _ revenue: [Double], _ firsts: [Int?]) {
    self.totals = totals
    self.revenue = revenue
    self.firsts = firsts
  }

  /// Assigns all customers and adds them up.
  /// - Throws: `AnalyticsError` for features that the model's transform cannot take.
  init(
    _ customers: StreamedCustomers, _ model: KMeansModel, _ preprocessor: Preprocessor, _ context: StageContext
  ) throws {
    let clusters = model.centroids.rows
    var totals = FeatureTotals(clusters: clusters, origin: Array(customers.sample.row(0)))
    var revenue = [Double](repeating: 0, count: clusters)
    var firsts = [Int?](repeating: nil, count: clusters)
    try customers.forEachChunk { chunk in
      try context.control.checkCancelled()
      try preprocessor.requireApplicable(chunk.features)
      let labels = model.assign(preprocessor.apply(chunk.features), threads: context.threads).labels
      totals.add(features: chunk.features, labels: labels)
      for (index, label) in labels.enumerated() {
        revenue[Int(label)] += chunk.monetary[index]
        if firsts[Int(label)] == nil { firsts[Int(label)] = chunk.rows.lowerBound + index }
      }
    }
    self.init(totals, revenue, firsts)
  }

  /// The order that numbers clusters by what their customers spent on average, the lowest old number first among equals.
  var orderByDescendingSpend: [Int] {
    let means = zip(revenue, totals.sizes).map { $1 > 0 ? $0 / Double($1) : -Double.infinity }
    return means.indices.sorted { means[$0] != means[$1] ? means[$0] > means[$1] : $0 < $1 }
  }

  /// The same with clusters renumbered: new cluster `i` is old cluster `order[i]`.
  func reordered(_ order: [Int]) -> StreamedSummary {
    StreamedSummary(totals.reordered(order), order.map { revenue[$0] }, order.map { firsts[$0] })
  }

  /// What each cluster is like. A cluster so small that the sample has none of it is described by its first customer.
  ///
  /// - Parameter labels: the clusters of the sample's customers.
  func profiles(_ customers: StreamedCustomers, _ request: ClusteringRequest, labels: [Int32]) throws
    -> [ClusterProfile]
  {
    let sampled = Set(labels)
    let missing = firsts.indices.filter { firsts[$0] != nil && !sampled.contains(Int32($0)) }
    let more = customers.features(ofRows: missing.compactMap { firsts[$0] })
    let sample = Matrix(
      rows: customers.sample.rows + more.rows, columns: more.columns, storage: customers.sample.storage + more.storage)
    return try Profiles.describe(
      sample: sample, names: request.names, labels: labels + missing.map(Int32.init), totals: totals,
      meanings: request.categories)
  }
}
