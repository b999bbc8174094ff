/// Plain names from traits.
enum ClusterNaming {
  /// One name per cluster, all different.
  ///
  /// Up to three traits name a cluster, in the order of the features. Clusters that would share a name are told apart
  /// by the feature on which they differ most, and, should that fail, by a number.
  static func names(
    _ traits: [[ClusterProfile.Trait]], _ meanRanks: [[Double]], words: [FeatureWords]
  ) -> [Wording] {
    var names = traits.map { traits in
      let telling = traits.prefix { abs($0.dominance) >= Profiles.leastDominance }.prefix(3)
        .sorted { $0.feature < $1.feature }
      let parts = telling.map { $0.dominance > 0 ? words[$0.feature].high : words[$0.feature].low }
      return parts.isEmpty ? Wording(english: "Average", french: "Moyens") : joined(parts)
    }
    for group in groups(of: names) {
      // The feature on which the namesakes' mean ranks lie farthest apart.
      guard let feature = meanRanks.indices.max(by: { spread(meanRanks[$0], group) < spread(meanRanks[$1], group) }),
        spread(meanRanks[feature], group) > 0,
        let top = group.max(by: { meanRanks[feature][$0] < meanRanks[feature][$1] })
      else { continue }
      for cluster in group {
        let arrow = cluster == top ? "↑" : "↓"
        names[cluster].english += " (\(words[feature].noun.english) \(arrow))"
        names[cluster].french += " (\(words[feature].noun.french) \(arrow))"
      }
    }
    for group in groups(of: names) {
      for (position, cluster) in group.enumerated() {
        names[cluster].english += " \(position + 1)"
        names[cluster].french += " \(position + 1)"
      }
    }
    return names
  }

  private static func joined(_ parts: [Wording]) -> Wording {
    Wording(
      english: capitalized(parts.map(\.english).joined(separator: ", ")),
      french: capitalized(parts.map(\.french).joined(separator: ", ")))
  }

  private static func capitalized(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }

  /// Clusters that share a name, group by group.
  private static func groups(of names: [Wording]) -> [[Int]] {
    var seen: [String: [Int]] = [:]
    for (index, name) in names.enumerated() { seen[name.english, default: []].append(index) }
    return names.indices.compactMap { index in
      guard let group = seen[names[index].english], group.count > 1, group.first == index else { return nil }
      return group
    }
  }

  private static func spread(_ ranks: [Double], _ group: [Int]) -> Double {
    let values = group.map { ranks[$0] }
    return (values.max() ?? 0) - (values.min() ?? 0)
  }
}
