internal import Analytics
internal import JSON

/// The fitted model as JSON: enough to assign any customer later, and the reason for its number of clusters.
enum KMeansModelJSON {
  static func make(
    _ model: KMeansModel, _ preprocessor: Preprocessor, _ names: [String], _ profiles: [ClusterProfile],
    _ decision: KDecision, _ context: StageContext, and more: [(String, JSON)]
  ) throws -> JSON {
    let centroids = (0..<model.centroids.rows).map { JSON.array(model.centroids.row($0).map { .double($0) }) }
    let members: JSON = [
      "features": .array(names.map { .string($0) }),
      "transform": .string(preprocessor.transform.rawValue),
      "scaler": [
        "kind": .string(preprocessor.scale.rawValue),
        "centers": .array(preprocessor.centers.map { .double($0) }),
        "spreads": .array(preprocessor.spreads.map { .double($0) }),
        "lambdas": .array(preprocessor.lambdas.map { .double($0) }),
      ],
      "centroids": .array(centroids),
      "k": .int(decision.clusters),
      "inertia": .double(model.inertia),
      "iterations": .int(model.iterations),
      "converged": .bool(model.converged),
      "seed": .int(try context.integer("kmeans.seed")),
      "restarts": .int(try context.integer("kmeans.restarts")),
      "rule": .string(decision.rule.rawValue),
      "eligible": .array(decision.eligible.map { .int($0) }),
      "elbow": decision.elbow.map { .int($0) } ?? nil,
      "reason": ["en": .string(decision.reason.english), "fr": .string(decision.reason.french)],
      "names": .array(
        profiles.map { ["en": .string($0.name.english), "fr": .string($0.name.french)] }),
    ]
    return .members((members.object ?? []).map { ($0.key, $0.value) } + more)
  }
}
