import Analytics
import Testing

@Suite("Recommended interval")
struct RecommendationTests {
  private func parameters(threshold: Double = 0.8) throws -> StabilityParameters {
    var parameters = StabilityParameters(
      features: [.monetary], kmeans: KMeansOptions(clusters: 2, seed: 1), asOf: 0,
      step: try CalendarStep(parsing: "1 month"))
    parameters.threshold = threshold
    parameters.costPerRefit = 900
    parameters.monitoringCost = 600
    return parameters
  }

  private func recommend(
    _ tenths: [Double], noise: Double = 1, origins: Int = 4, threshold: Double = 0.8
  ) throws -> StabilityRecommendation {
    let horizons = tenths.enumerated().map { index, value in
      HorizonSummary(
        steps: index + 1, origins: origins, median: value, minimum: value, tenthPercentile: value,
        noiseTenthPercentile: noise, movedShare: Double(index + 1) * 0.1)
    }
    return StabilityRecommendation(horizons, parameters: try parameters(threshold: threshold))
  }

  @Test("The threshold is told with all its digits")
  func threshold() throws {
    let answer = try recommend([0.9999, 0.9991], threshold: 0.99955)
    #expect(answer.reason.en.contains("stays at or above 0.99955 up to there"))
    #expect(answer.reason.fr.contains("au moins égal à 0,99955 jusque-là"))
    #expect(try recommend([0.95, 0.7]).reason.en.contains("at or above 0.8 up to there"))
  }

  @Test("The interval ends before the first crossing, whatever comes back later")
  func firstCrossing() throws {
    let answer = try recommend([0.95, 0.8, 0.79, 0.9, 0.9])
    #expect(answer.verdict == .every)
    #expect(answer.intervalSteps == 2)
    #expect(answer.crossing?.steps == 3)
    #expect(answer.reason.en.contains("Refit every 2 months"))
    #expect(answer.reason.en.contains("falls to 0.790 at 3 months"))
    #expect(answer.reason.en.contains("the fall is drift, not noise"))
    #expect(answer.reason.fr.contains("Réajuster tous les 2 mois"))
    #expect(answer.reason.fr.contains("0,790"))
    #expect(answer.evidence.count == 5)
  }

  @Test("Resampled customers tell whether the clusters are firmer than the fall is deep")
  func resampled() throws {
    func answer(_ floor: Double?) throws -> StabilityRecommendation {
      let horizons = [0.95, 0.7].enumerated().map { index, value in
        HorizonSummary(
          steps: index + 1, origins: 4, median: value, minimum: value, tenthPercentile: value,
          noiseTenthPercentile: 0.99, movedShare: 0.1, resampledMedian: floor, resampledTenthPercentile: floor)
      }
      return StabilityRecommendation(horizons, parameters: try parameters())
    }
    let firm = try answer(0.9)
    #expect(firm.crossing?.isWithinSampling == false)
    #expect(firm.reason.en.contains("resampled customers of the same day at 0.900: the fall is drift, not noise"))
    let loose = try answer(0.65)
    #expect(loose.crossing?.isWithinSampling == true)
    #expect(loose.reason.en.contains("at 0.650: the clusters are no firmer than that"))
    #expect(loose.reason.fr.contains("0,650\u{a0}: les clusters ne sont pas plus fermes"))
    // It is said, and changes no interval.
    #expect(loose.intervalSteps == firm.intervalSteps && loose.verdict == firm.verdict)
    #expect(try answer(nil).crossing?.isWithinSampling == nil)
  }

  @Test("A first step below the threshold is no cheerful number")
  func firstStepBelow() throws {
    let answer = try recommend([0.6, 0.9])
    #expect(answer.verdict == .atMostEveryStep)
    #expect(answer.intervalSteps == 1)
    #expect(answer.reason.en.contains("at most 1 month"))
    #expect(answer.reason.fr.contains("au plus 1 mois"))
    #expect(answer.contract.options.map(\.holdsThreshold) == [false, false, nil])
  }

  @Test("Never crossed: at least what was observed")
  func neverCrossed() throws {
    let answer = try recommend([0.9, 0.85, 0.95])
    #expect(answer.verdict == .notObservedBeyond)
    #expect(answer.intervalSteps == 3)
    #expect(answer.crossing == nil)
    #expect(answer.reason.en.contains("lowest 0.850"))
  }

  @Test("A fall inside the noise is not drift, and no schedule holds the threshold")
  func insideNoise() throws {
    let atOnce = try recommend([0.7, 0.7], noise: 0.65)
    #expect(atOnce.verdict == .insideNoise)
    #expect(atOnce.intervalSteps == nil)
    #expect(atOnce.isNoiseBelowThreshold)
    #expect(atOnce.reason.en.contains("No schedule can hold 0.8"))
    #expect(atOnce.reason.fr.contains("Aucune fréquence ne tient 0,8"))
    #expect(atOnce.contract.options.allSatisfy { !$0.isRecommended })
    let later = try recommend([0.9, 0.7], noise: 0.65)
    #expect(later.verdict == .insideNoise)
    #expect(later.intervalSteps == 1)
    #expect(later.reason.en.contains("Up to 1 month the threshold does hold"))
    // Worse than the noise, though the noise alone would miss the threshold too.
    let both = try recommend([0.5, 0.5], noise: 0.65)
    #expect(both.verdict == .atMostEveryStep)
    #expect(both.isNoiseBelowThreshold)
    #expect(both.reason.en.contains("part of the fall is noise"))
  }

  @Test("One origin is called an anecdote")
  func anecdote() throws {
    #expect(try recommend([0.9, 0.5], origins: 1).reason.en.contains("an anecdote"))
    #expect(try !recommend([0.9, 0.5], origins: 2).reason.en.contains("an anecdote"))
  }

  @Test("The contract prices the interval and its two neighbours")
  func contract() throws {
    let contract = try recommend([0.95, 0.9, 0.85, 0.5]).contract
    #expect(contract.options.map(\.intervalSteps) == [2, 3, 4])
    #expect(contract.options.map(\.isRecommended) == [false, true, false])
    #expect(contract.options.map(\.refitsPerYear) == [6, 4, 3])
    #expect(contract.options.map(\.refitCostPerYear) == [5400, 3600, 2700])
    #expect(contract.options.map(\.monitoringCostPerYear) == [600, 600, 600])
    #expect(contract.options.map(\.totalCostPerYear) == [6000, 4200, 3300])
    #expect(contract.options.map(\.holdsThreshold) == [true, true, false])
    // The share rises by 0.1 a step from 0, so its mean over n steps is n/2 · 0.1.
    for (option, expected) in zip(contract.options, [0.1, 0.15, 0.2]) {
      #expect(abs((option.misassignedShare ?? 0) - expected) < 1e-12)
      #expect(abs((option.misassignedShareBeforeRefit ?? 0) - 2 * expected) < 1e-12)
    }
  }
}
