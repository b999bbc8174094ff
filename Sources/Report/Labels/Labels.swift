import JSON

/// All texts of the page. `{name}` stands for a value that the page fills in.
package enum Labels {
  package static let all: [Label] =
    shell + summary + segments + customers + cohorts + marketing + clusters + watch + stability + data + words + profile
    + help

  /// `{"en": {key: text}, "fr": {key: text}}`.
  static var json: JSON {
    [
      "en": .members(all.map { ($0.key, .string($0.en)) }),
      "fr": .members(all.map { ($0.key, .string($0.fr)) }),
    ]
  }
}
