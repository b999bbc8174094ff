internal import Analytics
internal import JSON

/// The models as JSON: parameters, how the fits went, totals with their intervals, and why a fallback was taken.
enum ClvModelJSON {
  static func make(
    _ customers: ClvCustomers, _ holdout: ClvHoldout?, _ results: ClvResults, _ settings: ClvSettings
  ) -> JSON {
    let terms = settings.terms
    return [
      "method": .string(results.method),
      "reason": reason(results.process),
      "time_unit": .string(settings.unit),
      "unit_days": .double(terms.unitDays),
      "customers": .int(customers.ids.count),
      "repeaters": .int(customers.repeats.filter { $0 > 0 }.count),
      "purchases": purchases(results.process, settings.model),
      "spend": spend(results.spend),
      "terms": [
        "horizon_months": .int(terms.horizonMonths), "discount_rate": .double(terms.discountRate),
        "margin": .double(terms.margin),
      ],
      "totals": totals(results),
      "formula": formula(customers, settings),
      "calibration": calibration(holdout, results.calibration),
    ]
  }

  private static func reason(_ process: PurchaseProcess) -> JSON {
    if case .rate(_, let reason, _) = process { wording(reason) } else { .null }
  }

  private static func wording(_ wording: Wording) -> JSON {
    ["en": .string(wording.english), "fr": .string(wording.french)]
  }

  private static func number(_ value: Double?) -> JSON {
    value.flatMap { $0.isFinite ? .double($0) : nil } ?? .null
  }

  private static func purchases(_ process: PurchaseProcess, _ kind: PurchaseModel.Kind) -> JSON {
    switch process {
    case .model(let model, let report):
      return parameters(model, report)
    case .rate(let rate, _, let report):
      return ["model": "rate", "rate": number(rate), "fit": report.map { fit($0, kind.parameterNames) } ?? .null]
    }
  }

  private static func parameters(_ model: PurchaseModel, _ report: FitReport) -> JSON {
    let names = model.kind.parameterNames
    return .members(
      [("model", .string(model.kind.rawValue))] + zip(names, model.parameters).map { ($0, number($1)) }
        + [("fit", fit(report, names))])
  }

  private static func spend(_ spend: SpendProcess) -> JSON {
    var members: [(String, JSON)]
    switch spend.model {
    case .gammaGamma(let model):
      members = [
        ("model", "gamma_gamma"), ("p", number(model.p)), ("q", number(model.q)), ("v", number(model.v)),
        ("mean", number(model.mean)),
      ]
    case .mean(let mean):
      members = [("model", "mean"), ("mean", number(mean))]
    }
    members += [
      ("reason", spend.reason.map(wording) ?? .null), ("excluded", .int(spend.excluded)),
      ("correlation", number(spend.correlation)), ("fit", spend.report.map { fit($0, ["p", "q", "v"]) } ?? .null),
    ]
    return .members(members)
  }

  private static func fit(_ report: FitReport, _ names: [String]) -> JSON {
    [
      "log_likelihood": number(report.logLikelihood),
      "converged": .bool(report.converged),
      "gradient": number(report.gradient),
      "starts": .array(
        report.starts.map {
          [
            "log_likelihood": number($0.logLikelihood), "iterations": .int($0.iterations),
            "converged": .bool($0.converged),
          ]
        }),
      "starts_agreeing": .int(report.agreeing),
      "log_standard_errors": report.standardErrors.map { errors in
        .members(zip(names, errors).map { ($0, number($1)) })
      } ?? .null,
      "at_boundary": .array(zip(names, report.isAtBoundary).filter(\.1).map { .string($0.0) }),
    ]
  }

  private static func totals(_ results: ClvResults) -> JSON {
    let purchases = results.forecasts.reduce(0) { $0 + $1.purchases365 }
    return [
      "clv": number(results.total),
      "clv_low": number(results.bootstrap?.interval.lowerBound),
      "clv_high": number(results.bootstrap?.interval.upperBound),
      "confidence": 0.95,
      "resamples": .int(results.bootstrap?.resamples ?? 0),
      "resampled_customers": .int(results.bootstrap?.customers ?? 0),
      "clv_per_customer": number(results.total / Double(max(results.values.count, 1))),
      "expected_purchases_365d": number(purchases),
      "expected_active_customers": results.isModelled ? number(results.forecasts.reduce(0) { $0 + $1.alive }) : .null,
    ]
  }

  private static func formula(_ customers: ClvCustomers, _ settings: ClvSettings) -> JSON {
    guard settings.retention > 0, let yearly = customers.yearlyValue else { return .null }
    let value = settings.terms.textbook(value: yearly, retention: settings.retention)
    return [
      "yearly_value": number(yearly), "retention": number(settings.retention),
      "discount_rate": number(settings.terms.discountRate), "margin": number(settings.terms.margin),
      "clv": number(value),
    ]
  }

  private static func calibration(_ holdout: ClvHoldout?, _ calibration: HoldoutCalibration?) -> JSON {
    guard let holdout else { return .null }
    guard let calibration else {
      return ["from": .string(holdout.from), "days": .int(holdout.days), "customers": .int(holdout.actual.count)]
    }
    let predicted = calibration.buckets.reduce(0) { $0 + $1.predicted }
    let actual = calibration.buckets.reduce(0) { $0 + $1.actual }
    return [
      "from": .string(holdout.from), "days": .int(holdout.days), "customers": .int(holdout.actual.count),
      "predicted": number(predicted), "actual": .int(actual),
      "mean_absolute_error": number(calibration.meanAbsoluteError),
      "purchases": parameters(calibration.model, calibration.report),
    ]
  }
}
