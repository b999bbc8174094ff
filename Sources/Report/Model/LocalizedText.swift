public import JSON

/// A text in both languages of the dashboard.
public struct LocalizedText: Sendable, Hashable {
  /// The English text.
  public var en: String
  /// The French text.
  public var fr: String

  /// Makes a text.
  public init(en: String, fr: String) {
    self.en = en
    self.fr = fr
  }

  /// The same words in both languages, for names that have no translation.
  public init(_ text: String) {
    self.init(en: text, fr: text)
  }

  /// Reads `{"en": …, "fr": …}`, or a plain string for both languages; nil for anything else.
  public init?(json: JSON) {
    if let text = json.string {
      self.init(text)
    } else if let en = json["en"]?.string, let fr = json["fr"]?.string {
      self.init(en: en, fr: fr)
    } else {
      return nil
    }
  }

  /// The text as `{"en": …, "fr": …}`.
  var json: JSON { ["en": .string(en), "fr": .string(fr)] }
}
