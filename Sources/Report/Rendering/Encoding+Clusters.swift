import JSON

extension ReportModel.Clusters {
  var json: JSON {
    [
      "k": .int(k), "reason": reason.json, "features": JSON(features), "transform": .string(transform),
      "scale": .string(scale), "inertia": JSON(inertia), "restarts": JSON(restarts), "seed": JSON(seed),
      "elbow": JSON(elbow), "selection": .array(selection.map(\.json)), "profiles": .array(profiles.map(\.json)),
      "comparison": .array(comparison.map(\.json)), "watch": JSON(watch?.json),
    ]
  }
}

extension ReportModel.KRow {
  var json: JSON {
    [
      "k": .int(k), "inertia": JSON(inertia), "silhouette": JSON(silhouette),
      "silhouetteError": JSON(silhouetteError), "daviesBouldin": JSON(daviesBouldin),
      "calinskiHarabasz": JSON(calinskiHarabasz), "bootstrapARI": JSON(bootstrapARI), "chosen": .bool(chosen),
    ]
  }
}

extension ReportModel.MethodRow {
  var json: JSON {
    [
      "method": .string(method), "clusters": .int(clusters), "points": JSON(points), "noiseShare": JSON(noiseShare),
      "silhouette": JSON(silhouette), "daviesBouldin": JSON(daviesBouldin),
      "calinskiHarabasz": JSON(calinskiHarabasz),
    ]
  }
}

extension ReportModel.ClusterProfile {
  var json: JSON {
    [
      "cluster": .int(cluster), "name": name.json, "customers": .int(customers),
      "customerShare": .double(customerShare), "revenue": JSON(revenue), "revenueShare": JSON(revenueShare),
      "jaccard": JSON(jaccard),
      "features": .array(
        features.map {
          ["feature": .string($0.feature), "mean": .double($0.mean), "z": .double($0.zScore)]
        }),
    ]
  }
}
