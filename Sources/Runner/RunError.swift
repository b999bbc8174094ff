/// A run that could not begin.
public struct RunError: Error, Sendable, CustomStringConvertible {
  /// Why.
  public enum Cause: Sendable, Hashable {
    /// Another run holds the output folder.
    case locked
    /// A signal came while it waited.
    case cancelled
  }

  /// Why.
  public var cause: Cause
  /// In words.
  public var description: String
}
