internal import Analytics
internal import JSON
internal import PipelineModel
internal import Platform

/// A fitted model with all that later customers need: to be assigned, to be held against the fit, to be named.
struct PublishedModel {
  let model: KMeansModel
  let preprocessor: Preprocessor
  let features: [String]
  let names: [Wording]
  /// By cluster; NaN where it was not measured.
  let jaccards: [Double]
  let reference: ModelReference
  /// The instant as of which the fitted features were taken, in microseconds since 1970; nil where it is not known.
  let asOf: Int64?

  /// Labels and distances of customers.
  /// - Throws: `AnalyticsError` for features that the model's transform cannot take.
  func assign(_ features: Matrix, threads: Int) throws -> (labels: [Int32], distances: [Double]) {
    try preprocessor.requireApplicable(features)
    return model.assign(preprocessor.apply(features), threads: threads)
  }

  // MARK: - JSON

  /// The parts of the model's JSON that go beyond centroids and scaler.
  static func referenceJSON(
    _ reference: ModelReference, _ features: [String], jaccards: [Double], asOf: Int64?
  ) -> [(String, JSON)] {
    [
      ("as_of", asOf.map { .string(Instant(microseconds: Int($0)).precise) } ?? nil),
      ("jaccards", .array(jaccards.map { finite($0).map { .double($0) } ?? nil })),
      (
        "reference",
        [
          "customers": .int(reference.customers), "far_distance": .double(reference.farDistance),
          "far_customers": .int(reference.farCount),
          "bins": .array(
            features.indices.map { index in
              [
                "feature": .string(features[index]),
                "limits": .array(reference.bins[index].limits.map { .double($0) }),
                "counts": .array(reference.counts[index].map { .int($0) }),
              ]
            }),
        ]
      ),
    ]
  }

  /// Reads a model back; nil where the JSON lacks a part, as one of an earlier release does.
  init?(json: JSON) {
    func numbers(_ value: JSON?) -> [Double]? {
      guard let array = value?.array else { return nil }
      let numbers = array.compactMap(\.double)
      return numbers.count == array.count ? numbers : nil
    }
    guard let features = json["features"]?.array?.compactMap(\.string), !features.isEmpty,
      let transform = json["transform"]?.string.flatMap(Transform.init(rawValue:)),
      let scale = json["scaler"]?["kind"]?.string.flatMap(Scale.init(rawValue:)),
      let centers = numbers(json["scaler"]?["centers"]), let spreads = numbers(json["scaler"]?["spreads"]),
      let lambdas = numbers(json["scaler"]?["lambdas"]),
      [centers.count, spreads.count, lambdas.count].allSatisfy({ $0 == features.count }),
      let rows = json["centroids"]?.array?.compactMap(numbers), rows.count == json["k"]?.int, !rows.isEmpty,
      rows.allSatisfy({ $0.count == features.count }),
      let names = json["names"]?.array?.compactMap({ name -> Wording? in
        guard let english = name["en"]?.string, let french = name["fr"]?.string else { return nil }
        return Wording(english: english, french: french)
      }), names.count == rows.count,
      let jaccards = json["jaccards"]?.array?.map({ $0.double ?? .nan }), jaccards.count == rows.count,
      let reference = json["reference"].flatMap({ Self.reference($0, features) })
    else { return nil }
    self.features = features
    self.names = names
    self.jaccards = jaccards
    self.reference = reference
    preprocessor = Preprocessor(
      transform: transform, scale: scale, lambdas: lambdas, centers: centers, spreads: spreads)
    model = KMeansModel(
      centroids: Matrix(rows: rows.count, columns: features.count, storage: rows.flatMap { $0 }),
      inertia: json["inertia"]?.double ?? 0,
      iterations: json["iterations"]?.int ?? 0, converged: json["converged"]?.bool ?? false)
    asOf = json["as_of"]?.string.flatMap { Instant(stamp: $0) }.map { Int64($0.microseconds) }
  }

  private static func reference(_ json: JSON, _ features: [String]) -> ModelReference? {
    guard let entries = json["bins"]?.array, entries.count == features.count,
      zip(entries, features).allSatisfy({ $0["feature"]?.string == $1 }),
      let distance = json["far_distance"]?.double, let far = json["far_customers"]?.int,
      let customers = json["customers"]?.int
    else { return nil }
    let bins = entries.compactMap { try? QuantileBins(limits: $0["limits"]?.array?.compactMap(\.double) ?? []) }
    let counts = entries.map { $0["counts"]?.array?.compactMap(\.int) ?? [] }
    guard bins.count == entries.count else { return nil }
    return try? ModelReference(
      bins: bins, counts: counts, farDistance: distance, farCount: far, customers: customers)
  }
}
