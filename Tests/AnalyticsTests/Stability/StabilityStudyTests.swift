import Analytics
import Synchronization
import Testing

@Suite("Stability study")
struct StabilityStudyTests {
  /// 2010-11-01: four months after the first fit.
  static let shift = SyntheticHistory.first.adding(months: 10)

  @Test("A change at a known month is found there")
  func knownShift() throws {
    let result = try StabilityStudy.run(
      history: SyntheticHistory.make(shift: StabilityStudyTests.shift), parameters: SyntheticHistory.parameters())
    let never = result.path.filter { $0.strategy == .never }
    #expect(never.map(\.horizonSteps) == Array(1...12))
    // Until the change both models see the same customers; two months later the window holds nothing else.
    for point in never where point.at <= StabilityStudyTests.shift.instant { #expect(point.adjustedRand == 1) }
    for point in never where point.at >= StabilityStudyTests.shift.adding(months: 2).instant {
      #expect(point.adjustedRand < 0.2)
      #expect(point.movedShare > 0.3)
      #expect(point.noiseAdjustedRand == 1)
    }
    let recommendation = result.recommendation
    #expect(recommendation.verdict == .every)
    #expect([4, 5].contains(recommendation.intervalSteps))
    #expect(!recommendation.isNoiseBelowThreshold)

    // On demand: nothing to redo before the change nor long after it.
    let onDemand = result.path.filter { $0.strategy == .belowThreshold }
    let refits = onDemand.filter(\.isRefit).map(\.horizonSteps)
    #expect((1...3).contains(refits.count))
    #expect(refits.allSatisfy { (5...7).contains($0) })
    #expect(onDemand.suffix(4).allSatisfy { $0.adjustedRand == 1 })
    let summary = try #require(result.strategies.first { $0.strategy == .belowThreshold })
    #expect(summary.cost == Double(refits.count) * 900 + 10)
    #expect(summary.refits == refits.count)

    // The features that moved say so.
    let last = try #require(result.comparisons.last)
    #expect(last.featureDrift.allSatisfy { $0 > 0.25 })
    let early = try #require(result.comparisons.first)
    #expect(early.partitions.jaccard == [1, 1])
    #expect(early.partitions.movedShare == 0)
  }

  @Test("Several origins find the change sooner after a later fit")
  func severalOrigins() throws {
    var parameters = try SyntheticHistory.parameters()
    parameters.origins = 3
    let result = try StabilityStudy.run(
      history: SyntheticHistory.make(shift: StabilityStudyTests.shift), parameters: parameters)
    #expect(result.grid.origins == [0, 3, 6])
    #expect(result.horizons.map(\.origins) == [3, 3, 3, 3, 3, 3, 2, 2, 2, 1, 1, 1])
    // The origin three months in meets the change one or two months later.
    #expect([1, 2].contains(result.recommendation.intervalSteps))
    for horizon in result.horizons {
      let own = result.path.filter { $0.strategy == .never && $0.horizonSteps == horizon.steps }
      #expect(own.count == horizon.origins)
      #expect(horizon.minimum == own.map(\.adjustedRand).min())
      #expect(horizon.minimum <= horizon.tenthPercentile && horizon.tenthPercentile <= horizon.median)
    }
  }

  @Test("Resamples find separate groups again, and can be left out")
  func resampled() throws {
    var parameters = try SyntheticHistory.parameters()
    let history = try SyntheticHistory.make()
    let result = try StabilityStudy.run(history: history, parameters: parameters)
    #expect(result.noise.allSatisfy { $0.resampled.count == 3 })
    #expect(result.horizons.allSatisfy { $0.resampledTenthPercentile == 1 && $0.isWithinSampling == true })
    #expect(result.path.allSatisfy { $0.resampledAdjustedRand == 1 })
    parameters.threads = 2
    #expect(try StabilityStudy.run(history: history, parameters: parameters) == result)
    parameters.noiseResamples = 0
    let without = try StabilityStudy.run(history: history, parameters: parameters)
    #expect(without.horizons.allSatisfy { $0.resampledTenthPercentile == nil && $0.isWithinSampling == nil })
    #expect(without.horizons.map(\.median) == result.horizons.map(\.median))
    parameters.noiseResamples = -1
    #expect(throws: AnalyticsError.self) { try StabilityStudy.run(history: history, parameters: parameters) }
  }

  @Test("A history that does not change sets no limit")
  func stationary() throws {
    let result = try StabilityStudy.run(history: SyntheticHistory.make(), parameters: SyntheticHistory.parameters())
    #expect(result.recommendation.verdict == .notObservedBeyond)
    #expect(result.recommendation.intervalSteps == 12)
    #expect(result.recommendation.reason.en.contains("At least 12 months, not observed beyond"))
    #expect(result.recommendation.reason.fr.contains("Au moins 12 mois"))
    #expect(result.strategies.allSatisfy { $0.shareBelowThreshold == 0 })
    #expect(result.recommendation.contract.options.map(\.misassignedShare) == [0, 0, nil])
  }

  @Test("Schedules refit when they say, and each comparison is with the model in use")
  func schedules() throws {
    let result = try StabilityStudy.run(
      history: SyntheticHistory.make(shift: StabilityStudyTests.shift), parameters: SyntheticHistory.parameters())
    #expect(result.strategies.map(\.strategy.key).prefix(3) == ["never", "every_1", "every_2"])
    #expect(result.strategies.count == 14)
    for summary in result.strategies {
      let path = result.path.filter { $0.strategy == summary.strategy }
      #expect(path.map(\.horizonSteps) == Array(1...12))
      #expect(summary.minimumAdjustedRand == path.map(\.adjustedRand).min())
      if case .every(let steps) = summary.strategy {
        #expect(summary.refits == 12 / steps)
        #expect(path.map(\.ageSteps) == (1...12).map { ($0 - 1) % steps + 1 })
        #expect(summary.cost == Double(12 / steps) * 900)
      }
    }
    // Until its first refit a schedule is the model never refitted.
    let every5 = result.path.filter { $0.strategy == .every(steps: 5) }.prefix(5).map(\.adjustedRand)
    #expect(Array(every5) == result.path.prefix(5).map(\.adjustedRand))
  }

  @Test("The same result for any number of threads")
  func threads() throws {
    let history = try SyntheticHistory.make(shift: StabilityStudyTests.shift)
    var parameters = try SyntheticHistory.parameters()
    parameters.origins = 4
    for scaler in StabilityParameters.Scaler.allCases {
      parameters.scaler = scaler
      parameters.threads = 1
      let one = try StabilityStudy.run(history: history, parameters: parameters)
      for threads in [2, 3, 8] {
        parameters.threads = threads
        #expect(try StabilityStudy.run(history: history, parameters: parameters) == one)
      }
    }
  }

  @Test("What comes later changes nothing of what was found before")
  func causality() throws {
    let history = try RandomEvents(seed: 21, count: 6000).history()
    func path(days: Int64) throws -> [StabilityPoint] {
      var parameters = StabilityParameters(
        features: [.recencyDays, .frequency, .monetary], kmeans: KMeansOptions(clusters: 3, restarts: 3, seed: 5),
        asOf: days * Instant.microsecondsPerDay, step: try CalendarStep(parsing: "2 weeks"))
      parameters.transform = .yeoJohnson
      parameters.initial = .date(CivilDate(daysSinceEpoch: 60))
      parameters.origins = 1
      return try StabilityStudy.run(history: history, parameters: parameters).path.filter { $0.strategy == .never }
    }
    let short = try path(days: 130)
    let long = try path(days: 190)
    #expect(short.count == 5 && long.count == 9)
    #expect(Array(long.prefix(5)) == short)
    #expect(short.contains { $0.adjustedRand < 0.999 })
  }

  @Test("A point of the path is what fitting by hand gives", arguments: StabilityParameters.Scaler.allCases)
  func byHand(scaler: StabilityParameters.Scaler) throws {
    let history = try RandomEvents(seed: 4, count: 5000).history()
    var parameters = StabilityParameters(
      features: [.recencyDays, .monetary], kmeans: KMeansOptions(clusters: 3, restarts: 4, seed: 8),
      asOf: 160 * Instant.microsecondsPerDay, step: try CalendarStep(parsing: "30 days"))
    parameters.initial = .date(CivilDate(daysSinceEpoch: 60))
    parameters.transform = .none
    parameters.scaler = scaler
    parameters.origins = 1
    let point = try #require(
      try StabilityStudy.run(history: history, parameters: parameters).path.first { $0.horizonSteps == 3 })

    let snapshots = try history.features(
      parameters.features, at: [60, 150].map { $0 * Instant.microsecondsPerDay }, returns: .net)
    let old = try Preprocessor.fit(snapshots[0].values, transform: .none, scale: .standard)
    let new = try Preprocessor.fit(snapshots[1].values, transform: .none, scale: .standard)
    let model = try KMeans.fit(old.apply(snapshots[0].values), parameters.kmeans).model
    let refit = try KMeans.fit((scaler == .own ? new : old).apply(snapshots[1].values), parameters.kmeans)
    let labels = model.predict(old.apply(snapshots[1].values))
    #expect(point.adjustedRand == (try Agreement.adjustedRand(labels, refit.labels)))
    #expect(point.adjustedMutualInformation == (try Agreement.adjustedMutualInformation(labels, refit.labels)))
    #expect(point.at == 150 * Instant.microsecondsPerDay)
  }

  @Test("Progress ends at its total; a cancelled study stops")
  func progressAndCancellation() throws {
    let history = try SyntheticHistory.make()
    var parameters = try SyntheticHistory.parameters()
    parameters.threads = 2
    let most = Atomic<Int>(0)
    let total = Atomic<Int>(0)
    _ = try StabilityStudy.run(
      history: history, parameters: parameters,
      progress: { done, all in
        most.max(done, ordering: .relaxed)
        total.store(all, ordering: .relaxed)
      })
    #expect(most.load(ordering: .relaxed) == total.load(ordering: .relaxed))
    #expect(total.load(ordering: .relaxed) > 50)

    let asked = Atomic<Int>(0)
    #expect(throws: CancellationError.self) {
      try StabilityStudy.run(
        history: history, parameters: parameters,
        isCancelled: { asked.wrappingAdd(1, ordering: .relaxed).newValue > 10 })
    }
  }
}
