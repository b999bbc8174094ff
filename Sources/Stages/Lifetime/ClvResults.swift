internal import Analytics

/// Everything that the stage computes.
struct ClvResults {
  let process: PurchaseProcess
  let spend: SpendProcess
  /// One a customer.
  let forecasts: [PurchaseForecast]
  let spends: [Double]
  let values: [Double]
  let bootstrap: ValueBootstrap?
  let calibration: HoldoutCalibration?

  /// Whether the model is used.
  var isModelled: Bool { if case .model = process { true } else { false } }
  /// The model's name in the config, or `empirical`.
  var method: String { if case .model(let model, _) = process { model.kind.rawValue } else { "empirical" } }
  /// The sum of all customers' values.
  var total: Double { values.reduce(0, +) }

  static func make(
    _ customers: ClvCustomers, _ holdout: ClvHoldout?, _ settings: ClvSettings, threads: Int,
    step: (String) -> Void, isCancelled: @Sendable () -> Bool
  ) throws -> ClvResults {
    step("fitting")
    let terms = settings.terms
    let history = try RepeatHistory(
      repeats: customers.repeats, lastDays: customers.lastDays, ageDays: customers.ageDays, unitDays: terms.unitDays)
    let process = try PurchaseProcess.fit(
      history, settings.model, leastRepeatShare: settings.leastRepeatShare, threads: threads)
    let spend = try SpendProcess.fit(
      repeats: customers.repeats, meanSpends: customers.meanSpends, otherwise: customers.meanOrder, threads: threads)
    step("forecasting")
    let forecasts: [PurchaseForecast]
    switch process {
    case .model(let model, _):
      let grouped = PurchaseForecast.make(model, history, terms, threads: threads)
      forecasts = history.places.map { grouped[Int($0)] }
    case .rate(let rate, _, _):
      let same = PurchaseForecast(rate: rate, terms)
      forecasts = history.places.map { _ in same }
    }
    let spends = customers.repeats.indices.map { index in
      spend.model.expected(
        repeats: Double(customers.repeats[index]),
        meanSpend: customers.meanSpends[index].flatMap { $0 > 0 ? $0 : nil }, overall: spend.overall)
    }
    let values = zip(forecasts, spends).map { $0.discounted * $1 * terms.margin }
    step("resampling")
    var bootstrap: ValueBootstrap?
    if case .model(let model, _) = process, settings.resamples > 0 {
      bootstrap = try ValueBootstrap.run(
        .init(
          repeats: customers.repeats, lastDays: customers.lastDays, ageDays: customers.ageDays,
          meanSpends: customers.meanSpends), model, spend.model, overall: spend.overall, terms,
        total: values.reduce(0, +), resamples: settings.resamples, seed: settings.seed, threads: threads,
        isCancelled: isCancelled)
    }
    step("calibrating")
    return ClvResults(
      process: process, spend: spend, forecasts: forecasts, spends: spends, values: values, bootstrap: bootstrap,
      calibration: try holdout.flatMap { holdout in
        // What is not used need not be tested.
        guard case .model = process else { return nil }
        return try calibrate(holdout, settings, threads)
      })
  }

  /// Nil where the first part does not bear a model, by what the whole is asked for.
  private static func calibrate(
    _ holdout: ClvHoldout, _ settings: ClvSettings, _ threads: Int
  ) throws -> HoldoutCalibration? {
    let history = try RepeatHistory(
      repeats: holdout.repeats, lastDays: holdout.lastDays, ageDays: holdout.ageDays,
      unitDays: settings.terms.unitDays)
    let process = try PurchaseProcess.fit(
      history, settings.model, leastRepeatShare: settings.leastRepeatShare, threads: threads)
    guard case .model(let model, let report) = process else { return nil }
    return try HoldoutCalibration.run(
      history, model, report, actual: holdout.actual, time: Double(holdout.days) / settings.terms.unitDays,
      threads: threads)
  }
}
