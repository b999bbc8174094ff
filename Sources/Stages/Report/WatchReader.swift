internal import JSON
internal import Report

/// The model in use, on the clusters page.
enum WatchReader {
  /// The section, or nil where the pipeline does not watch its model.
  static func read(_ inputs: ReportInputs) throws -> ReportModel.ModelWatch? {
    guard let verdict = try inputs.json("verdict", having: "age_days"), let event = verdict["event"]?.string else {
      return nil
    }
    let limits = verdict["limits"]
    return ReportModel.ModelWatch(
      event: event, isDue: verdict["due"]?.bool ?? false,
      causes: (verdict["causes"]?.array ?? []).compactMap { LocalizedText(json: $0) },
      fittedAsOf: day(verdict["fitted_as_of"]), ageDays: verdict["age_days"]?.double,
      nextRefit: day(verdict["next_refit"]), farShare: verdict["far_share"]?.double,
      farLimit: limits?["far_share"]?.double, features: try features(inputs), psiLimit: limits?["psi"]?.double,
      movedShare: verdict["moved_share"]?.double, migrations: try migrations(inputs))
  }

  private static func day(_ stamp: JSON?) -> String? { stamp?.string.map { String($0.prefix(10)) } }

  private static func features(_ inputs: ReportInputs) throws -> [ReportModel.DriftRow] {
    guard let view = try inputs.view("features", having: "above_limit") else { return [] }
    return try inputs.rows("SELECT * FROM \(view) ORDER BY psi DESC, feature") { row in
      ReportModel.DriftRow(feature: try row.text("feature"), psi: try row.number("psi"))
    }
  }

  private static func migrations(_ inputs: ReportInputs) throws -> [ReportModel.ClusterMove] {
    guard let view = try inputs.view("migrations", having: "from_cluster") else { return [] }
    return try inputs.rows("SELECT * FROM \(view) ORDER BY from_cluster, to_cluster") { row in
      ReportModel.ClusterMove(
        from: try row.integer("from_cluster"), to: try row.integer("to_cluster"),
        customers: try row.integer("customers"))
    }
  }
}
