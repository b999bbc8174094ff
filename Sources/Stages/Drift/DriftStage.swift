internal import Engines
internal import JSON
public import PipelineModel
internal import Platform

/// Watches the model in use: how far customers have moved from those it was fitted on, and whether a refit is due, by
/// the limits of the config and by the interval that the stability study recommends.
public struct DriftStage: NativeStage {
  /// What the config may say of it.
  public static let kind = StageKind(
    name: "drift", codeVersion: 1, outputs: ["features", "verdict"], parameters: [], requiredInputs: ["refit"])

  /// Makes the stage.
  public init() {}

  /// Reads what the clusters' stage says of its model, and the study's recommendation where there is one.
  public func run(_ context: StageContext) throws -> [String: OutputManifest] {
    guard let refit = try context.json("refit", having: "fitted_as_of") else {
      throw StageFailure("there is no input that says what became of the model")
    }
    let study = try context.json("recommendation", having: "interval_steps")
    let interval = study.flatMap { StudyInterval($0) }
    let fitted = refit["fitted_as_of"]?.string.flatMap { Platform.Instant(stamp: $0) }
    let asOf = refit["as_of"]?.string.flatMap { Platform.Instant(stamp: $0) }
    let next = fitted.flatMap { interval?.end(after: $0) }
    var causes = refit["event"]?.string == "kept" ? refit["causes"]?.array ?? [] : []
    if let asOf, let next, let interval, next <= asOf { causes.append(interval.cause) }
    let verdict: JSON = [
      "due": .bool(!causes.isEmpty), "causes": .array(causes),
      "event": refit["event"] ?? nil, "policy": refit["policy"] ?? nil,
      "fitted_as_of": refit["fitted_as_of"] ?? nil, "as_of": refit["as_of"] ?? nil,
      "age_days": refit["age_days"] ?? nil,
      "interval": interval.map { .string($0.text) } ?? nil,
      "next_refit": next.map { .string($0.precise) } ?? nil,
      "customers_at_fit": refit["customers_at_fit"] ?? nil, "customers": refit["customers"] ?? nil,
      "far_share": refit["far_share"] ?? nil, "limits": refit["limits"] ?? nil,
      "moved_share": refit["moved_share"] ?? nil, "ari": refit["ari"] ?? nil,
    ]
    let features = refit["features"]?.array ?? []
    let limit = refit["limits"]?["psi"]?.double ?? 0.25
    let session = try context.session()
    return [
      "features": try session.export(
        "features", columns: [("feature", "VARCHAR"), ("psi", "DOUBLE"), ("above_limit", "BOOLEAN")],
        features.map { $0["feature"]?.string ?? "" }, features.map { $0["psi"]?.double ?? 0 },
        features.map { ($0["psi"]?.double ?? 0) > limit }),
      "verdict": try DuckDBSession.write(verdict, "verdict", in: context.folder),
    ]
  }
}
