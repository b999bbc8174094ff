extension ReportModel {
  /// Words that the page finds in its table of labels, in whatever language it is read, with values to fill in.
  public struct Phrase: Sendable, Hashable {
    /// What fills a place of a label.
    public enum Value: Sendable, Hashable {
      /// A text that has no language: a name, an id, a piece of SQL.
      case text(String)
      /// A number.
      case number(Double)
      /// A share, from 0 to 1, shown as percent.
      case share(Double)
      /// A change in percent, shown with its sign.
      case change(Double)
      /// A span of time in seconds.
      case span(Int)
      /// A time, UTC, `YYYY-MM-DDThh:mm:ssZ`.
      case time(String)
      /// Other words.
      case phrase(Phrase)
      /// A list of words, or of their values, one after another.
      case list([Phrase])

      /// A whole number.
      public static func count(_ value: Int) -> Value { .number(Double(value)) }
    }

    /// The key of the label; nil for a text that is shown as it stands.
    public var key: String?
    /// The values by the names of their places; of a text that is shown as it stands, the text.
    public var values: [String: Value]

    /// Makes words with values to fill in.
    public init(_ key: String, _ values: [String: Value] = [:]) {
      self.key = key
      self.values = values
    }

    /// Makes a text that is shown as it stands.
    public init(text: String) {
      key = nil
      values = ["text": .text(text)]
    }
  }
}
