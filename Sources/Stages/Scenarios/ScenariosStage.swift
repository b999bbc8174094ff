internal import Analytics
internal import DuckDB
internal import Engines
internal import JSON
public import PipelineModel

/// Computes what the config's scenarios would change.
public struct ScenariosStage: NativeStage {
  /// What the config may say of it.
  public static let kind = StageKind(
    name: "scenarios", codeVersion: 1, outputs: ["results", "baselines", "curves"], parameters: ["scenarios"],
    requiredInputs: ["lines", "window", "customers", "retention"])

  /// Makes the stage.
  public init() {}

  /// Measures baselines for all customers, each segment and each cohort, and applies the scenarios to theirs.
  public func run(_ context: StageContext) throws -> [String: OutputManifest] {
    let horizon = try context.integer("scenarios.horizon_months")
    let scenarios = (try context.parameter("scenarios.list").array ?? []).map(NamedScenario.init)
    let session = try context.session()
    context.control.report(.init(step: "measuring"))
    let targets = try ScenarioTargets.read(context, session, horizon: horizon)
    context.control.report(.init(step: "writing"))
    return [
      "results": try writeResults(scenarios, targets, session),
      "baselines": try writeBaselines(targets, session),
      "curves": try session.export("curves"),
    ]
  }

  private struct Row {
    var scenario: NamedScenario
    var measure: String
    var baseline: Double?
    var value: Double?
    var note: String?
  }

  private func writeResults(
    _ scenarios: [NamedScenario], _ targets: [ScenarioTarget], _ session: DuckDBSession
  ) throws -> OutputManifest {
    let rows = scenarios.flatMap { scenario -> [Row] in
      let target = targets.first { $0.kind == scenario.kind && $0.name == scenario.target }
      var note = target == nil ? "no customer is in \(scenario.kind) \"\(scenario.target)\"" : nil
      if let target, (target.baseline.retention ?? 0) == 0, scenario.levers.retention != 0 {
        note = "retention one month on is 0 or not known yet: its change has no effect"
      }
      let outcome = target.map { ScenarioOutcome(scenario.levers, to: $0.baseline) }
      return [
        Row(
          scenario: scenario, measure: "revenue", baseline: target?.baseline.revenue, value: outcome?.revenue,
          note: note),
        Row(
          scenario: scenario, measure: "clv", baseline: target?.baseline.value, value: outcome?.value, note: note),
        Row(
          scenario: scenario, measure: "retention", baseline: target?.baseline.retention, value: outcome?.retention,
          note: note),
      ]
    }
    let differences = rows.map { row -> Double? in
      guard let baseline = row.baseline, let value = row.value else { return nil }
      return finite(value - baseline)
    }
    return try session.export(
      "results",
      columns: [
        ("scenario", "VARCHAR"), ("target_kind", "VARCHAR"), ("target", "VARCHAR"), ("retention_pct", "DOUBLE"),
        ("margin_pct", "DOUBLE"), ("discount_pct", "DOUBLE"), ("measure", "VARCHAR"), ("baseline", "DOUBLE"),
        ("value", "DOUBLE"), ("difference", "DOUBLE"), ("difference_pct", "DOUBLE"), ("note", "VARCHAR"),
      ],
      rows.map(\.scenario.name), rows.map(\.scenario.kind), rows.map(\.scenario.target),
      rows.map(\.scenario.percentages.retention), rows.map(\.scenario.percentages.margin),
      rows.map(\.scenario.percentages.discount), rows.map(\.measure), rows.map { $0.baseline.flatMap(finite) },
      rows.map { $0.value.flatMap(finite) }, differences,
      zip(rows, differences).map { row, difference -> Double? in
        guard let baseline = row.baseline, baseline != 0, let difference else { return nil }
        return finite(100 * difference / baseline)
      }, rows.map(\.note))
  }

  private func writeBaselines(_ targets: [ScenarioTarget], _ session: DuckDBSession) throws -> OutputManifest {
    try session.export(
      "baselines",
      columns: [
        ("target_kind", "VARCHAR"), ("target", "VARCHAR"), ("customers", "BIGINT"), ("revenue", "DOUBLE"),
        ("retention", "DOUBLE"), ("clv", "DOUBLE"), ("months", "INTEGER"),
      ],
      targets.map(\.kind), targets.map(\.name), targets.map(\.customers), targets.map { finite($0.baseline.revenue) },
      targets.map { $0.baseline.retention.flatMap(finite) }, targets.map { $0.baseline.value.flatMap(finite) },
      targets.map { Int32($0.baseline.ages.count) })
  }
}

/// A scenario as the config has it.
struct NamedScenario {
  let name: String
  let kind: String
  let target: String
  let percentages: ScenarioLevers

  var levers: ScenarioLevers {
    ScenarioLevers(
      retention: percentages.retention / 100, margin: percentages.margin / 100, discount: percentages.discount / 100)
  }

  init(_ json: JSON) {
    name = json["name"]?.string ?? ""
    if let segment = json["segment"]?.string {
      (kind, target) = ("segment", segment)
    } else if let cohort = json["cohort"]?.string {
      (kind, target) = ("cohort", cohort)
    } else {
      (kind, target) = ("all", "")
    }
    percentages = ScenarioLevers(
      retention: json["retention"]?.double ?? 0, margin: json["margin"]?.double ?? 0,
      discount: json["discount"]?.double ?? 0)
  }
}
