import JSON

extension ReportModel.Stability {
  var json: JSON {
    [
      "threshold": .double(threshold), "bands": .array(HorizonBand.bands(path).map(\.json)),
      "paths": .array(HorizonBand.paths(path).map(\.json)),
      "strategies": .array(strategies.map(\.json)), "recommendation": JSON(recommendation?.json),
      "drift": .array(drift.map { ["feature": .string($0.feature), "psi": .double($0.psi)] }),
    ]
  }
}

extension HorizonBand {
  var json: JSON {
    [
      "strategy": .string(strategy), "window": .string(window), "horizon": .int(horizon), "origins": .int(origins),
      "median": .double(median), "p10": .double(p10), "minimum": .double(minimum), "maximum": .double(maximum),
      "ami": JSON(ami), "noise": JSON(noise), "moved": JSON(moved),
    ]
  }
}

extension ReportModel.StrategyRow {
  var json: JSON {
    [
      "strategy": .string(strategy), "window": .string(window), "mean": .double(meanARI),
      "minimum": .double(minimumARI), "under": .double(shareUnderThreshold), "refits": .double(refits),
      "cost": JSON(cost),
    ]
  }
}

extension ReportModel.Recommendation {
  var json: JSON {
    [
      "verdict": .string(verdict.rawValue), "step": .string(step), "interval": JSON(intervalSteps),
      "threshold": .double(threshold), "reason": reason.json, "contract": JSON(contract?.json),
    ]
  }
}

extension ReportModel.Contract {
  var json: JSON {
    [
      "costPerRefit": .double(costPerRefit), "currency": .string(currency), "options": .array(options.map(\.json)),
    ]
  }
}

extension ReportModel.ContractOption {
  var json: JSON {
    [
      "interval": .int(intervalSteps), "refitsPerYear": .double(refitsPerYear), "refitCost": .double(refitCost),
      "monitoringCost": JSON(monitoringCost), "totalCost": .double(totalCost),
      "misassigned": JSON(misassignedShare), "recommended": .bool(isRecommended),
    ]
  }
}
