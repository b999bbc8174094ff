internal import Analytics
internal import DuckDB
internal import Engines
internal import JSON
public import PipelineModel

/// Foretells what each customer will buy, and what that is worth today.
public struct ClvStage: NativeStage {
  /// What the config may say of it.
  public static let kind = StageKind(
    name: "clv", codeVersion: 6, outputs: ["customers", "calibration", "model"], parameters: ["clv"],
    requiredInputs: ["lines", "window", "customers"])

  /// Makes the stage.
  public init() {}

  /// Fits, forecasts, resamples and calibrates.
  public func run(_ context: StageContext) throws -> [String: OutputManifest] {
    let session = try context.session()
    let settings = try ClvSettings(context)
    context.control.report(.init(step: "reading customers"))
    let customers = try ClvCustomers.read(context, session)
    let holdout = try ClvHoldout.read(settings, context, session)
    let control = context.control
    let results: ClvResults
    do {
      results = try ClvResults.make(
        customers, holdout, settings, threads: context.threads, step: { control.report(.init(step: $0)) },
        isCancelled: { control.isCancelled })
    } catch let error as AnalyticsError {
      throw StageFailure(error.message)
    } catch is CancellationError {
      throw StageFailure("stopped", cause: .cancelled)
    }
    control.report(.init(step: "writing"))
    return [
      "customers": try writeCustomers(customers, results, session),
      "calibration": try writeCalibration(results.calibration, session),
      "model": try DuckDBSession.write(
        ClvModelJSON.make(customers, holdout, results, settings), "model", in: context.folder),
    ]
  }

  private func writeCustomers(
    _ customers: ClvCustomers, _ results: ClvResults, _ session: DuckDBSession
  ) throws -> OutputManifest {
    try session.export(
      "customers",
      columns: [
        ("customer_id", "VARCHAR"), ("p_alive", "DOUBLE"), ("expected_purchases_30d", "DOUBLE"),
        ("expected_purchases_90d", "DOUBLE"), ("expected_purchases_365d", "DOUBLE"), ("expected_spend", "DOUBLE"),
        ("clv", "DOUBLE"), ("method", "VARCHAR"),
      ],
      customers.ids, results.forecasts.map { results.isModelled ? finite($0.alive) : nil },
      results.forecasts.map { finite($0.purchases30) }, results.forecasts.map { finite($0.purchases90) },
      results.forecasts.map { finite($0.purchases365) }, results.spends.map { finite($0) },
      results.values.map { finite($0) }, customers.ids.map { _ in results.method })
  }

  private func writeCalibration(
    _ calibration: HoldoutCalibration?, _ session: DuckDBSession
  ) throws -> OutputManifest {
    let rows = calibration?.buckets ?? []
    return try session.export(
      "calibration",
      columns: [
        ("repeats", "INTEGER"), ("or_more", "BOOLEAN"), ("customers", "BIGINT"), ("predicted", "DOUBLE"),
        ("actual", "BIGINT"), ("predicted_mean", "DOUBLE"), ("actual_mean", "DOUBLE"),
      ],
      rows.map { Int32($0.repeats) }, rows.map(\.isOpen), rows.map { Int64($0.customers) },
      rows.map { finite($0.predicted) }, rows.map { Int64($0.actual) },
      rows.map { finite($0.predicted / Double($0.customers)) },
      rows.map { finite(Double($0.actual) / Double($0.customers)) })
  }
}
