public import JSON

/// What the config says of personal data.
public struct PrivacyDeclaration: Sendable, Hashable {
  /// Where the key of pseudonyms comes from.
  public enum KeySource: Sendable, Hashable {
    /// An environment variable.
    case environment(String)
    /// A file, absolute.
    case file(String)
  }

  /// Whether customer ids become pseudonyms when they are read.
  public var isPseudonymised = false
  /// Where the key comes from.
  public var key = KeySource.environment(Self.usualVariable)
  /// Where that is declared.
  public var keyPosition: TextPosition?
  /// The file with the erasures, absolute.
  public var erasures: String

  /// The variable that holds the key where the config names nothing.
  public static let usualVariable = "PALIER_PRIVACY_KEY"

  /// Plain ids, with erasures in a file.
  public init(erasures: String) { self.erasures = erasures }

  /// The key's place in a few words.
  public var keyPlace: String {
    switch key {
    case .environment(let name): "the environment variable \(name)"
    case .file(let path): "the key file \(path)"
    }
  }
}
