/// One model per instant, fitted from scratch, and how far refits there agree with each other.
///
/// Refits never start from an older model's centroids: such a warm start settles near the older partition and would
/// flatter it.
struct StudyModels: Sendable {
  /// A model with its own preprocessing of what is prepared alike for all.
  struct Fitted: Sendable {
    let preprocessor: Preprocessor
    let model: KMeansModel
    let labels: [Int32]

    /// The clusters that the model would give to customers with these features, as prepared for all.
    func labels(for features: Matrix) -> [Int32] { model.predict(preprocessor.apply(features)) }
  }

  let snapshots: [FeatureSnapshot]
  let fitted: [Fitted]
  let noise: [NoiseFloor]
  /// The snapshots' features as far as they are prepared alike for every model.
  private let shared: [Matrix]
  private let parameters: StabilityParameters
  private let tracker: StudyTracker

  /// The pieces of work that ``init(_:parameters:tracker:)`` counts.
  static func pieces(instants: Int, parameters: StabilityParameters) -> Int {
    instants * (1 + parameters.noiseSeeds + parameters.noiseResamples)
  }

  init(_ snapshots: [FeatureSnapshot], parameters: StabilityParameters, tracker: StudyTracker) throws {
    let clusters = parameters.kmeans.clusters
    for snapshot in snapshots where snapshot.customers.count < clusters {
      throw AnalyticsError.tooFewCustomers(
        at: snapshot.instant, known: snapshot.customers.count, clusters: clusters)
    }
    let prepared = try Parallel.tryMap(count: snapshots.count, threads: parameters.threads) { index in
      try StudyModels.naming(snapshots[index].instant) {
        let (features, rest) = try Preprocessor.shared(snapshots[index].values, parameters.transform)
        let preprocessor = try Preprocessor.fit(features, transform: rest, scale: parameters.scale)
        return (features: features, preprocessor: preprocessor, points: preprocessor.apply(features))
      }
    }
    // Seed 0 of each instant is the study's own; the others only measure noise.
    let perInstant = 1 + parameters.noiseSeeds
    let seeds = StudyModels.seeds(count: perInstant, from: parameters.kmeans.seed)
    let fits = try Parallel.tryMap(count: snapshots.count * perInstant, threads: parameters.threads) { piece in
      let index = piece / perInstant
      return try StudyModels.naming(snapshots[index].instant) {
        try tracker.piece {
          try StudyModels.fit(prepared[index].points, parameters.kmeans, seed: seeds[piece % perInstant])
        }
      }
    }
    fitted = snapshots.indices.map {
      Fitted(
        preprocessor: prepared[$0].preprocessor, model: fits[$0 * perInstant].model,
        labels: fits[$0 * perInstant].labels)
    }
    let resamples = parameters.noiseResamples
    let fresh = fitted
    let resampled = try Parallel.tryMap(count: snapshots.count * resamples, threads: parameters.threads) { piece in
      let index = piece / max(resamples, 1)
      return try StudyModels.naming(snapshots[index].instant) {
        try tracker.piece {
          try StudyModels.resampledAgreement(prepared[index].features, fresh[index], parameters, number: piece)
        }
      }
    }
    noise = try Parallel.tryMap(count: snapshots.count, threads: parameters.threads) { index in
      let own = fits[index * perInstant..<(index + 1) * perInstant].map(\.labels)
      var values: [Double] = []
      for first in own.indices {
        for second in own.indices.dropFirst(first + 1) {
          values.append(try Agreement.adjustedRand(own[first], own[second]))
        }
      }
      return NoiseFloor(
        values: values, resampled: resampled[index * resamples..<(index + 1) * resamples].compactMap { $0 })
    }
    self.snapshots = snapshots
    shared = prepared.map(\.features)
    self.parameters = parameters
    self.tracker = tracker
  }

  /// Compares the model of one instant with a refit at a later one, on everyone known at the latter.
  func compare(_ pair: InstantPair) throws -> PartitionComparison {
    let older = fitted[pair.model]
    let snapshot = snapshots[pair.at]
    return try tracker.piece {
      switch parameters.scaler {
      case .own:
        return try PartitionComparison(older.labels(for: shared[pair.at]), fitted[pair.at].labels)
      case .reference:
        let points = older.preprocessor.apply(shared[pair.at])
        let refit = try StudyModels.naming(snapshot.instant) {
          try StudyModels.fit(points, parameters.kmeans, seed: parameters.kmeans.seed)
        }
        return try PartitionComparison(older.model.predict(points), refit.labels)
      }
    }
  }

  private static func fit(_ points: Matrix, _ kmeans: KMeansOptions, seed: UInt64) throws -> KMeansFit {
    var options = kmeans
    options.seed = seed
    options.threads = 1  // Instants and seeds already fill the threads.
    return try KMeans.fit(points, options)
  }

  /// The agreement of a refit's labels with those that a refit on resampled customers gives to all; nil where the
  /// resample has too few distinct customers for one.
  private static func resampledAgreement(
    _ features: Matrix, _ fresh: Fitted, _ parameters: StabilityParameters, number: Int
  ) throws -> Double? {
    var generator = SeededGenerator(seed: parameters.kmeans.seed).stream(0xB007 + UInt64(number))
    let sample = features.selecting(rows: Sampling.bootstrapRows(features.rows, &generator))
    let preprocessor = try Preprocessor.fit(
      sample, transform: fresh.preprocessor.transform, scale: parameters.scale)
    let fit: KMeansFit
    do {
      fit = try Self.fit(preprocessor.apply(sample), parameters.kmeans, seed: parameters.kmeans.seed)
    } catch let error as AnalyticsError where error.kind == .notEnoughData {
      return nil
    }
    return try Agreement.adjustedRand(fresh.labels, fit.model.predict(preprocessor.apply(features)))
  }

  /// The study's seed, then seeds drawn from it, all different.
  private static func seeds(count: Int, from seed: UInt64) -> [UInt64] {
    var generator = SeededGenerator(seed: seed).stream(0x5EED)
    var seeds = [seed]
    while seeds.count < count {
      let next = generator.next()
      if !seeds.contains(next) { seeds.append(next) }
    }
    return seeds
  }

  /// Adds the instant to what a fit refuses.
  private static func naming<Value>(_ instant: Int64, _ work: () throws -> Value) throws -> Value {
    do {
      return try work()
    } catch let error as AnalyticsError {
      throw AnalyticsError(error.kind, "stability, features as of \(CivilDate(instant: instant)): \(error.message)")
    }
  }
}

/// A model and a later instant, both by position on the grid.
struct InstantPair: Hashable, Comparable, Sendable {
  /// The instant at which the model was fitted.
  let model: Int
  /// The instant of the comparison.
  let at: Int

  static func < (left: InstantPair, right: InstantPair) -> Bool {
    (left.model, left.at) < (right.model, right.at)
  }
}
