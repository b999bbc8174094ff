import JSON

extension ReportModel.Baskets {
  var json: JSON {
    [
      "orders": .int(orders), "products": .int(products), "count": .int(ruleCount),
      "rules": .array(
        rules.map {
          [
            "left": JSON($0.antecedent), "right": JSON($0.consequent), "support": .double($0.support),
            "confidence": .double($0.confidence), "lift": .double($0.lift), "orders": .int($0.orders),
          ]
        }),
    ]
  }
}

extension ReportModel.Scenarios {
  var json: JSON {
    [
      "results": .array(
        results.map {
          [
            "scenario": .string($0.scenario), "kind": .string($0.kind), "target": .string($0.target),
            "retention": .double($0.retention), "margin": .double($0.margin), "discount": .double($0.discount),
            "measure": .string($0.measure), "baseline": JSON($0.baseline), "value": JSON($0.value),
          ]
        }),
      "targets": .array(
        targets.map { target in
          [
            "kind": .string(target.kind), "target": .string(target.target), "customers": .int(target.customers),
            "revenue": .double(target.revenue),
            "ages": .array(target.ages.map { [.double($0.retention), .double($0.revenuePerActive)] }),
          ]
        }),
    ]
  }
}

extension ReportModel.Lifetime {
  var json: JSON {
    [
      "method": .string(method), "reason": JSON(reason?.json), "spendReason": JSON(spendReason?.json),
      "months": .int(horizonMonths),
      "customers": .int(customers), "total": .double(total), "low": JSON(low), "high": JSON(high),
      "active": JSON(active), "orders": JSON(orders), "error": JSON(error), "days": JSON(holdoutDays),
      "calibration": .array(
        calibration.map {
          [
            "repeats": .int($0.repeats), "orMore": .bool($0.orMore), "customers": .int($0.customers),
            "predicted": .double($0.predicted), "actual": .double($0.actual),
          ]
        }),
    ]
  }
}

extension ReportModel.Evolution {
  var json: JSON {
    [
      "sizes": .array(
        sizes.map {
          [
            "at": .string($0.at), "segment": .string($0.segment), "customers": .int($0.customers),
            "revenue": .double($0.revenue),
          ]
        }),
      "moves": .array(moves.map { ["from": JSON($0.from), "to": JSON($0.to), "customers": .int($0.customers)] }),
      "from": .string(from), "to": .string(to),
      "concentration": .array(concentration.map { [.int($0.percent), .double($0.share)] }),
    ]
  }
}
