internal import Analytics
internal import JSON

/// The study's answer as JSON: interval, reason in both languages, evidence, contract.
enum RecommendationJSON {
  /// - Parameter sample: how many customers were drawn for the study; nil where it took all.
  static func make(_ recommendation: StabilityRecommendation, sample: Int?) -> JSON {
    let members: JSON = [
      "verdict": .string(recommendation.verdict.rawValue),
      "step": .string(recommendation.step.description),
      "interval_steps": recommendation.intervalSteps.map { .int($0) } ?? nil,
      "is_lower_bound": .bool(recommendation.verdict == .notObservedBeyond),
      "threshold": .double(recommendation.threshold),
      "is_noise_below_threshold": .bool(recommendation.isNoiseBelowThreshold),
      "reason": ["en": .string(recommendation.reason.en), "fr": .string(recommendation.reason.fr)],
      "evidence": .array(recommendation.evidence.map(horizon)),
      "contract": contract(recommendation.contract),
    ]
    let drawn = sample.map { [("sample", JSON.int($0))] } ?? []
    return .members((members.object ?? []).map { ($0.key, $0.value) } + drawn)
  }

  private static func horizon(_ horizon: HorizonSummary) -> JSON {
    [
      "horizon_steps": .int(horizon.steps), "origins": .int(horizon.origins), "ari_median": number(horizon.median),
      "ari_minimum": number(horizon.minimum), "ari_p10": number(horizon.tenthPercentile),
      "noise_p10": number(horizon.noiseTenthPercentile), "moved_share": number(horizon.movedShare),
      "resampled_median": horizon.resampledMedian.map(number) ?? nil,
      "resampled_p10": horizon.resampledTenthPercentile.map(number) ?? nil,
      "is_within_sampling": horizon.isWithinSampling.map { .bool($0) } ?? nil,
    ]
  }

  private static func contract(_ contract: MaintenanceContract) -> JSON {
    [
      "currency": .string(contract.currency), "cost_per_refit": .double(contract.costPerRefit),
      "monitoring_cost": .double(contract.monitoringCost), "steps_per_year": number(contract.stepsPerYear),
      "options": .array(
        contract.options.map { option in
          [
            "interval_steps": .int(option.intervalSteps), "recommended": .bool(option.isRecommended),
            "refits_per_year": number(option.refitsPerYear), "refit_cost": number(option.refitCostPerYear),
            "monitoring_cost": number(option.monitoringCostPerYear), "total_cost": number(option.totalCostPerYear),
            "misassigned_share": option.misassignedShare.map(number) ?? nil,
            "misassigned_share_before_refit": option.misassignedShareBeforeRefit.map(number) ?? nil,
            "holds_threshold": option.holdsThreshold.map { .bool($0) } ?? nil,
          ]
        }),
    ]
  }

  private static func number(_ value: Double) -> JSON { value.isFinite ? .double(value) : nil }
}
