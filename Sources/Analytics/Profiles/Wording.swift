/// The same words in English and in French.
public struct Wording: Sendable, Equatable {
  /// English.
  public var english: String
  /// French.
  public var french: String

  /// A wording from both languages.
  public init(english: String, french: String) {
    self.english = english
    self.french = french
  }
}
