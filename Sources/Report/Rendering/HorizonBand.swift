/// The spread of ARI over origins, at one horizon of one strategy and window.
package struct HorizonBand {
  package var strategy: String
  package var window: String
  /// Steps from the origin.
  package var horizon: Int
  /// Number of origins that reach this far.
  package var origins: Int
  package var median: Double
  package var p10: Double
  package var minimum: Double
  package var maximum: Double
  /// Medians over the origins that have a value.
  package var ami: Double?
  package var noise: Double?
  /// The mean over the origins that have a value: what the contract reckons with.
  package var moved: Double?

  /// Groups rows by strategy, window and horizon; strategies and windows in order of appearance, horizons rising.
  package static func bands(_ path: [ReportModel.PathRow]) -> [HorizonBand] {
    struct Key: Hashable {
      var strategy: String
      var window: String
    }
    var keys: [Key] = []
    var rows: [Key: [Int: [ReportModel.PathRow]]] = [:]
    for row in path where row.ari.isFinite {
      let key = Key(strategy: row.strategy, window: row.window)
      if rows[key] == nil { keys.append(key) }
      rows[key, default: [:]][row.horizonSteps, default: []].append(row)
    }
    return keys.flatMap { key in
      (rows[key] ?? [:]).sorted { $0.key < $1.key }.map { horizon, group in
        let ari = group.map(\.ari).sorted()
        return HorizonBand(
          strategy: key.strategy, window: key.window, horizon: horizon, origins: group.count,
          median: quantile(ari, 0.5), p10: quantile(ari, 0.1), minimum: quantile(ari, 0), maximum: quantile(ari, 1),
          ami: median(group.compactMap(\.ami)), noise: median(group.compactMap(\.noiseARI)),
          moved: mean(group.compactMap(\.movedShare)))
      }
    }
  }

  /// The bands of the first origin alone: the one from which all strategies are simulated, hence can be compared.
  package static func paths(_ path: [ReportModel.PathRow]) -> [HorizonBand] {
    let first = path.map(\.origin).min()
    return bands(path.filter { $0.origin == first })
  }

  private static func mean(_ values: [Double]) -> Double? {
    let finite = values.filter(\.isFinite)
    return finite.isEmpty ? nil : finite.reduce(0, +) / Double(finite.count)
  }

  private static func median(_ values: [Double]) -> Double? {
    let finite = values.filter(\.isFinite).sorted()
    return finite.isEmpty ? nil : quantile(finite, 0.5)
  }

  /// The linearly interpolated quantile (type 7) of rising values, of which there is at least one.
  package static func quantile(_ sorted: [Double], _ share: Double) -> Double {
    let position = share * Double(sorted.count - 1)
    let low = Int(position.rounded(.down))
    let high = min(low + 1, sorted.count - 1)
    return sorted[low] + (position - Double(low)) * (sorted[high] - sorted[low])
  }
}
