internal import JSON
internal import Report

/// The clusters page.
enum ClustersReader {
  /// The page, or nil where the pipeline has no clusters.
  static func read(_ inputs: ReportInputs) throws -> ReportModel.Clusters? {
    guard let model = try inputs.json("model", having: "centroids") else { return nil }
    guard let k = model["k"]?.int else { throw ReportModelError.missing("model.k") }
    guard let reason = model["reason"].flatMap({ LocalizedText(json: $0) }) else {
      throw ReportModelError.missing("model.reason")
    }
    guard let features = model["features"]?.array?.compactMap(\.string) else {
      throw ReportModelError.missing("model.features")
    }
    let selection = try selection(inputs)
    return ReportModel.Clusters(
      k: k, reason: reason, features: features, transform: model["transform"]?.string ?? "none",
      scale: model["scaler"]?["kind"]?.string ?? "none", inertia: model["inertia"]?.double,
      restarts: model["restarts"]?.int, seed: model["seed"]?.int, elbow: model["elbow"]?.int,
      // One candidate is no choice, and one point no curve.
      selection: selection.count > 1 ? selection : [], profiles: try profiles(inputs, features),
      comparison: try comparison(inputs), watch: try WatchReader.read(inputs))
  }

  private static func comparison(_ inputs: ReportInputs) throws -> [ReportModel.MethodRow] {
    guard let view = try inputs.view("comparison", having: "noise_share") else { return [] }
    return try inputs.rows("SELECT * FROM \(view)") { row in
      ReportModel.MethodRow(
        method: try row.text("method"), clusters: try row.integer("clusters"), points: try row.integer("points"),
        noiseShare: try row.numberIfAny("noise_share"), silhouette: try row.numberIfAny("silhouette"),
        daviesBouldin: try row.numberIfAny("davies_bouldin"),
        calinskiHarabasz: try row.numberIfAny("calinski_harabasz"))
    }
  }

  private static func selection(_ inputs: ReportInputs) throws -> [ReportModel.KRow] {
    guard let view = try inputs.view("k_selection", having: "silhouette") else { return [] }
    return try inputs.rows("SELECT * FROM \(view) ORDER BY k") { row in
      ReportModel.KRow(
        k: try row.integer("k"), inertia: try row.numberIfAny("inertia"),
        silhouette: try row.numberIfAny("silhouette"), silhouetteError: try row.numberIfAny("silhouette_error"),
        daviesBouldin: try row.numberIfAny("davies_bouldin"),
        calinskiHarabasz: try row.numberIfAny("calinski_harabasz"),
        bootstrapARI: try row.numberIfAny("bootstrap_ari"), chosen: try row.flag("chosen"))
    }
  }

  /// The table has one row for each cluster and feature; what is said of a cluster stands in each of its rows.
  private static func profiles(_ inputs: ReportInputs, _ features: [String]) throws -> [ReportModel.ClusterProfile] {
    guard let view = try inputs.view("profiles", having: "z_score") else { return [] }
    var profiles: [ReportModel.ClusterProfile] = []
    let rows = try inputs.rows("SELECT * FROM \(view) ORDER BY cluster, feature") { $0 }
    for row in rows {
      let profile = try profile(row)
      if profiles.last?.cluster != profile.cluster { profiles.append(profile) }
      profiles[profiles.count - 1].features.append(
        ReportModel.FeatureProfile(
          feature: try row.text("feature"), mean: try row.number("mean"), zScore: try row.number("z_score")))
    }
    for index in profiles.indices {
      let own = profiles[index].features
      profiles[index].features = features.compactMap { name in own.first { $0.feature == name } }
    }
    return profiles
  }

  private static func profile(_ row: InputRow) throws -> ReportModel.ClusterProfile {
    let share = try row.numberIfAny("revenue_share")
    return ReportModel.ClusterProfile(
      cluster: try row.integer("cluster"),
      name: LocalizedText(en: try row.text("name_en"), fr: try row.text("name_fr")),
      customers: try row.integer("customers"), customerShare: try row.number("customer_share"),
      // Without a share there is no revenue in the data, rather than none at all.
      revenue: share == nil ? nil : try row.numberIfAny("revenue"), revenueShare: share,
      jaccard: try row.numberIfAny("jaccard"), features: [])
  }
}
