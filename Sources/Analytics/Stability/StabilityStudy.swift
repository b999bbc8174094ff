/// How long a segmentation stays valid: models fitted at past instants against fresh refits at later ones.
///
/// For an origin t0 and every later step t, the model of t0 labels everyone known at t, a model refitted at t does
/// too, and the adjusted Rand index of the two says how far they agree. Features as of t never use what happened
/// after t.
public enum StabilityStudy {
  /// Runs a study.
  ///
  /// - Parameters:
  ///   - history: purchases and returns as they happened, not net of later returns.
  ///   - parameters: what is asked.
  ///   - progress: told pieces of work done and in all, from any thread; the count may skip or come out of order.
  ///   - isCancelled: asked before each piece of work, from any thread.
  /// - Returns: the same result for any number of threads.
  /// - Throws: `AnalyticsError` with its mend when the parameters or the history allow no study; `CancellationError`.
  public static func run(
    history: PurchaseHistory, parameters: StabilityParameters,
    progress: @escaping @Sendable (_ done: Int, _ total: Int) -> Void = { _, _ in },
    isCancelled: @escaping @Sendable () -> Bool = { false }
  ) throws -> StabilityResult {
    try parameters.check()
    guard let span = history.span(before: parameters.asOf) else {
      throw AnalyticsError.invalidHistory("there is no line before \(CivilDate(instant: parameters.asOf))")
    }
    let grid = try StudyGrid(
      first: span.first, last: span.last, asOf: parameters.asOf, initial: parameters.initial, step: parameters.step,
      origins: parameters.origins)
    let planned = StudyPairs.planned(grid)
    let tracker = StudyTracker(
      total: 1 + StudyModels.pieces(instants: grid.instants.count, parameters: parameters) + planned.count,
      report: progress, isCancelled: isCancelled)

    let snapshots = try tracker.piece {
      try history.features(
        parameters.features, at: grid.instants, window: parameters.window, returns: parameters.returns,
        threads: parameters.threads)
    }
    let models = try StudyModels(snapshots, parameters: parameters, tracker: tracker)
    var pairs = try StudyPairs(planned, models: models, threads: parameters.threads)

    var path: [StabilityPoint] = []
    for origin in grid.origins {
      path += try simulate(.never, from: origin, grid, models, parameters, &pairs)
    }
    var strategies = [StrategySummary(.never, path: Array(path.prefix(grid.steps)), parameters: parameters)]
    let schedules = (1...grid.steps).map { RefitStrategy.every(steps: $0) }
    for strategy in schedules + [.belowThreshold] {
      let own = try simulate(strategy, from: 0, grid, models, parameters, &pairs)
      strategies.append(StrategySummary(strategy, path: own, parameters: parameters))
      path += own
    }

    let horizons = try summarise(grid, models, &pairs)
    return StabilityResult(
      grid: grid, window: parameters.window, path: path, horizons: horizons, strategies: strategies,
      noise: models.noise, comparisons: try compareOrigins(grid, models, parameters, &pairs),
      recommendation: StabilityRecommendation(horizons, parameters: parameters))
  }

  /// Follows one strategy from an origin to the last instant.
  private static func simulate(
    _ strategy: RefitStrategy, from origin: Int, _ grid: StudyGrid, _ models: StudyModels,
    _ parameters: StabilityParameters, _ pairs: inout StudyPairs
  ) throws -> [StabilityPoint] {
    var model = origin
    var path: [StabilityPoint] = []
    for at in (origin + 1)..<grid.instants.count {
      let comparison = try pairs[InstantPair(model: model, at: at), models]
      let isRefit = strategy.refits(
        age: at - model, adjustedRand: comparison.adjustedRand, threshold: parameters.threshold)
      path.append(
        StabilityPoint(
          strategy: strategy, origin: grid.instants[origin], at: grid.instants[at], horizonSteps: at - origin,
          ageSteps: at - model, adjustedRand: comparison.adjustedRand,
          adjustedMutualInformation: comparison.adjustedMutualInformation,
          noiseAdjustedRand: models.noise[at].mean, resampledAdjustedRand: models.noise[at].resampledMean,
          movedShare: comparison.movedShare, isRefit: isRefit))
      if isRefit { model = at }
    }
    return path
  }

  /// Brings the origins together, horizon by horizon.
  private static func summarise(
    _ grid: StudyGrid, _ models: StudyModels, _ pairs: inout StudyPairs
  ) throws -> [HorizonSummary] {
    try (1...grid.steps).map { steps in
      let instants = grid.origins.map { $0 + steps }.filter { $0 <= grid.steps }
      return HorizonSummary(
        steps: steps,
        comparisons: try instants.map { try pairs[InstantPair(model: $0 - steps, at: $0), models] },
        noise: instants.map { models.noise[$0] })
    }
  }

  /// The full comparisons of the origins' models, with the drift of each feature.
  private static func compareOrigins(
    _ grid: StudyGrid, _ models: StudyModels, _ parameters: StabilityParameters, _ pairs: inout StudyPairs
  ) throws -> [OriginComparison] {
    var comparisons: [OriginComparison] = []
    for origin in grid.origins {
      let reference = models.snapshots[origin].values
      let bins = try parameters.features.indices.map { try QuantileBins(reference.column($0), count: 10) }
      let expected = bins.indices.map { bins[$0].counts(reference.column($0)) }
      for at in (origin + 1)..<grid.instants.count {
        let current = models.snapshots[at].values
        comparisons.append(
          OriginComparison(
            origin: grid.instants[origin], at: grid.instants[at], horizonSteps: at - origin, customers: current.rows,
            partitions: try pairs[InstantPair(model: origin, at: at), models],
            featureDrift: try bins.indices.map {
              try PopulationStability.index(counts: expected[$0], bins[$0].counts(current.column($0)))
            }))
      }
    }
    return comparisons
  }
}
